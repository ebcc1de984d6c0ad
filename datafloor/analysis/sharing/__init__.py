"""Who gets what of a sale: suppliers by what they cover, people by head and by use.

Counts and sums are whole numbers, so that every split sums to its pot exactly.
"""

from datafloor.analysis.sharing.coverage import (
    MOST_PROVIDERS,
    Contribution,
    Supplied,
    counts,
    supplied,
    units,
)
from datafloor.analysis.sharing.heads import MOST_MICRO, split_heads

__all__ = [
    "MOST_MICRO",
    "MOST_PROVIDERS",
    "Contribution",
    "Supplied",
    "counts",
    "split_heads",
    "supplied",
    "units",
]
