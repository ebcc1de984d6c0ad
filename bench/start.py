"""How soon the program is there, and how much memory it holds while nobody asks."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from time import perf_counter, sleep

from bench.figure import Figure, figure, repeated, timed

DATAFLOOR = [
    sys.executable,
    "-c",
    "import sys; from datafloor.app.cli import main; sys.exit(main())",
]


@contextmanager
def serving(folder: str, *more: str) -> Iterator[tuple[float, int, int]]:
    """`datafloor serve` in a folder: seconds until it said that it is open, process, port."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    begun = perf_counter()
    with subprocess.Popen(
        [*DATAFLOOR, "serve", "--folder", folder, "--port", str(port), *more],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        try:
            line = program.stdout.readline()
            assert "open at" in line, line
            yield perf_counter() - begun, program.pid, port
        finally:
            program.terminate()


def resident(process: int) -> float:
    """Megabytes that a process and its children hold in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(found[1]) / 1_000 + sum(resident(int(child)) for child in children)


def ready() -> float:
    """Seconds until a fresh exchange is open."""
    with tempfile.TemporaryDirectory() as folder, serving(folder) as (seconds, _, _):
        return seconds


def idle() -> float:
    """Megabytes of an exchange that nobody asks."""
    with tempfile.TemporaryDirectory() as folder, serving(folder) as (_, process, _):
        sleep(2)
        return resident(process)


def helping() -> float:
    """Seconds that `datafloor --help` takes."""
    return timed(lambda: subprocess.run([*DATAFLOOR, "--help"], check=True, capture_output=True))


def run() -> list[Figure]:
    """Help, ready, idle."""
    helping()
    return [
        figure("start.help", repeated(helping, 9), "s", goal=0.3, better="lower"),
        figure("start.ready", repeated(ready, 5), "s", goal=1.5, better="lower"),
        figure("start.idle", repeated(idle, 3), "MB", goal=120, better="lower"),
    ]
