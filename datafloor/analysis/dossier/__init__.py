"""What a price rests on: comparable listings, a band that is right as often as it says, and what
was declared of cost and income.

A reference price is evidence, not a command: it names its comparables, tells how often bands like
its own have been right, and says "no comparable" where there is none.
"""
