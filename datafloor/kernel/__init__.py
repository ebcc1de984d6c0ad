"""What every context stands on: values, messages, refusals, the journal and the one door.

Nothing here knows what data, a price or a law is. It knows what an id, a sum of money, an
instant, a command, an event and a refusal are, and how a command becomes events in the journal.
"""
