"""The reference price of real listings, judged on groups of near-duplicates that were left out.

`python -m bench dossier`; the listings lie beside the checkout, in `shared/data/listings`. Each of
five folds is estimated from the other four, near-duplicates (cosine of title and description from
0.7 on, linked however far) being in one fold. Everything is learned from the four: how rare a word
is, what similarity is made of, how many comparables count, how wide the bands are. The mean
of three ways to draw the folds. An address of a listing tells
its price in some rows; it is not read.

Rivals in the same run, on the same folds: the nearest neighbour by the same text, and kernel ridge
regression on the same similarities. Boosted trees (scikit-learn's, on text and words) stood at 54 %
when they were tried; they are no dependency of ours.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure, figure
from datafloor.analysis.dossier.comparables import Kernel, groups, kernel
from datafloor.analysis.dossier.described import Described
from datafloor.analysis.dossier.reference import fit, part, predictions, quantile

LISTINGS = Path(__file__).parents[1].parent / "shared" / "data" / "listings"
SEEDS = range(3)
FOLDS = 5
TWICE = np.log(2) + 1e-9

Floats = NDArray[np.float64]


def listings(folder: Path = LISTINGS) -> tuple[list[Described], Floats]:
    """The listings that have a price, and its logarithm."""
    found, prices = [], []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["price"] and float(row["price"]) > 0:
                    found.append(
                        Described(
                            title=row["title"],
                            description=row["description"],
                            venue=row["platform"],
                            form=row["price_mode"],
                            category=row["category"],
                            seller=row["provider"],
                        )
                    )
                    prices.append(float(row["price"]))
    return found, np.log(prices)


def folds(group: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Each group whole into one of the folds."""
    drawn = np.random.default_rng(seed).integers(FOLDS, size=int(group.max()) + 1)
    return np.asarray(drawn[group])


Judged = tuple[float, float, float, float]


def judged(found: list[Described], logs: Floats, least: float) -> Judged:
    """Parts within twice the price, within the 90 and 80 % bands, and the median of the widths of
    the 90 % bands, as a factor."""
    whole = kernel(found, found)
    group = groups(whole.near, least)
    results = []
    for seed in SEEDS:
        fold = folds(group, seed)
        within, in_90, in_80, widths = (np.empty(len(found)) for _ in range(4))
        for one in range(FOLDS):
            asked, known = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
            own = [found[place] for place in known]
            fitted = fit(own, logs[known], near=least)
            there = kernel([found[place] for place in asked], own)
            guess, hard, _, _ = predictions(there, logs[known], np.ones(len(known)), fitted.choice)
            wrong = np.abs(guess - logs[asked])
            within[asked] = wrong <= TWICE
            widths[asked] = quantile(fitted.errors, 0.9) * hard
            in_90[asked] = wrong <= widths[asked] + 1e-9
            in_80[asked] = wrong <= quantile(fitted.errors, 0.8) * hard + 1e-9
        results.append(
            (within.mean(), in_90.mean(), in_80.mean(), float(np.exp(np.median(widths))))
        )
    a, b, c, d = np.mean(results, axis=0)
    return float(a), float(b), float(c), float(d)


def rival(
    found: list[Described],
    logs: Floats,
    least: float,
    guess: Callable[..., Floats],
) -> float:
    """The part within twice the price, of another way to guess."""
    whole = kernel(found, found)
    group = groups(whole.near, least)
    results = []
    for seed in SEEDS:
        fold = folds(group, seed)
        wrong = np.empty(len(found))
        for one in range(FOLDS):
            asked, known = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
            wrong[asked] = np.abs(guess(found, whole, logs, asked, known) - logs[asked])
        results.append(np.mean(wrong <= TWICE))
    return float(np.mean(results))


def nearest(
    found: list[Described],
    whole: Kernel,
    logs: Floats,
    asked: NDArray[np.int64],
    known: NDArray[np.int64],
) -> Floats:
    """The price of the one listing whose text is most alike."""
    near = part(whole, asked, known).near
    return np.asarray(logs[known[np.argmax(near, axis=1)]])


def ridge(
    found: list[Described],
    whole: Kernel,
    logs: Floats,
    asked: NDArray[np.int64],
    known: NDArray[np.int64],
) -> Floats:
    """Kernel ridge regression on the same similarities, text and words."""
    weights = (0.5, 0.5, 0.2, 0.3)
    own = part(whole, known, known).similarity(weights)
    mean = logs[known].mean()
    solved = np.linalg.solve(own + 0.1 * np.eye(len(known)), logs[known] - mean)
    return np.asarray(mean + part(whole, asked, known).similarity(weights) @ solved)


def run() -> list[Figure]:
    """The judgement at the threshold of near-duplicates, and at a stricter one."""
    if not LISTINGS.is_dir():
        raise RuntimeError(f"{LISTINGS} is not there")
    found, logs = listings()
    within, in_90, in_80, width = judged(found, logs, 0.7)
    stricter = judged(found, logs, 0.6)
    neighbour = rival(found, logs, 0.7, nearest)
    fitted = rival(found, logs, 0.7, ridge)
    many = f"{len(found)} listings"
    return [
        figure(
            f"dossier.{many} within twice the price",
            100 * within,
            "%",
            goal=75,
            rival="nearest neighbour by text",
            rival_value=100 * neighbour,
        ),
        figure(
            "dossier.within twice the price, beside a regression",
            100 * within,
            "%",
            goal=75,
            rival="kernel ridge regression",
            rival_value=100 * fitted,
        ),
        figure("dossier.within the 90 % band, at least", 100 * in_90, "%", goal=88),
        figure("dossier.within the 90 % band, at most", 100 * in_90, "%", goal=92, better="lower"),
        figure("dossier.within the 80 % band", 100 * in_80, "%"),
        figure("dossier.half-width of the 90 % band, factor", width, "×", better="lower"),
        figure("dossier.within twice, near-duplicates from 0.6 on", 100 * stricter[0], "%"),
        figure("dossier.within the 90 % band, from 0.6 on", 100 * stricter[1], "%"),
    ]
