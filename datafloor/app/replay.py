"""`datafloor replay`: is every table what the journal says?"""

import argparse
import sys
import time

from datafloor.app.options import add_where, where


def arguments(command: argparse.ArgumentParser) -> None:
    """Which exchange is meant."""
    add_where(command)


def run(asked: argparse.Namespace) -> int:
    """Replay beside a running exchange or a stopped one, and name the tables that differ."""
    from datafloor.app.build import database, house
    from datafloor.kernel.journal import Broken
    from datafloor.kernel.replay import replay

    store = database(where(asked), exclusive=False)
    begun = time.perf_counter()

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,} events", end="", file=sys.stderr, flush=True)

    try:
        found = replay(house(), store, progress=progress)
    except Broken as broken:
        print(f"\nThe journal was changed: {broken}")
        return 1
    finally:
        store.close()
    seconds = time.perf_counter() - begun
    print(f"\r{found.events:,} events replayed in {seconds:.1f} s")
    for table in found.different:
        print(f"{table} differs from what the journal says")
    if not found.different:
        print("Every table is what the journal says.")
    return 1 if found.different else 0
