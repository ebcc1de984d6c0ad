"""Recognising copies: small sketches of columns, and how much of one table another holds.

A sketch keeps the `K` smallest hashes of a column's distinct values (KMV: Bar-Yossef et al.,
2002; the bottom-k form of MinHash, Broder 1997). From two of them follow the Jaccard similarity
and, with the distinct counts, how much of one column lies in the other, so that a part of a
table, its rows shuffled and its columns renamed, is still recognised.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from datafloor.analysis.appraisal.mix import Words, ascending, hash_numbers, hash_texts
from datafloor.analysis.appraisal.model import ColumnReport, ColumnSketch, Likeness, Sketch
from datafloor.analysis.appraisal.profile import numeric

K = 512
TELLING = 50
HELD = 700  # in thousandths: a column lies in another when this much of it does
_CHUNK = 1 << 20


def telling(report: ColumnReport, rows: int) -> bool:
    """Whether sharing this column's values says anything: no counters, lists, dates or people."""
    if report.personal or report.meaning in ("province", "ward") or report.distinct < TELLING:
        return False
    if report.kind == "integer":
        width = int(report.maximum) - int(report.minimum) + 1
        return report.distinct < width / 2
    return report.kind in ("decimal", "text")


def sketch_column(report: ColumnReport, values: pl.Series) -> ColumnSketch:
    """The sketch of a column's values; nothing but hashes leaves."""
    if report.distinct < 100_000:
        values = values.unique()
    held = values.drop_nulls()
    smallest = np.empty(0, np.uint64)
    for start in range(0, len(held), _CHUNK):
        part = held.slice(start, _CHUNK)
        hashes = hash_texts(part) if part.dtype == pl.String else hash_numbers(numeric(part))
        if len(smallest) == K:
            hashes = hashes[hashes < smallest[-1]]
        smallest = ascending(np.concatenate((smallest, _smallest(hashes))))[:K]
    return ColumnSketch(report.name, report.distinct, smallest.astype(">u8").tobytes().hex())


def _smallest(hashes: Words) -> Words:
    # repeats of one value would crowd out others: take the K smallest distinct ones
    if len(hashes) <= 4 * K:
        return hashes
    limit = np.partition(hashes, 4 * K)[4 * K]
    few = ascending(hashes[hashes <= limit])
    return few if len(few) >= K else ascending(hashes)[:K]


def unpack(column: ColumnSketch) -> Words:
    """The hashes of a sketch, ascending."""
    return np.frombuffer(bytes.fromhex(column.hashes), ">u8").astype(np.uint64)


def contained(mine: ColumnSketch, theirs: ColumnSketch) -> int:
    """How much of my distinct values theirs hold, in thousandths (an estimate).

    From the K smallest hashes of the union: J = shared / K, and
    |A and B| = J (|A| + |B|) / (1 + J).
    """
    a, b = unpack(mine), unpack(theirs)
    union = np.union1d(a, b)
    if len(a) == K or len(b) == K:
        union = union[: min(K, len(union))]
    both = np.intersect1d(np.intersect1d(a, b), union)
    if not len(union) or not mine.distinct:
        return 0
    jaccard = len(both) / len(union)
    shared = jaccard * (mine.distinct + theirs.distinct) / (1 + jaccard)
    return min(1000, round(1000 * shared / mine.distinct))


def alike(own: Sketch, others: Sequence[Sketch]) -> tuple[Likeness, ...]:
    """The tables that hold most of this one's telling columns, the most alike first."""
    found = []
    for other in others:
        pairs = []
        for mine in own.columns:
            best = max(
                ((contained(mine, theirs), theirs.name) for theirs in other.columns),
                default=(0, ""),
            )
            if best[0] >= HELD:
                pairs.append((mine.name, best[1], best[0]))
        if pairs and 2 * len(pairs) >= len(own.columns):
            found.append(Likeness(other.name, len(pairs), len(own.columns), tuple(pairs)))
    return tuple(sorted(found, key=lambda one: (-one.shared, one.name)))
