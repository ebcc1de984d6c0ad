"""How much two listings are alike: what they say, and how, where and by whom they are sold.

Text is compared by the pieces of two to four letters that it has, weighted by how rare they are
(TF-IDF), as a cosine. That needs no dictionary, so Vietnamese, English and Chinese go alike.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from datafloor.analysis.dossier.described import Described

Matrix = NDArray[np.float32]

PIECES = 1 << 13
"""Into so many columns the pieces are counted; two may share one."""

LEAST_SIMILAR = 0.12
"""Below this cosine of title and description nothing is comparable."""

NEAR = 0.7
"""From this cosine on two listings are near-duplicates."""


class Kernel(NamedTuple):
    """How alike each asked listing (rows) and each known one (columns) are: the cosine of title
    and description, the cosine of both, title alone counting half, and of four words whether they
    are the same. Each has shape (asked, known)."""

    near: Matrix
    text: Matrix
    same: Matrix
    """Shape (4, asked, known): venue, form, category, seller."""

    def similarity(self, weights: Sequence[float]) -> Matrix:
        """The cosine and what the same words add, by these weights."""
        added = np.tensordot(np.asarray(weights, np.float32), self.same, axes=1)
        return np.asarray(self.text + added, np.float32)


def kernel(asked: Sequence[Described], known: Sequence[Described]) -> Kernel:
    """How alike the asked listings are to the known ones. How rare a piece is, is counted among
    the known ones only."""
    near = _cosines(
        [f"{each.title} {each.description}" for each in asked],
        [f"{each.title} {each.description}" for each in known],
    )
    titles = _cosines([each.title for each in asked], [each.title for each in known])
    words = [2, 3, 4, 5]
    same = np.stack(
        [
            np.array(
                [[a[place] != "" and a[place] == b[place] for b in known] for a in asked],
                np.float32,
            ).reshape(len(asked), len(known))
            for place in words
        ]
    )
    return Kernel(near, np.asarray((near + titles) / 2, np.float32), same.astype(np.float32))


def _cosines(asked: Sequence[str], known: Sequence[str]) -> Matrix:
    counted = _counts(known)
    rare = np.log((1 + len(known)) / (1 + (counted > 0).sum(axis=0))) + 1
    return _scaled(_counts(asked), rare) @ _scaled(counted, rare).T


def _counts(texts: Sequence[str]) -> Matrix:
    found = np.zeros((len(texts), PIECES), np.float32)
    for row, text in enumerate(texts):
        found[row] = np.bincount(_pieces(text), minlength=PIECES)
    return found


@lru_cache(maxsize=4_096)
def _pieces(text: str) -> NDArray[np.int64]:
    """The columns in which the pieces of a text are counted; one of each piece."""
    letters = " ".join(text.lower().split())
    return np.array(
        [
            crc32(letters[start : start + size].encode()) % PIECES
            for size in (2, 3, 4)
            for start in range(len(letters) - size + 1)
        ],
        np.int64,
    )


def _scaled(counted: Matrix, rare: NDArray[np.floating]) -> Matrix:
    """Counts matter by their logarithm, pieces by how rare they are, and texts not by length."""
    weighed = np.where(counted > 0, 1 + np.log(np.maximum(counted, 1)), 0) * rare
    lengths = np.linalg.norm(weighed, axis=1, keepdims=True)
    return np.asarray(weighed / np.maximum(lengths, 1e-9), np.float32)


def groups(near: Matrix, least: float = NEAR) -> NDArray[np.int64]:
    """A number for each listing, the same for those that near-duplicates link, however far."""
    count = len(near)
    found = np.arange(count)
    linked = near >= least
    for start in range(count):
        todo = [start] if found[start] == start else []
        while todo:
            others = np.flatnonzero(linked[todo.pop()] & (found > start))
            others = others[found[others] == others]
            found[others] = start
            todo += others.tolist()
    return found
