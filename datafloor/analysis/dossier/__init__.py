"""What a price rests on: comparable listings, a band that is right as often as it says, and what
was declared of cost and income.

A reference price is evidence, not a command: it names its comparables, tells how often bands like
its own have been right, and says "no comparable" where there is none.
"""

from datafloor.analysis.dossier.comparables import (
    LEAST_SIMILAR,
    Described,
    Kernel,
    groups,
    kernel,
)
from datafloor.analysis.dossier.declared import Cost, Income, cost_floor, income_value
from datafloor.analysis.dossier.reference import (
    Choice,
    Estimate,
    Fitted,
    Neighbour,
    estimate,
    fit,
    predictions,
)

__all__ = [
    "LEAST_SIMILAR",
    "Choice",
    "Cost",
    "Described",
    "Estimate",
    "Fitted",
    "Income",
    "Kernel",
    "Neighbour",
    "cost_floor",
    "estimate",
    "fit",
    "groups",
    "income_value",
    "kernel",
    "predictions",
]
