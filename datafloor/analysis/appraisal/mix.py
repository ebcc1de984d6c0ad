"""Hashing and sampling that never change: the same values on every machine and in every year.

The table library's own hash is fast but may differ between its versions; it is used only where
the result does not depend on it (counting). Whatever is stored or decides a sample comes from
here. The mixer is the finaliser of splitmix64 (Steele, Lea and Flood, 2014).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

Words = npt.NDArray[np.uint64]

_A = np.uint64(0xBF58476D1CE4E5B9)
_B = np.uint64(0x94D049BB133111EB)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 64


def mix(words: Words) -> Words:
    """Sixty-four well-mixed bits for each word; one to one. Returns a new array."""
    out = words + _GOLDEN
    out ^= out >> np.uint64(30)
    out *= _A
    out ^= out >> np.uint64(27)
    out *= _B
    out ^= out >> np.uint64(31)
    return out


def ascending(words: Words) -> Words:
    """The distinct words, smallest first."""
    ordered = np.sort(words)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(words) else words


@lru_cache(maxsize=16)
def sample_rows(rows: int, wanted: int, seed: int = 0) -> npt.NDArray[np.int64]:
    """Row numbers of a sample, ascending: all rows where few, else `wanted` draws made distinct."""
    if rows <= wanted:
        return np.arange(rows, dtype=np.int64)
    drawn = mix(np.arange(wanted, dtype=np.uint64) + np.uint64(seed * 0x1_0000_0001))
    return ascending(drawn % np.uint64(rows)).astype(np.int64)


def hash_numbers(values: npt.NDArray[np.float64]) -> Words:
    """Hashes of numbers, equal for 3 and 3.0 and for both zeros."""
    return mix((values + 0.0).view(np.uint64))


def hash_texts(texts: pl.Series) -> Words:
    """Hashes of texts: the first 64 bytes, the last 8 and the length, whatever the rest.

    `texts` has no nulls. Works on the bytes of all texts at once, eight at a time.
    """
    rows = len(texts)
    if not rows:
        return np.empty(0, np.uint64)
    arrow = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offset_bytes, data = arrow.buffers()
    offsets = np.frombuffer(offset_bytes, np.int64)[arrow.offset : arrow.offset + rows + 1]
    padded = np.zeros(int(offsets[-1]) + 16, np.uint8)
    if data is not None:
        padded[8:-8] = np.frombuffer(data, np.uint8)[: int(offsets[-1])]
    # words[i] is the eight bytes from i on; texts start 8 bytes in, so that looking back is safe
    words = np.lib.stride_tricks.as_strided(
        padded.view("u1")[:8].view("<u8"), (len(padded) - 7,), (1,)
    )
    starts = offsets[:-1] + 8
    lengths = np.diff(offsets)
    out = mix(lengths.astype(np.uint64))
    longest = int(lengths.max())
    for at in range(0, min(longest, _LONGEST), 8):
        here = np.flatnonzero(lengths > at) if at else slice(None)
        left = np.clip(lengths[here] - at, 0, 8).astype(np.uint64)
        word = words[starts[here] + at]
        shift = (np.uint64(8) - left) * np.uint64(8)
        # a shift by 64 is undefined in C; an empty text keeps no byte
        word = np.where(left == 0, np.uint64(0), (word << (shift % np.uint64(64))))
        out[here] = mix(out[here] ^ word)
    if longest > _LONGEST:
        here = np.flatnonzero(lengths > _LONGEST)
        out[here] = mix(out[here] ^ words[starts[here] + lengths[here] - 8])
    return out
