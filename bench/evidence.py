"""The public log: how fast it takes entries, gives receipts, and is checked; beside pymerkle.

Run alone: `python -m bench.evidence [ENTRIES]`.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from pymerkle import InmemoryTree

from datafloor.adapters.tlog.memory import FolderMemory
from datafloor.adapters.tlog.publisher import Edge, Publisher
from datafloor.adapters.tlog.signer import Signer
from datafloor.adapters.tlog.store import Folder
from datafloor.contexts.evidence import audit, log_follower, receipt
from datafloor.kernel import journal
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.follow import catch_up
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.verify.command import reader
from datafloor.verify.evidence import check_evidence
from datafloor.verify.log import check_log
from datafloor.verify.trust import Trust

ORIGIN = "bench.example/log"
ENTRIES = 1_000_000
RIVAL_ENTRIES = 20_000
ASKS = 300
ACTOR = Actor("person_bench", "org_bench")

Figure = dict[str, Any]


def figures(entries: int = ENTRIES) -> Iterator[Figure]:
    """The figures of this part, one after the other."""
    appended, proved = rival()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = open_database(f"sqlite:///{folder}/bench.db", [])
        stack.callback(database.close)
        fill(database, entries)
        store = Folder(folder / "log")
        signers = [Signer.fresh(ORIGIN)]
        log = Publisher(ORIGIN, store, FolderMemory(folder / "memory"), signers, print)
        rate = integrate(database, log, entries)
        yield figure("log: entries taken in, durably", rate, "entries/s", 20_000, "higher")
        yield figure("tree: appended in memory", append(), "entries/s", 20_000, "higher", appended)
        milliseconds, size = ask(database, log, entries)
        yield figure("log: a receipt", milliseconds, "ms", 5, "lower", proved)
        yield figure("log: a receipt's size", size, "kB", 10, "lower")
        begun = time.perf_counter()
        answer = check_log("log", reader(str(folder / "log")), Trust((signers[0].key,)))
        assert answer.code == 0
        seconds = (time.perf_counter() - begun) * ENTRIES / entries
        yield figure("log: a million entries verified", seconds, "s", 10, "lower")
        begun = time.perf_counter()
        with database.reading() as tx:
            assert audit(tx, log.read, entries) == []
        seconds = (time.perf_counter() - begun) * ENTRIES / entries
        yield figure("log: a million rows audited", seconds, "s", 30, "lower")
    yield figure("verify: ready", start(), "s", 0.3, "lower")


def figure(
    name: str, value: float, unit: str, goal: float, better: str, beside: float | None = None
) -> Figure:
    """One figure; `beside` is what pymerkle reaches."""
    rival = {"rival": "pymerkle", "rival_value": round(beside, 3)} if beside is not None else {}
    of_ours = {"name": name, "value": round(value, 3), "unit": unit, "goal": goal}
    return {**of_ours, "better": better, **rival}


def fill(database: Database, count: int) -> None:
    """A journal as the door writes it, each row its own request."""
    digest, body = "", f'{{"order":"{new_id("order")}","price":{{"minor":99000}}}}'
    for start_at in range(0, count, 20_000):
        rows = []
        for number in range(start_at + 1, min(start_at + 20_000, count) + 1):
            fields = (number, 1_795_000_000_000_000 + number, ACTOR.person, ACTOR.organisation)
            asked = (f"request-{number}", "0" * 64, "market.order_placed.v1", body)
            entry = journal.Entry(*fields, *asked, "")
            digest = journal.chain(digest, entry)
            rows.append(entry._replace(digest=digest))
        with database.writing() as tx:
            journal.append(tx, rows)


def integrate(database: Database, log: Publisher, count: int) -> float:
    """Entries a second, from the journal to durable files under a signed checkpoint."""
    begun = time.perf_counter()
    while catch_up(database, log_follower(log)):
        pass
    assert log.open() == count
    return count / (time.perf_counter() - begun)


def ask(database: Database, log: Publisher, count: int) -> tuple[float, float]:
    """Milliseconds for a receipt, and its kilobytes."""
    took, size = [], 0
    trust = Trust((log.keys[0],))
    for turn in range(ASKS):
        name = f"request-{turn * 7_919 % count + 1}"
        begun = time.perf_counter()
        with database.reading() as tx:
            data = msgspec.json.encode(receipt(tx, log.read, ACTOR, name))
        took.append(time.perf_counter() - begun)
        size = len(data)
        assert check_evidence("receipt", json.loads(data), trust).code == 0
    return median(took) * 1_000, size / 1_000


def rival() -> tuple[float, float]:
    """pymerkle in memory, nothing durable or signed: entries a second, milliseconds a proof."""
    tree = InmemoryTree(algorithm="sha256")
    body = b"x" * 200
    begun = time.perf_counter()
    for number in range(RIVAL_ENTRIES):
        tree.append_entry(body + number.to_bytes(4, "big"))
    appended = RIVAL_ENTRIES / (time.perf_counter() - begun)
    took = []
    for turn in range(50):
        begun = time.perf_counter()
        tree.prove_inclusion(turn * 397 + 1, RIVAL_ENTRIES)
        took.append(time.perf_counter() - begun)
    return appended, median(took) * 1_000


def append() -> float:
    """Entries a second into our tree in memory, as pymerkle's is measured."""
    edge, body = Edge(), b"x" * 200
    entries = [body + number.to_bytes(4, "big") for number in range(RIVAL_ENTRIES)]
    begun = time.perf_counter()
    edge.grow(entries)
    return RIVAL_ENTRIES / (time.perf_counter() - begun)


def start() -> float:
    """Seconds from the shell to `datafloor verify`'s first word."""
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "datafloor.verify", "--help"]
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - begun)
    return median(took)


def run() -> list[Figure]:
    """What `make bench` shows."""
    return list(figures())


if __name__ == "__main__":
    for each in figures(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES):
        print(json.dumps(each))
