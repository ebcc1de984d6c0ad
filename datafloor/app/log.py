"""`datafloor log`: look after the public log of an exchange."""

import argparse
import sys
from typing import TYPE_CHECKING

from datafloor.app.options import add_where, where

if TYPE_CHECKING:
    from datafloor.adapters.tlog.publisher import Publisher

ACTIONS = {
    "key": "print the key by which others check the log",
    "audit": "compare the journal in the database with what was published",
    "rebuild": "write the log's files again from the journal (stop the exchange first)",
    "new-key": "make a new key; the old one hands over when the exchange starts again",
}


def arguments(command: argparse.ArgumentParser) -> None:
    """What to do, with which exchange."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = "\n".join(f"{name:9} {purpose}" for name, purpose in ACTIONS.items())
    command.add_argument("action", choices=ACTIONS)
    add_where(command)


def run(asked: argparse.Namespace) -> int:
    """Do it; 1 where something is wrong."""
    from datafloor.adapters.objects import Objects
    from datafloor.app.public_log import add_signer, open_log

    settings = where(asked)
    if asked.action == "new-key":
        fresh = add_signer(settings.folder / "log" / "keys")
        print(f"New key: {fresh.key}\nIt signs when the exchange has started again.")
        return 0
    log = open_log(settings.folder, Objects(settings.objects), settings.address)
    if asked.action == "key":
        print(*log.keys, sep="\n")
        return 0
    return _with_journal(asked, log)


def _with_journal(asked: argparse.Namespace, log: "Publisher") -> int:
    from datafloor.adapters.tlog.publisher import LogTrouble
    from datafloor.app.build import database
    from datafloor.contexts.evidence import audit, leaf_of
    from datafloor.kernel import journal

    rebuild = asked.action == "rebuild"
    store = database(where(asked), exclusive=rebuild)
    try:
        with store.reading() as tx:
            if rebuild:
                log.rebuild(leaf_of(entry) for part in journal.read_all(tx) for entry in part)
            size = log.open()
            found = audit(tx, log.read, size, _progress)
    except LogTrouble as trouble:
        print(trouble)
        return 1
    except journal.Broken as broken:
        print(f"The journal was changed: {broken}")
        return 1
    finally:
        store.close()
    for each in found or [f"The journal is what was published: {size:,} entries."]:
        print(each)
    return 1 if found else 0


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} rows", end="", file=sys.stderr, flush=True)
