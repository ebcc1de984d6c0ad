"""Marks: how long they take, what they change, whom they find, and that they accuse nobody else.

Beside ours stands the fingerprint of Agrawal and Kiernan (`agrawal_kiernan`), written anew for this
since none is on PyPI; that of NCorr-FP (2025) is published for 48,000 rows and 20 recipients only,
with no deletion or collusion of this size. Run alone: `python -m bench.marks [PART]`, where a part
of 1 is the whole and takes a few minutes.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench import agrawal_kiernan
from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, Tables, publish
from datafloor.adapters.tables.copying import follow
from datafloor.analysis.marks import Marking, effect, mark, trace
from datafloor.analysis.marks.copy import Copying, Way
from datafloor.analysis.marks.place import Numbers

ROWS = 10_000_000
BUYERS = [f"org_{number}" for number in range(2_000)]
MANY = [f"org_{number}" for number in range(100_000)]
SECRET, VERSION = b"bench", "version_bench"
MARKING = Marking("temperature", tolerance=0.2, step=0.1, one_in=100)
DENSE = Marking("temperature", tolerance=0.2, step=0.1, one_in=2)
"""For the many runs: the same number of marked rows in a smaller table tells the same."""

Figure = dict[str, Any]


def figures(part: float = 1.0) -> Iterator[Figure]:
    """The figures of this part, one after the other."""
    draw = np.random.default_rng(1)
    values: Numbers = np.round(draw.normal(25, 5, ROWS), 1)
    copy, seconds = timed(lambda: mark(values, SECRET, VERSION, MARKING, BUYERS[7]))
    code = agrawal_kiernan.codes(1, 1)[0]
    _, plainly = timed(lambda: agrawal_kiernan.mark(values, 1, code, MARKING.step, MARKING.one_in))
    yield figure("marks: 10M rows marked", seconds, "s", 5, "lower", plainly)
    yield from files(values)
    found = effect(values, copy)
    yield figure("marks: shift of the distribution (KS)", found.ks, "", 0.001, "lower")
    yield figure("marks: change of the variance", abs(found.variance), "", 0.001, "lower")
    yield from decoding(values, copy, draw)
    runs = max(2, int(40 * part))
    single = [one_leak(run, 1_000, 1, interleave) for run in range(runs)]
    rivals = share([rivals_leak(run, 1_000, 1, interleave) for run in range(runs)])
    name = "marks: one buyer found, 1% of 10M rows"
    yield figure(name, 100 * share(single), "%", 95, "higher", 100 * rivals)
    strangers = sum(others for _, others in single)
    for attack in ATTACKS:
        many = [one_leak(run, 10_000, 8, ATTACKS[attack]) for run in range(runs)]
        strangers += sum(others for _, others in many)
        name = f"marks: of 8 who mix, one found, 10% of 10M rows: {attack}"
        rivals = share([rivals_leak(run, 10_000, 8, ATTACKS[attack]) for run in range(runs)])
        yield figure(name, 100 * share(many), "%", 95, "higher", 100 * rivals)
    strangers += sum(nobody(run) for run in range(int(10_000 * part)))
    yield figure(
        "marks: innocents accused",
        strangers,
        f"in {runs * (1 + len(ATTACKS)) + int(10_000 * part):,} runs",
        0,
        "lower",
    )


def figure(
    name: str, value: float, unit: str, goal: float, better: str, rival: float | None = None
) -> Figure:
    """One figure, with the rival's where it was measured."""
    found: Figure = {
        "name": name,
        "value": float(f"{value:.3g}"),
        "unit": unit,
        "goal": goal,
        "better": better,
    }
    if rival is not None:
        found |= {"rival": "Agrawal-Kiernan", "rival_value": float(f"{rival:.3g}")}
    return found


def timed(work: Callable[[], Numbers]) -> tuple[Numbers, float]:
    """The result, and the median of three runs in seconds."""
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - begun)
    return result, median(took)


