"""Random histories of money with faults, each step followed by a look at the books.

Run alone: `python -m bench.histories [HISTORIES [FIRST SEED]]`. The house's rules decide over books
in memory (`tests/house/memory.py`; `tests/house/test_books.py` compares them with the tables). The
issue asks for a million; a run of all takes minutes, so the bench walks a part and says how many a
second. A history that does not balance is named by its seed.
"""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import sched_getaffinity
from time import perf_counter

from bench.figure import Figure, figure
from datafloor.app.build import house
from tests.house.walk import Walk

HISTORIES = 20_000
PIECE = 1_000


def walk(seeds: range) -> Counter[str]:
    """Walk through the histories of these seeds; what was done, refused and cut off."""
    law, took = house().law, Counter[str]()
    for seed in seeds:
        history = Walk(seed, law)
        try:
            history.run()
        except AssertionError as error:
            raise RuntimeError(f"seed {seed} does not balance: {error}") from error
        took.update(history.took)
        took["cut off by the power"] += history.crashes
    return took


def run(histories: int = HISTORIES, first: int = 0) -> list[Figure]:
    """Histories a second, on all processors; raises at the first that does not balance."""
    seeds = range(first, first + histories)
    pieces = [seeds[start : start + PIECE] for start in range(0, histories, PIECE)]
    took, begun = Counter[str](), perf_counter()
    with ProcessPoolExecutor(len(sched_getaffinity(0)), get_context("spawn")) as workers:
        for count, done in enumerate(workers.map(walk, pieces), 1):
            took.update(done)
            print(f"\r{count * PIECE:,} of {histories:,} balance", end="", file=sys.stderr)
    seconds = perf_counter() - begun
    print(f"\nseeds {seeds.start} to {seeds.stop - 1}: {histories:,} histories balance,", end=" ")
    print(f"{took.total():,} commands, {took['cut off by the power']:,} cut off by the power")
    return [figure("histories.walked and in balance", histories / seconds, "histories/s")]


if __name__ == "__main__":
    for each in run(*map(int, sys.argv[1:])):
        print(each)
