"""What changes next: the days ahead on which the law, or a term of it, turns."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from datafloor.kernel import clock
from datafloor.kernel.law.pack import Pack
from datafloor.kernel.law.timed import DeadlineDate, DeadlineYearly
from datafloor.kernel.law.values import Rule, Status


class Turn(StrEnum):
    """What happens on a day ahead."""

    begins = "begins"
    last_day = "last_day"
    due = "due"


class Ahead(NamedTuple):
    """A day ahead, what turns, and the rule that says so."""

    day: date
    turn: Turn
    rule: Rule


def ahead(pack: Pack, day: date) -> tuple[Ahead, ...]:
    """Every turn after `day`, or due on it, by day: rules that begin, that end, that fall due.

    Drafts are left out: nobody knows when, or whether, they begin.
    """
    found = []
    for rule in pack.rules:
        status = rule.status_on(day)
        if status in (Status.draft, Status.repealed):
            continue
        if rule.since and rule.since > day:
            found.append(Ahead(rule.since, Turn.begins, rule))
        if rule.until:
            found.append(Ahead(rule.until, Turn.last_day, rule))
        if isinstance(rule.check, DeadlineDate) and rule.check.on >= day:
            found.append(Ahead(rule.check.on, Turn.due, rule))
        if isinstance(rule.check, DeadlineYearly) and rule.binds_on(day):
            noon = clock.instant(f"{day}T12:00:00+07:00")
            found.append(Ahead(clock.day_of(rule.check.due(noon)), Turn.due, rule))
    return tuple(sorted(found, key=lambda turn: (turn.day, turn.rule.id, turn.turn)))
