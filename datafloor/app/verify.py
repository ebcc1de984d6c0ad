"""`datafloor verify`: check receipts, bundles and logs without trusting the exchange."""

import argparse
import sys

from datafloor.verify import command as checking

BAR_FROM = 100_000
"""The least number of entries for which a progress bar is worth looking at."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What to check, and whom to believe."""
    checking.add_arguments(command)


def run(asked: argparse.Namespace) -> int:
    """Carry it out; the exit code says what was found."""
    return checking.run(asked, print, _progress)


def _progress(done: int, size: int) -> None:
    if size >= BAR_FROM and sys.stderr.isatty() and (done == size or done % 25_600 == 0):
        end = "\r" if done < size else "\n"
        bar = "#" * (40 * done // size)
        print(f"  [{bar:<40}] {done:,} of {size:,} entries", end=end, file=sys.stderr, flush=True)
