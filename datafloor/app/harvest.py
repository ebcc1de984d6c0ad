"""`datafloor harvest ADDRESS`: what another catalogue says exists, without an exchange."""

import argparse
import resource
import sys
from collections import Counter
from pathlib import Path

import msgspec

from datafloor.adapters.harvest import Limits, Round, guessed, open_round
from datafloor.adapters.harvest.apart import End
from datafloor.adapters.harvest.rounds import open_file
from datafloor.contexts.inventory import MOST_ITEMS, FeedKind, Item, Outcome
from datafloor.kernel.refusal import Refused

MOST_MEMORY_BYTES = 6_000_000_000
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `harvest` may be told."""
    parser.add_argument("address", help="the address of a CKAN site or a DCAT feed, or a file")
    parser.add_argument(
        "--speaks", choices=[each.value for each in FeedKind], help="what the address speaks"
    )
    parser.add_argument(
        "--private", action="store_true", help="addresses inside private networks may be asked too"
    )
    parser.add_argument("--json", action="store_true", help="print each item as a line of JSON")
    parser.add_argument("--pages", action="store_true", help=argparse.SUPPRESS)


def run(asked: argparse.Namespace) -> int:
    """Read the catalogue and say what it holds. 0 read, 1 refused."""
    limits = Limits(private=asked.private)
    path = Path(asked.address)
    if asked.pages:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
        return _pages(asked.address, FeedKind(asked.speaks), limits)
    if "://" not in asked.address:
        found = open_file(path, limits)
    else:
        kind = FeedKind(asked.speaks) if asked.speaks else guessed(asked.address)
        found = open_round(kind, asked.address, limits)
    if asked.json:
        for page in found:
            for each in page:
                sys.stdout.write(msgspec.json.encode(each).decode() + "\n")
        return 0
    _summary(found)
    return 0


def _pages(address: str, kind: FeedKind, limits: Limits) -> int:
    """Each page as a line, in pieces that one command takes, and then how it came out."""
    write = sys.stdout.buffer.write
    found = open_round(kind, address, limits)
    try:
        for page in found:
            for start in range(0, len(page), MOST_ITEMS):
                write(msgspec.json.encode(page[start : start + MOST_ITEMS]) + b"\n")
            sys.stdout.flush()
        end = End(Outcome.cut if found.cut else Outcome.whole)
    except Refused as refused:
        end = End(Outcome.failed, refused.why.name)
    write(msgspec.json.encode(end) + b"\n")
    sys.stdout.flush()
    return 0


def _summary(found: Round) -> None:
    """How many items, of whom, in which formats and under which licences; and the first of them."""
    publishers: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    licences: Counter[str] = Counter()
    first: list[Item] = []
    for page in found:
        first += page[: SHOWN - len(first)]
        for each in page:
            publishers[each.publisher or "not said"] += 1
            formats.update(each.formats or ("not said",))
            licences[each.licence or "not said"] += 1
    print(f"{found.count} items" + (" (cut short)" if found.cut else ""))
    for name, counts in (("Publisher", publishers), ("Format", formats), ("Licence", licences)):
        print(f"\n{name}")
        for value, count in counts.most_common(8):
            print(f"  {count:>8}  {value[:80]}")
    print()
    for each in first:
        print(f"  {each.title[:90]}")
