"""`kill -9` at any moment: nothing that was acknowledged is lost, and nothing is half done."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import sleep

import pytest

from datafloor.app.build import house
from datafloor.kernel.db import open_database
from datafloor.kernel.replay import replay
from tests.postgres import Cluster

SEED = int(os.environ.get("DATAFLOOR_SEED", "20261121"))


@contextmanager
def under_load(url: str, seed: int) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """The program that asks without an end, and the requests that it has had answered."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.house.under_load", url, str(seed)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    answered: list[str] = []
    begun = threading.Event()

    def listen(lines: Iterator[str]) -> None:
        for line in lines:
            if line == "ready\n":
                begun.set()
            elif line.endswith("\n"):  # the last may be cut off, and then it was not told
                answered.append(line.strip())

    listener = threading.Thread(target=listen, args=(program.stdout,))
    listener.start()
    try:
        assert begun.wait(60), "the program under load did not begin"
        yield program, answered
    finally:
        program.kill()
        program.wait()
        listener.join()
        program.stdout.close()


def check(url: str, answered: list[str], seed: int) -> int:
    """Every answered request is in the journal, the chain holds, and replay equals the tables."""
    made = house()
    database = open_database(url, made.schema)
    try:
        found = replay(made, database)
        with database.reading() as tx:
            recorded = {row[0] for row in tx.rows("SELECT request_id FROM journal")}
    finally:
        database.close()
    lost = {line for line in answered if line.startswith("request_")} - recorded
    assert not lost, f"seed {seed}: {len(lost)} of {len(answered)} acknowledged requests are lost"
    assert found.different == [], f"seed {seed}"
    return found.events


def kill_and_check(url: str, rounds: int, kill: Callable[["subprocess.Popen[str]"], None]) -> None:
    chance = Random(SEED)
    acknowledged: list[str] = []
    for turn in range(rounds):
        with under_load(url, SEED + turn) as (program, answered):
            sleep(chance.uniform(0.05, 0.6))
            kill(program)
        acknowledged += answered
        events = check(url, acknowledged, SEED + turn)
        assert events >= len(set(acknowledged) - {"failed", "unknown"})
    assert len(acknowledged) > rounds, "there was no load"


def kill_program(program: "subprocess.Popen[str]") -> None:
    program.send_signal(signal.SIGKILL)
    program.wait()


def test_the_program_is_killed_on_sqlite(tmp_path: Path) -> None:
    kill_and_check(f"sqlite:///{tmp_path}/exchange.db", 5, kill_program)


def test_the_program_is_killed_on_postgresql(durable_postgres: Cluster) -> None:
    url = durable_postgres.create()
    kill_and_check(url, 4, kill_program)
    durable_postgres.give_back(url)


def test_the_database_server_is_killed(durable_postgres: Cluster) -> None:
    url = durable_postgres.create()

    def kill_server(program: "subprocess.Popen[str]") -> None:
        durable_postgres.kill()
        program.wait(timeout=60)  # it hears of it, and says so
        durable_postgres.start()

    kill_and_check(url, 3, kill_server)
    durable_postgres.give_back(url)


def test_the_exchange_goes_on_after_its_database_was_restarted(
    durable_postgres: Cluster,
) -> None:
    from tests.trading import Trading

    url = durable_postgres.create()
    exchange = Trading(url)
    seller = exchange.join("seller")
    first = exchange.product(seller)
    durable_postgres.kill()
    durable_postgres.start()
    second = exchange.product(seller)  # the door finds the server again by itself
    found = exchange.rows("SELECT id FROM catalogue_product ORDER BY drafted_at, id")
    assert sorted(row[0] for row in found) == sorted([first, second])
    exchange.close()
    durable_postgres.give_back(url)


def test_while_the_database_is_gone_it_is_said(durable_postgres: Cluster) -> None:
    from datafloor.kernel.db import StoreFailed
    from datafloor.web.problems import as_refused
    from tests.trading import Trading

    url = durable_postgres.create()
    exchange = Trading(url)
    durable_postgres.kill()
    with pytest.raises(StoreFailed) as failed:
        exchange.join("seller")
    assert as_refused(failed.value).why.name == "store_failed"
    durable_postgres.start()
    exchange._joined = 0
    exchange.join("seller")
    exchange.close()
    durable_postgres.give_back(url)
