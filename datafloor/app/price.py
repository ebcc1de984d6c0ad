"""`datafloor price lint FILE`: whether a price list can be outwitted, and by which combination.

No exchange is needed. The file is CSV with a header, or JSON with the same names: `size,price` for
rows, days or units; `precision,price` for answers with noise (precision is one over the variance);
`variant,price` with any of `columns` (parted by spaces), `delay_days`, `sample_percent`.
"""

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from datafloor.analysis.pricing import arbitrage
from datafloor.analysis.pricing.arbitrage import Arbitrage, Offered, Priced

Rows = Sequence[Mapping[str, object]]


def arguments(command: argparse.ArgumentParser) -> None:
    """The price list."""
    asked = command.add_subparsers(dest="asked", metavar="lint", required=True)
    lint = asked.add_parser("lint", help="find what costs more than what yields it")
    lint.add_argument("file", type=Path, help="CSV or JSON; - reads from standard input")
    lint.add_argument("--json", action="store_true", help="for programs")


def run(asked: argparse.Namespace) -> int:
    """Print what is found. 0: free of arbitrage; 1: not; 2: no price list."""
    try:
        text = sys.stdin.read() if str(asked.file) == "-" else asked.file.read_text("utf-8-sig")
        found = lint(_rows(text))
    except (OSError, ValueError, KeyError) as wrong:
        print(f"{asked.file}: this is no price list: {wrong}", file=sys.stderr)
        return 2
    if asked.json:
        print(msgspec.json.format(msgspec.json.encode({"found": found}), indent=2).decode())
    elif found:
        for each in found:
            print(each)
    else:
        print("Nothing costs more than what yields it.")
    return 1 if found else 0


def lint(rows: Rows) -> list[Arbitrage]:
    """What is wrong with a price list. Raises `ValueError` or `KeyError` where it is none."""
    if not rows:
        raise ValueError("it is empty")
    if "variant" in rows[0]:
        return arbitrage.variants([_variant(row) for row in rows])
    name = "precision" if "precision" in rows[0] else "size"
    return arbitrage.sizes([Priced(_whole(row, name), _whole(row, "price")) for row in rows])


def _variant(row: Mapping[str, object]) -> Offered:
    columns = row.get("columns") or ()
    named = columns.split() if isinstance(columns, str) else columns
    return Offered(
        name=str(row["variant"]),
        price=_whole(row, "price"),
        columns=frozenset(map(str, named)) if isinstance(named, Sequence) else frozenset(),
        delay_days=_whole(row, "delay_days", 0),
        sample_percent=_whole(row, "sample_percent", 100),
    )


def _whole(row: Mapping[str, object], name: str, default: int | None = None) -> int:
    """A whole number; an empty field is the default."""
    value = row.get(name)
    if value in (None, ""):
        if default is None:
            raise ValueError(f"a row has no {name}")
        return default
    if isinstance(value, float):
        raise ValueError(f"{name} is {value}: write whole smallest units")
    return int(str(value).replace("_", ""))


def _rows(text: str) -> Rows:
    if text.lstrip().startswith(("[", "{")):
        rows: Rows = msgspec.json.decode(text, type=list[dict[str, object]])
        return rows
    return list(csv.DictReader(io.StringIO(text)))
