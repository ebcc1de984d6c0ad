"""What the exchange can do, one package a capability, all of one shape.

From the bottom up: participants, catalogue, policy, market, settlement, delivery. Questions and
commands go down this list, facts come up it. A context is entered only through its own package,
whose `__init__` is the page to read first; ARCHITECTURE.md shows the shape.
"""
