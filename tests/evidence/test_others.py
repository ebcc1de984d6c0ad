"""Our log before programs that others wrote: a verifier and a witness, over HTTP.

`aics-tlog` and `aics-witness` need Python 3.12. They are looked for beside this interpreter and
on the path.
"""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from datafloor.adapters.tlog.cosign import WitnessAt, WitnessSilent, collect
from datafloor.adapters.tlog.signer import Signer
from datafloor.verify.command import check, reader
from datafloor.verify.note import Key
from datafloor.verify.trust import Trust

from .logs import ORIGIN, Log, leaf, leaves
from .test_verify import write, write_log

BESIDE = str(Path(sys.executable).parent)


def program(name: str) -> str:
    """Where a program lies; the test is skipped where it is absent."""
    found = shutil.which(name, path=BESIDE) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: it needs Python 3.12 or later")
    return found


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: str) -> Iterator[str]:
    """A folder behind an address, as any web server would serve it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def ask(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_verify_reads_a_log_over_http(tmp_path: Path) -> None:
    log = Log(tmp_path / "log").grow(700)
    with served(write_log(log, tmp_path / "files")) as url:
        answers = check([f"{url}/"], Trust((log.key,)))
        assert reader(url)("nothing") is None
    assert [answer.code for answer in answers] == [0]


class Unwilling(BaseHTTPRequestHandler):
    """Closes each connection after one answer; refuses to give some files."""

    def do_GET(self) -> None:
        status = 200 if self.path.endswith("checkpoint") else 500
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"no")

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_site_that_is_down_or_fails_is_not_taken_for_a_log_without_files() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Unwilling)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/log"
    read = reader(url)
    assert [read("checkpoint"), read("checkpoint")] == [b"no", b"no"]
    with pytest.raises(OSError, match="answers 500 for tile/0/000"):
        read("tile/0/000")
    server.shutdown()
    server.server_close()
    thread.join()
    with pytest.raises(OSError, match="refused"):
        reader(url)("checkpoint")


def test_a_verifier_of_others_accepts_our_log_and_finds_what_is_changed(tmp_path: Path) -> None:
    aics = program("aics-tlog")
    log = Log(tmp_path / "log").grow(1_000)
    old = write(tmp_path / "old", log.shelf.files["checkpoint"].decode())
    log.grow(70_000)
    key = write(tmp_path / "key", f"{log.key}\n")
    row = tmp_path / "leaf"
    with served(write_log(log, tmp_path / "files")) as url:
        common = ("--vkey-file", key, "--tiles", url, "--origin", ORIGIN)
        code, text = ask(aics, "verify-checkpoint", *common)
        assert code == 0, text
        for index in (0, 255, 65_536, 69_999):
            row.write_bytes(leaf(index))
            where = ("--index", str(index), "--leaf", str(row))
            code, text = ask(aics, "verify-inclusion", *common, *where)
            assert code == 0, text
        code, text = ask(aics, "verify-consistency", *common, "--old-checkpoint", old)
        assert code == 0, text
        row.write_bytes(leaf(1, "edited"))
        assert ask(aics, "verify-inclusion", *common, "--index", "1", "--leaf", str(row))[0] != 0


@contextmanager
def outside_witness(folder: Path, log: Key) -> Iterator[tuple[str, Key]]:
    """A witness that others wrote, which knows our log."""
    aics = program("aics-witness")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = ("--config", str(folder / "witness.json"))
    folder.mkdir()
    code, text = ask(
        aics, "init", *config, "--name", "witness.example/w1", "--listen", f"127.0.0.1:{port}"
    )
    assert code == 0, text
    key = Key.read(next(word for word in text.split() if word.startswith("witness.example/w1+")))
    assert ask(aics, "add-log", *config, "--origin", log.name, "--vkey", str(log))[0] == 0
    with (folder / "said").open("w") as said:
        server = subprocess.Popen([aics, "serve", *config], stdout=said, stderr=said)
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}", key
        finally:
            server.terminate()
            server.wait()


def test_a_witness_of_others_cosigns_our_log_and_refuses_a_fork(tmp_path: Path) -> None:
    signer = Signer.fresh(ORIGIN)
    log = Log(tmp_path / "log", signer=signer)
    with outside_witness(tmp_path / "witness", log.key) as (url, key):
        at = WitnessAt(url, key)
        for size in (1, 300, 300, 70_000):
            log.grow(size)
            note, silent = collect([at], log.publisher.note, log.shelf.get)
            assert silent == []
            log.publisher.add_cosignatures(note)
        trust = Trust((log.key,), (key,), 1)
        (answer,) = check([write_log(log, tmp_path / "files")], trust)
        assert answer.code == 0
        fork = Log(tmp_path / "fork", signer=signer)
        fork.publisher.integrate(0, [leaf(0, "another history"), *leaves(1, 70_001)])
        with pytest.raises(WitnessSilent, match="422"):
            WitnessAt(url, key).cosign(fork.publisher.note, fork.shelf.get)
