"""`datafloor law`: what the law of an exchange says on a day, and whether a rule pack is in order.

`list` shows what binds and what turns next, `explain` one rule or instrument, `check` what an
author of a pack has to look at. Nothing is changed and no exchange is needed.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from shutil import get_terminal_size

from msgspec import json

from datafloor.app import law_text
from datafloor.kernel import clock, law


def arguments(command: argparse.ArgumentParser) -> None:
    """What is asked, of which pack, on which day, in which language."""
    asked = command.add_subparsers(dest="asked", metavar="list|explain|check", required=True)
    purposes = {
        "list": "what binds on a day, and what turns next",
        "explain": "one rule or instrument in full",
        "check": "whether a pack is honest and up to date",
    }
    for name, purpose in purposes.items():
        one = asked.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        if name == "explain":
            one.add_argument("id", help="a rule such as breach.notify, an instrument such as ND314")
        if name == "list":
            stages = [stage.value for stage in law.Stage]
            one.add_argument("--stage", choices=stages, help="of one stage only")
            one.add_argument("--all", action="store_true", help="what does not bind too")
        one.add_argument(
            "--at",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day of the act, such as 2026-11-21 (today)",
        )
        one.add_argument("--pack", default="vn", help="vn, eu or none (vn)")
        one.add_argument("--language", choices=["en", "vi"], default="en")
        one.add_argument("--json", action="store_true", help="for programs")


def run(asked: argparse.Namespace) -> int:
    """Print the answer. 0: done or in order; 1: the pack is not in order; 2: no such pack or id."""
    day = asked.at or clock.day_of(clock.now())
    try:
        pack = law.pack(asked.pack)
    except law.BadPack as fault:
        print(fault, file=sys.stderr)
        return 1 if asked.pack in law.names() else 2
    answers: dict[str, Callable[[argparse.Namespace, law.Pack, date], int]] = {
        "list": _list,
        "explain": _explain,
        "check": _check,
    }
    return answers[asked.asked](asked, pack, day)


def _list(asked: argparse.Namespace, pack: law.Pack, day: date) -> int:
    stage = law.Stage(asked.stage) if asked.stage else None
    rules = [rule for rule in pack.rules if stage is None or stage in rule.stage]
    if not asked.all:
        rules = [rule for rule in rules if rule.binds_on(day)]
    if asked.json:
        turns = [
            {"day": turn.day, "turn": turn.turn, "rule": turn.rule.id}
            for turn in law.ahead(pack, day)
        ]
        _json(pack, day, rules=[_row(pack, rule, day) for rule in rules], ahead=turns)
    else:
        print(law_text.listing(pack, day, rules, stage, asked.language, _width()))
    return 0


def _explain(asked: argparse.Namespace, pack: law.Pack, day: date) -> int:
    rules = pack.versions.get(asked.id, ())
    instrument = pack.instruments.get(asked.id)
    if not rules and instrument is None:
        print(f"No rule or instrument of {pack.name} is called {asked.id}.", file=sys.stderr)
        if near := get_close_matches(asked.id, [*pack.versions, *pack.instruments]):
            print(f"Near it: {', '.join(near)}", file=sys.stderr)
        return 2
    if asked.json:
        rows = [_row(pack, rule, day) for rule in rules]
        _json(pack, day, rules=rows, instrument=instrument)
    elif instrument is not None:
        print(law_text.instrument(pack, instrument, day, asked.language, _width()))
    else:
        print(law_text.rule(pack, rules, day, asked.language, _width()))
    return 0


def _check(asked: argparse.Namespace, pack: law.Pack, day: date) -> int:
    found = law.problems(pack, day)
    if asked.json:
        _json(pack, day, problems=found)
    else:
        print(law_text.verdict(pack, found, day, asked.language))
    return 1 if found else 0


def _row(pack: law.Pack, rule: law.Rule, day: date) -> dict[str, object]:
    return {
        "id": rule.id,
        "status": rule.status_on(day),
        "evidence": rule.evidence,
        "from": rule.since,
        "until": rule.until,
        "cites": rule.cites,
        "citation": {t: pack.citations(rule.cites, t) for t in ("en", "vi")},
        "stage": rule.stage,
        "binds": rule.binds,
        "point": rule.point,
        "check": rule.check,
        "in_short": {t: law.in_short(pack, rule.check, t) for t in ("en", "vi")},
        "text": {"en": rule.en, "vi": rule.vi},
        "note": {"en": rule.note_en, "vi": rule.note_vi},
    }


def _json(pack: law.Pack, day: date, **content: object) -> None:
    head = {"pack": pack.name, "version": pack.version, "digest": pack.digest, "day": day}
    print(json.format(json.encode(head | content), indent=2).decode())


def _width() -> int:
    return max(60, min(get_terminal_size((100, 24)).columns, 110))
