"""Judged kinds: a sheet of facts goes in, an answer with its reasons comes out."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta

from datafloor.kernel.ids import whole
from datafloor.kernel.law.kinds import Count, Kind, Name, Names, Percent, Two
from datafloor.kernel.money import Currency, Minor

Facts = Mapping[str, object]
"""What is known about the act that is judged. A name that is absent, or `None`, is not known."""


CommandKind = Annotated[str, Meta(pattern=whole(r"[a-z_]+\.[a-z_]+"))]


class Answer(StrEnum):
    """What a judged check says."""

    passed = "passed"
    failed = "failed"
    needs_person = "needs_person"
    not_applicable = "not_applicable"


class Finding(NamedTuple):
    """An answer and why: reasons are `code:fact`, put into words by `Pack.say`."""

    answer: Answer
    reasons: tuple[str, ...] = ()


class Judged(Kind, frozen=True, kw_only=True):
    """A check of facts. It applies when all of `when` are true and none of `unless` is.

    Where it is not known whether it applies, a person has to look: nothing passes on silence.
    """

    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()

    def judge(self, facts: Facts) -> Finding:
        """The answer for these facts. Raises `TypeError` for a fact of the wrong type."""
        unknown = []
        for name, wanted in [(n, True) for n in self.when] + [(n, False) for n in self.unless]:
            fact = _truth(facts, name)
            if fact is None:
                unknown.append(f"unknown:{name}")
            elif fact is not wanted:
                return Finding(Answer.not_applicable, (f"{'is' if fact else 'is_not'}:{name}",))
        if unknown:
            return Finding(Answer.needs_person, tuple(unknown))
        return self._judge(facts)

    def _judge(self, facts: Facts) -> Finding:
        raise NotImplementedError


class Prohibition(Judged, frozen=True, kw_only=True):
    """None of these facts may be true."""

    facts_false: Names

    def _judge(self, facts: Facts) -> Finding:
        known = {name: _truth(facts, name) for name in self.facts_false}
        if broken := [f"is:{name}" for name, fact in known.items() if fact]:
            return Finding(Answer.failed, tuple(broken))
        return _passed_unless_unknown([name for name, fact in known.items() if fact is None])


class MustHold(Judged, frozen=True, kw_only=True):
    """All of these facts must be true. Where one is not known, a person confirms it."""

    facts_true: Names

    def _judge(self, facts: Facts) -> Finding:
        known = {name: _truth(facts, name) for name in self.facts_true}
        if broken := [f"is_not:{name}" for name, fact in known.items() if fact is False]:
            return Finding(Answer.failed, tuple(broken))
        return _passed_unless_unknown([name for name, fact in known.items() if fact is None])


class RequiredField(Judged, frozen=True, kw_only=True):
    """Each of these must be stated. Saying nothing, or nothing but spaces, fails."""

    fields: Names

    def _judge(self, facts: Facts) -> Finding:
        return _failed_where(f"missing:{name}" for name in self.fields if not _stated(facts, name))


class RequiredRecord(Judged, frozen=True, kw_only=True):
    """A document, approval or report must be on file; the fact is its digest or id, or true."""

    record: Name

    def _judge(self, facts: Facts) -> Finding:
        held = _stated(facts, self.record) and facts[self.record] is not False
        return _failed_where([] if held else [f"missing:{self.record}"])


class RequiredCertificate(Judged, frozen=True, kw_only=True):
    """One of these certificates must be held and valid: the fact `held` lists what one has."""

    any_of: Names
    held: Name = "certificates"

    def _judge(self, facts: Facts) -> Finding:
        held = _words(facts, self.held)
        if held is None:
            return Finding(Answer.needs_person, (f"unknown:{self.held}",))
        missing = () if set(held) & set(self.any_of) else self.any_of
        return _failed_where(f"lacks:{name}" for name in missing)


class OneOf(Judged, frozen=True, kw_only=True):
    """A stated value must be one of a closed list."""

    fact: Name
    values: Names

    def _judge(self, facts: Facts) -> Finding:
        value = facts.get(self.fact)
        if not _stated(facts, self.fact):
            return Finding(Answer.failed, (f"missing:{self.fact}",))
        return _failed_where([] if value in self.values else [f"outside:{self.fact}"])


class Minimum(Judged, frozen=True, kw_only=True):
    """A level, age or number must be at least this."""

    of: Name
    least: Count

    def _judge(self, facts: Facts) -> Finding:
        number = _number(facts, self.of)
        if number is None:
            return Finding(Answer.needs_person, (f"unknown:{self.of}",))
        return _failed_where([] if number >= self.least else [f"below:{self.of}"])


class ActingLevel(Judged, frozen=True, kw_only=True):
    """Whoever asks one of these commands acts at this level of assurance at least."""

    commands: Annotated[tuple[CommandKind, ...], Meta(min_length=1)]
    least: Annotated[int, Meta(ge=2, le=3)]
    of: Name = "acting_level"

    def _judge(self, facts: Facts) -> Finding:
        return Minimum(of=self.of, least=self.least).judge(facts)


class Maximum(Judged, frozen=True, kw_only=True):
    """A number may be at most this."""

    of: Name
    most: Count

    def _judge(self, facts: Facts) -> Finding:
        number = _number(facts, self.of)
        if number is None:
            return Finding(Answer.needs_person, (f"unknown:{self.of}",))
        return _failed_where([] if number <= self.most else [f"above:{self.of}"])


class RequiredAmount(Judged, frozen=True, kw_only=True):
    """A sum in the smallest unit of a currency must be at least this."""

    of: Name
    minor: Minor
    currency: Currency

    def _judge(self, facts: Facts) -> Finding:
        number = _number(facts, self.of)
        if number is None:
            return Finding(Answer.needs_person, (f"unknown:{self.of}",))
        return _failed_where([] if number >= self.minor else [f"below:{self.of}"])


class RateRange(Judged, frozen=True, kw_only=True):
    """`of[0]` must lie between two percentages of `of[1]`, both sums in the same unit."""

    of: Two
    least_percent: Percent = 0
    most_percent: Percent

    def _judge(self, facts: Facts) -> Finding:
        part, whole = (_number(facts, name) for name in self.of)
        if part is None or whole is None:
            return _passed_unless_unknown([n for n in self.of if _number(facts, n) is None])
        if part * 100 < self.least_percent * whole:
            return Finding(Answer.failed, (f"below:{self.of[0]}",))
        return _failed_where(
            [f"above:{self.of[0]}"] if part * 100 > self.most_percent * whole else []
        )


class PriceFloor(Judged, frozen=True, kw_only=True):
    """The sum `of[0]` may not be below the sum `of[1]`."""

    of: Two

    def _judge(self, facts: Facts) -> Finding:
        price, floor = (_number(facts, name) for name in self.of)
        if price is None or floor is None:
            return _passed_unless_unknown([n for n in self.of if _number(facts, n) is None])
        return _failed_where([] if price >= floor else [f"below:{self.of[0]}"])


class SharesWhole(Judged, frozen=True, kw_only=True):
    """Shares that parties agreed, as whole numbers, must sum to `whole` exactly."""

    fact: Name
    whole: Count

    def _judge(self, facts: Facts) -> Finding:
        shares = facts.get(self.fact)
        if shares is None:
            return Finding(Answer.failed, (f"missing:{self.fact}",))
        if not isinstance(shares, list | tuple):
            raise TypeError(f"{self.fact} must be a list of whole numbers")
        good = sum(shares) == self.whole and min(shares, default=0) >= 0
        return _failed_where([] if good else [f"not_whole:{self.fact}"])


class SeparationOfRoles(Judged, frozen=True, kw_only=True):
    """Whoever has `role` may have none of `apart_from`: the fact `held` lists one's roles."""

    role: Name
    apart_from: Names
    held: Name = "roles"

    def _judge(self, facts: Facts) -> Finding:
        held = _words(facts, self.held)
        if held is None:
            return Finding(Answer.needs_person, (f"unknown:{self.held}",))
        if self.role not in held:
            return Finding(Answer.not_applicable, (f"is_not:{self.role}",))
        return _failed_where(f"also:{name}" for name in self.apart_from if name in held)


class Exemption(Judged, frozen=True, kw_only=True):
    """Who meets the conditions is exempt from `exempts`. Passed means exempt."""

    exempts: Names

    def _judge(self, facts: Facts) -> Finding:
        return Finding(Answer.passed)


def _truth(facts: Facts, name: str) -> bool | None:
    value = facts.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"the fact {name} must be true, false or not known")


def _number(facts: Facts, name: str) -> int | None:
    value = facts.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(f"the fact {name} must be a whole number")


def _words(facts: Facts, name: str) -> Collection[str] | None:
    value = facts.get(name)
    if value is None or isinstance(value, tuple | list | set | frozenset):
        return value
    raise TypeError(f"the fact {name} must be a list of words")


def _stated(facts: Facts, name: str) -> bool:
    value = facts.get(name)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ((), [])


def _failed_where(reasons: Iterable[str]) -> Finding:
    broken = tuple(reasons)
    return Finding(Answer.failed if broken else Answer.passed, broken)


def _passed_unless_unknown(unknown: Collection[str]) -> Finding:
    reasons = tuple(f"unknown:{name}" for name in unknown)
    return Finding(Answer.needs_person if reasons else Answer.passed, reasons)
