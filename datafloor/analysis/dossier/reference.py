"""A reference price from comparables, with a band by conformal prediction.

The estimate is the weighted median of the logarithms of the prices of the most similar listings.
How many there are and what similarity is made of is chosen by trying on groups of near-duplicates
that were left out; an ordinary cross-validation would find the duplicates and be proud of it.

The band is split conformal (Vovk et al. 2005; Lei et al. 2018): the errors made on groups left
out, each divided by how hard its listing looked, are ranked, and the ninth tenth times how hard
this one looks is the half-width. So nine of ten bands hold the price, whatever its distribution,
as far as new listings are like the groups that were left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from datafloor.analysis.dossier.comparables import (
    LEAST_SIMILAR,
    NEAR,
    Kernel,
    groups,
    kernel,
)
from datafloor.analysis.dossier.described import FEWEST, Described

Floats = NDArray[np.float64]

FOLDS = 5
SEED = 20261122
HALF_LIFE_DAYS = 730.0
"""A price of so long ago counts half."""


class Choice(NamedTuple):
    """What same venue, form, category and seller add to the cosine; how many comparables count;
    and to which power their similarity does."""

    weights: tuple[float, float, float, float]
    most: int
    power: float


CHOICES = tuple(
    Choice(weights, count, power)
    for weights in ((0.0, 0.0, 0.0, 0.0), (0.5, 0.5, 0.2, 0.3), (1.0, 1.0, 0.5, 0.5))
    for count in (5, 10)
    for power in (4.0, 8.0)
)


class Fitted(NamedTuple):
    """What was learned from priced listings: the choice, and the errors of groups left out, each
    divided by how hard its listing looked, sorted."""

    choice: Choice
    errors: Floats


class Neighbour(NamedTuple):
    """A comparable: its place among the known listings, the cosine of its text, and its weight in
    the estimate. The weights sum to 1."""

    place: int
    cosine: float
    weight: float


class Estimate(NamedTuple):
    """A reference: the logarithm of the price, half-widths of its bands, what it rests on."""

    log_price: float
    half_width_80: float
    half_width_90: float
    neighbours: tuple[Neighbour, ...]


def fit(
    known: Sequence[Described],
    log_prices: Floats,
    ages: Floats | None = None,
    near: float = NEAR,
) -> Fitted:
    """Learn from priced listings; `ages` is how many days ago each price was asked, and `near` the
    cosine from which on two are near-duplicates.

    Raises `ValueError` for too few of them.
    """
    if len(known) < FEWEST:
        raise ValueError(f"fewer than {FEWEST} priced listings")
    found, recent = kernel(known, known), _recent(ages, len(known))
    folds = _folds(groups(found.near, near))
    best: tuple[float, Fitted] | None = None
    for choice in CHOICES:
        logs, hard = np.empty(len(folds)), np.empty(len(folds))
        for fold in range(FOLDS):
            out, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
            if not len(out) or not len(rest):
                continue
            logs[out], hard[out], _, _ = predictions(
                part(found, out, rest), log_prices[rest], recent[rest], choice
            )
        wrong = np.abs(logs - log_prices)
        score = float(np.mean(wrong <= np.log(2) + 1e-9) - 0.02 * wrong.mean())
        if best is None or score > best[0]:
            best = score, Fitted(choice, np.sort(wrong / hard))
    assert best is not None
    return best[1]


def _folds(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each group whole into one of the folds, drawn with a fixed seed."""
    drawn = np.random.default_rng(SEED).integers(FOLDS, size=int(group.max()) + 1)
    return np.asarray(drawn[group])


def part(found: Kernel, asked: NDArray[np.int64], known: NDArray[np.int64]) -> Kernel:
    """The kernel of some asked and some known listings."""
    near, text = found.near[np.ix_(asked, known)], found.text[np.ix_(asked, known)]
    return Kernel(near, text, found.same[:, asked[:, None], known[None, :]])


def _recent(ages: Floats | None, count: int) -> Floats:
    return np.ones(count) if ages is None else 0.5 ** (ages / HALF_LIFE_DAYS)


def predictions(
    found: Kernel, log_prices: Floats, recent: Floats, choice: Choice
) -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """For each asked listing: the estimate; how hard it looks, from how far its comparables are
    from each other and from it; which they are, the most similar first; and their weights."""
    similarity = found.similarity(choice.weights)
    count = min(choice.most, similarity.shape[1])
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :count]
    rows = np.arange(len(order))[:, None]
    weights = np.maximum(similarity[rows, order], 1e-6).astype(np.float64) ** choice.power
    weights *= recent[order]
    weights /= weights.sum(axis=1, keepdims=True)
    prices = log_prices[order]
    by_price = np.argsort(prices, axis=1, kind="stable")
    sums = np.cumsum(weights[rows, by_price], axis=1)
    middle = np.argmax(sums >= 0.5 - 1e-12, axis=1)
    logs = prices[rows[:, 0], by_price[rows[:, 0], middle]]
    spread = (weights * np.abs(prices - logs[:, None])).sum(axis=1)
    closest = found.text[rows, order].max(axis=1)
    return logs, spread + 0.3 * (1 - closest) + 0.05, order, weights


def estimate(
    fitted: Fitted,
    asked: Described,
    known: Sequence[Described],
    log_prices: Floats,
    ages: Floats | None = None,
) -> Estimate | None:
    """The reference of one listing, or `None` where nothing is comparable."""
    found = kernel([asked], known)
    if not len(known) or float(found.near.max()) < LEAST_SIMILAR:
        return None
    logs, hard, order, weights = predictions(
        found, log_prices, _recent(ages, len(known)), fitted.choice
    )
    return Estimate(
        log_price=float(logs[0]),
        half_width_80=quantile(fitted.errors, 0.8) * float(hard[0]),
        half_width_90=quantile(fitted.errors, 0.9) * float(hard[0]),
        neighbours=tuple(
            Neighbour(int(place), float(found.near[0, place]), float(weight))
            for place, weight in zip(order[0], weights[0], strict=True)
        ),
    )


def quantile(errors: Floats, part: float) -> float:
    """The conformal quantile: the ⌈(n + 1) · part⌉-th smallest error, or the largest."""
    place = int(np.ceil((len(errors) + 1) * part)) - 1
    return float(errors[min(place, len(errors) - 1)])
