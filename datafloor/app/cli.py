"""The command `datafloor`. Each subcommand is a module beside this one, loaded when it is used."""

import argparse
import os
import sys
from importlib import import_module

COMMANDS = {
    "serve": "serve an exchange",
    "demo": "watch two organisations trade a real data set, step by step",
    "appoint": "appoint the organisation that operates or supervises an exchange",
    "appraise": "see what a table holds, what is wrong with it, and whether it may be listed",
    "harvest": "see what a catalogue of others holds: CKAN, or DCAT at an address or in a file",
    "mark": "make a buyer's copy of a table, by which a leak of it can be traced",
    "trace": "tell whose marked copy a leaked file comes from, or that it cannot be told",
    "price": "find what a price list sells dearer than what yields it",
    "verify": "check receipts, bundles and whole logs, offline",
    "witness": "cosign the checkpoints of logs, so that none can show two histories",
    "log": "look after the exchange's public log",
    "law": "what the law says on a day, and whether a rule pack is in order",
    "replay": "grow every table again from the journal, and compare",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code: 0 done, 1 refused or failed, 2 misused."""
    parser = argparse.ArgumentParser(
        prog="datafloor", description="An open data exchange (sàn dữ liệu)."
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments or sys.argv[1:] if word in COMMANDS), None)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        if name == chosen:
            module = import_module(f"datafloor.app.{name}")
            module.arguments(command)
            command.set_defaults(run=module.run)
    asked = parser.parse_args(arguments)
    return _run(asked)


def _run(asked: argparse.Namespace) -> int:
    from datafloor.kernel.db import StoreFailed
    from datafloor.kernel.refusal import Refused

    try:
        code = int(asked.run(asked))
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read the output has seen enough, as in `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except StoreFailed as failed:
        print(f"The database cannot be reached: {failed}", file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.text(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _version() -> str:
    from datafloor import __version__

    return f"datafloor {__version__}"