def files(values: Numbers) -> Iterator[Figure]:
    """Seconds for a table of four columns: the whole command, and the copy of a grant."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = np.arange(ROWS)
        columns = {
            "time": numbers.astype("datetime64[s]"),
            "station": (numbers % 500).astype(np.int32),
            "humidity": np.round(60 + np.random.default_rng(2).normal(0, 9, ROWS), 1),
            "temperature": values,
        }
        source = folder / "source.parquet"
        pq.write_table(pa.table(columns), source)
        yield figure("marks: 10M rows, `mark apply`", command(folder, source), "s", 5, "lower")
        tables = Tables(Objects(str(folder)))
        publish(tables, "products/air", source, Mode.create)
        way = Way("product_air", (MARKING,), ("time", "station", "humidity"))
        begun = time.perf_counter()
        follow(tables, "products/air", "copies/one", 0, Copying(way, SECRET, BUYERS[7]).alter)
        seconds = time.perf_counter() - begun
        yield figure("marks: 10M rows, the copy of a grant", seconds, "s", 5, "lower")


def command(folder: Path, source: Path) -> float:
    """Seconds of `datafloor mark apply`, from its start to its end."""
    datafloor = [sys.executable, "-m", "datafloor", "mark"]
    subprocess.run([*datafloor, "key", str(folder / "key")], check=True, capture_output=True)
    shares = [str(folder / f"key-{number}.share") for number in (1, 2)]
    asked = ["--columns", "temperature:0.2", "--buyer", "one", "--out", str(folder / "one.parquet")]
    begun = time.perf_counter()
    subprocess.run(
        [*datafloor, "apply", str(source), "--shares", *shares, *asked],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun


def decoding(values: Numbers, copy: Numbers, draw: np.random.Generator) -> Iterator[Figure]:
    """A leak of a tenth against 100,000 buyers."""
    rows = np.sort(draw.choice(ROWS, ROWS // 10, replace=False)).astype(np.int64)
    begun = time.perf_counter()
    found = trace(values, copy[rows], rows, SECRET, VERSION, MARKING, MANY)
    seconds = time.perf_counter() - begun
    assert [each.buyer for each in found.accused] == [BUYERS[7]]
    yield figure("marks: traced among 100,000 buyers", seconds, "s", 10, "lower")


def one_leak(
    run: int, marked: int, leakers: int, attack: Callable[[Numbers, np.random.Generator], Numbers]
) -> tuple[bool, int]:
    """Whether a leaker is accused, and how many others are."""
    draw = np.random.default_rng(run)
    version = f"version_{run}"
    values: Numbers = np.round(draw.normal(25, 5, marked * DENSE.one_in), 1)
    who = [BUYERS[each] for each in draw.choice(len(BUYERS), leakers, replace=False)]
    stack = np.array([mark(values, SECRET, version, DENSE, each) for each in who])
    rows = np.arange(len(values))
    found = trace(values, attack(stack, draw), rows, SECRET, version, DENSE, BUYERS)
    accused = {each.buyer for each in found.accused}
    return not accused.isdisjoint(who), len(accused.difference(who))


def rivals_leak(
    run: int, marked: int, leakers: int, attack: Callable[[Numbers, np.random.Generator], Numbers]
) -> tuple[bool, int]:
    """The same leak of copies that the rival marked; it is given each row's place."""
    draw = np.random.default_rng(run)
    step, one_in = DENSE.step, DENSE.one_in
    values: Numbers = np.round(draw.normal(25, 5, marked * one_in), 1)
    who = [int(each) for each in draw.choice(len(BUYERS), leakers, replace=False)]
    known = agrawal_kiernan.codes(len(BUYERS), run)
    copies = [agrawal_kiernan.mark(values, run, known[each], step, one_in) for each in who]
    leak = attack(np.array(copies), draw)
    accused = set(agrawal_kiernan.accused(leak, run, known, step, one_in))
    return not accused.isdisjoint(who), len(accused.difference(who))


def nobody(run: int) -> int:
    """How many of 100 innocents are accused of a leak of somebody else's copy."""
    draw = np.random.default_rng(run)
    values: Numbers = np.round(draw.normal(25, 5, 1_000), 1)
    version = f"version_{run}"
    copy = mark(values, SECRET, version, DENSE, "org_stranger")
    rows = np.arange(len(values))
    return len(trace(values, copy, rows, SECRET, version, DENSE, BUYERS[:100]).accused)


def share(runs: list[tuple[bool, int]]) -> float:
    """The part of the runs in which a leaker was found."""
    return sum(found for found, _ in runs) / len(runs)


def interleave(stack: Numbers, draw: np.random.Generator) -> Numbers:
    """Each value from a leaker drawn by chance."""
    mixed: Numbers = stack[draw.integers(0, len(stack), stack.shape[1]), np.arange(stack.shape[1])]
    return mixed


def majority(stack: Numbers, draw: np.random.Generator) -> Numbers:
    """What most of them have."""
    middle: Numbers = np.sort(stack, axis=0)[len(stack) // 2]
    return middle


def minority(stack: Numbers, draw: np.random.Generator) -> Numbers:
    """What the fewest of them have, where they differ."""
    higher = stack > stack.mean(axis=0)
    rare = higher.sum(axis=0) * 2 <= len(stack)
    mixed: Numbers = np.where(rare, stack.max(axis=0), stack.min(axis=0))
    return mixed


def average(stack: Numbers, draw: np.random.Generator) -> Numbers:
    """The mean of them all."""
    mean: Numbers = stack.mean(axis=0)
    return mean


def highest(stack: Numbers, draw: np.random.Generator) -> Numbers:
    """The highest value of them all."""
    top: Numbers = stack.max(axis=0)
    return top


ATTACKS = {
    "interleave": interleave,
    "majority": majority,
    "minority": minority,
    "average": average,
    "highest": highest,
}


def run() -> list[Figure]:
    """What `make bench` shows: a twentieth of the runs behind the rates."""
    return list(figures(0.05))


if __name__ == "__main__":
    for each in figures(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(json.dumps(each))
