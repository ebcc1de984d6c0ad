"""The rival of our marks: fingerprints after Agrawal and Kiernan.

R. Agrawal, J. Kiernan, Watermarking Relational Databases (VLDB 2002), with a code for each buyer as
in Y. Li, V. Swarup, S. Jajodia, Fingerprinting Relational Databases (IEEE TDSC 2, 2005): a keyed
hash of a row's key chooses the rows, the bit of the buyer's code that each carries, and a mask; the
bit goes into the lowest digit of the value. Codes are drawn by chance and 128 bits long. A buyer is
accused where so many bits agree that chance would do it once in a million leaks.
"""

from typing import Any

import numpy as np

from datafloor.analysis.marks.place import Numbers

BITS = 128
AGREE = 99
"""Of 128 bits: among 2,000 codes one agrees so well by chance with probability 4e-7 (binomial)."""

Whole = np.ndarray[Any, np.dtype[np.uint64]]
Codes = np.ndarray[Any, np.dtype[np.int64]]


def codes(buyers: int, secret: int) -> Codes:
    """A code of bits for each buyer."""
    return np.random.default_rng(secret).integers(0, 2, (buyers, BITS))


def mark(values: Numbers, secret: int, code: Codes, step: float, one_in: int) -> Numbers:
    """The buyer's copy; a value moves by one step at most."""
    rows, bits, masks = _places(np.arange(len(values), dtype=np.uint64), secret, one_in)
    copy = values.copy()
    digits = np.round(values[rows] / step).astype(np.int64)
    copy[rows] = ((digits & ~1) | (code[bits] ^ masks)) * step
    return copy


def accused(leak: Numbers, secret: int, known: Codes, step: float, one_in: int) -> list[int]:
    """The buyers whose code a leak of all rows, in their order, carries."""
    rows, bits, masks = _places(np.arange(len(leak), dtype=np.uint64), secret, one_in)
    found = (np.round(leak[rows] / step).astype(np.int64) & 1) ^ masks
    votes = np.bincount(bits, weights=2 * found - 1, minlength=BITS)
    agree = ((votes > 0).astype(np.int64) == known).sum(axis=1)
    return [int(buyer) for buyer in np.flatnonzero(agree >= AGREE)]


def _places(keys: Whole, secret: int, one_in: int) -> tuple[Codes, Codes, Codes]:
    """Which rows are marked, the bit of the code that each carries, and its mask (splitmix64)."""
    mixed = keys + np.uint64(secret * 0x9E3779B97F4A7C15 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    rows = np.flatnonzero(mixed % np.uint64(one_in) == 0)
    chosen = mixed[rows]
    bits = ((chosen >> np.uint64(20)) % np.uint64(BITS)).astype(np.int64)
    return rows, bits, ((chosen >> np.uint64(40)) & np.uint64(1)).astype(np.int64)
