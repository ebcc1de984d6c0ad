"""What names a row for ever: a word made of what the row holds.

Where a product grows by versions, a row that comes again must carry the same mark again, or whoever
compares two versions sees where the marks are. So a row is drawn by what it holds and not by its
number. The words must be the same on every machine and after years; nothing here depends on the
release of a library.
"""

from collections.abc import Sequence
from hashlib import shake_256

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datafloor.analysis.marks.match import NOTHING, stirred
from datafloor.analysis.marks.prf import Words

WEIGHTS = 256
_weights = np.frombuffer(shake_256(b"datafloor words of rows").digest(8 * WEIGHTS), "<u8") | 1


def tells_rows(kind: pa.DataType) -> bool:
    """Whether a column of this type can help to name a row: numbers, times, text and flags."""
    t = pa.types
    plain = (t.is_boolean, t.is_integer, t.is_floating, t.is_decimal, t.is_temporal, t.is_string)
    return any(is_one(kind) for is_one in plain)


def row_ids(table: pa.Table, names: Sequence[str]) -> Words:
    """A word for each row, made of these columns; equal where all of them are.

    A column that is not there counts as one in which all values are missing.
    """
    mixed = np.zeros(table.num_rows, np.uint64)
    for name in names:
        if name in table.column_names:
            words = _words(table.column(name).combine_chunks())
        else:
            words = np.full(table.num_rows, NOTHING, np.uint64)
        mixed = stirred(mixed, words)
    return mixed


def _words(column: pa.Array) -> Words:
    t, kind = pa.types, column.type
    missing = column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None
    if t.is_string(kind):
        words = _of_text(pc.fill_null(column, ""))
    elif t.is_floating(kind) or t.is_decimal(kind):
        numbers = pc.cast(column, pa.float64(), safe=False).fill_null(0.0)
        held = numbers.to_numpy(zero_copy_only=False) + 0.0  # one zero, not two
        words = held.view(np.uint64)
        words[np.isnan(held)] = NOTHING
    else:
        if t.is_date32(kind):
            column = pc.cast(column, pa.int32())
        whole = pc.cast(column, pa.int64(), safe=False).fill_null(0)
        words = whole.to_numpy(zero_copy_only=False).astype(np.int64).view(np.uint64)
    if missing is not None:
        words[missing] = NOTHING
    return words


def _of_text(column: pa.Array) -> Words:
    """The letters of each text, weighed by their place and summed (multilinear hashing: D. Lemire
    and O. Kaser, Strongly universal string hashing is fast, 2014)."""
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4).astype(np.int64)
    start, size = int(ends[0]), int(ends[-1] - ends[0])
    letters = np.frombuffer(data, np.uint8, size, start) if size else np.zeros(0, np.uint8)
    lengths = np.diff(ends)
    place = np.arange(size) - np.repeat(ends[:-1] - start, lengths)
    weighed = (letters.astype(np.uint64) + np.uint64(1)) * _weights[place % WEIGHTS]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(weighed, dtype=np.uint64)])
    words: Words = sums[ends[1:] - start] - sums[ends[:-1] - start]
    return words + lengths.astype(np.uint64)
