"""What every context stands on: values, messages, refusals, the journal and the one door.

Nothing here knows what data or a price is, or what the law says. It knows what an id, a sum of
money, an instant, a command, an event, a refusal and a kind of legal check are, and how a command
becomes events in the journal.
"""
