"""What the exchange can do, one package a capability, all of one shape.

From bottom to top: participants, catalogue, policy, market, settlement, delivery. Facts come up,
questions and commands go down: a context sees only the package face of those below it.
"""
