"""Search: products found by the words that people type, with or without Vietnamese marks.

The index lies beside the exchange and follows its journal. It is made anew at every start, so it
holds nothing that must be kept.
"""

from datafloor.adapters.search.asked import Asked, Bucket, Found, Hit, Mode, Sort
from datafloor.adapters.search.following import indexer, rebuild
from datafloor.adapters.search.index import FACETS, Searchable, SearchIndex
from datafloor.adapters.search.words import Reason, Word, reasons, words

__all__ = [
    "FACETS",
    "Asked",
    "Bucket",
    "Found",
    "Hit",
    "Mode",
    "Reason",
    "SearchIndex",
    "Searchable",
    "Sort",
    "Word",
    "indexer",
    "reasons",
    "rebuild",
    "words",
]
