"""Marks: each buyer's copy of a table differs in ways that statistics do not see.

A seller names columns and the error that they have anyway. In a few rows of such a column, a copy
carries the value a hair higher or lower; which way follows from a secret key and the buyer, so
nothing is stored but the key. A leaked copy, even a small part of one, shuffled, or mixed by
several buyers, is compared with the original, and gives a score against each buyer with a bound
on the chance that anyone innocent is accused.

`prf`    random bits that follow from a key
`place`  which rows carry a mark, and marking a column
`match`  which row of the original a row of a leaked file is
`trace`  scores, the bound, and the answer, which may be "cannot tell"
`table`  the columns of a table as words to tell rows by, and what gives a column away
`effect` what marking did to a column's mean, variance and distribution

Never to be marked: identifiers, money, legal or medical fields, official statistics. Source of the
code: G. Tardos, Optimal probabilistic fingerprint codes (2008); the symmetric score of B. Škorić,
S. Katzenbeisser and M. Celik (2008). What is ours: the code is a function of key, buyer and row,
and the accusation's bound is computed for the very rows of the leak.
"""

from datafloor.analysis.marks.effect import Effect, effect
from datafloor.analysis.marks.match import find_column, match_rows
from datafloor.analysis.marks.place import Marking, bias, mark, places
from datafloor.analysis.marks.trace import Leaked, Suspect, Traced, trace, trace_columns

__all__ = [
    "Effect",
    "Leaked",
    "Marking",
    "Suspect",
    "Traced",
    "bias",
    "effect",
    "find_column",
    "mark",
    "match_rows",
    "places",
    "trace",
    "trace_columns",
]
