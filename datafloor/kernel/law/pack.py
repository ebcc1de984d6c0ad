"""A rule pack that was loaded, and the questions that the exchange asks it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from msgspec import Struct

from datafloor.kernel import clock
from datafloor.kernel.law.judged import ActingLevel, Answer, Exemption, Facts, Judged
from datafloor.kernel.law.kinds import Kind
from datafloor.kernel.law.timed import Timed
from datafloor.kernel.law.values import (
    Header,
    Instrument,
    Label,
    Rule,
    Stage,
    Status,
    instrument_of,
)
from datafloor.kernel.refusal import Refusal, Refused

K = TypeVar("K", bound=Kind)


class UnknownRule(KeyError):
    """The code asked for a rule that the pack does not list: our own bug, never "not bound"."""


class Basis(Struct, frozen=True, kw_only=True):
    """On which law something was decided: enough to find the very text again, years later."""

    pack: str
    version: str
    digest: str
    rule: str
    citation: str
    status: Status


class _Basis(TypedDict):
    pack: str
    version: str
    digest: str
    rule: str
    citation: str
    status: Status


class Decision(Basis, frozen=True, kw_only=True):
    """What a rule answered about an act. Reasons are `code:fact`, so a journal may carry them."""

    answer: Answer
    reasons: tuple[str, ...] = ()


class Due(Basis, frozen=True, kw_only=True):
    """The last instant on which an act is in time, and by which rule."""

    instant: int


@dataclass(frozen=True, slots=True)
class Pack:
    """The law of one place, frozen. `digest` is SHA-256 over the content as canonical JSON.

    The digest does not depend on how the content is spread over files or ordered in them. Who
    can write the pack's files decides what the exchange takes for law; the digest in every
    decision shows afterwards which law that was.
    """

    header: Header
    instruments: Mapping[str, Instrument]
    rules: tuple[Rule, ...]
    labels: Mapping[str, Label]
    versions: Mapping[str, tuple[Rule, ...]]
    digest: str

    @property
    def name(self) -> str:
        """The pack's name, such as `vn`."""
        return self.header.name

    @property
    def version(self) -> str:
        """The pack's edition."""
        return self.header.version

    def at(self, instant: int) -> tuple[Rule, ...]:
        """All rules that bind on the Vietnamese calendar day of an act, by id."""
        day = clock.day_of(instant)
        return tuple(rule for rule in self.rules if rule.binds_on(day))

    def rule(self, rule_id: str, at: int) -> Rule | None:
        """The rule as it binds on the day of an act; None where it does not bind that day.

        A repealed rule no longer binds, a future one not yet, a draft never. Raises `UnknownRule`
        for an id that the pack does not list, unless the pack says that what it does not list is
        free.
        """
        versions = self.versions.get(rule_id)
        if versions is None:
            if self.header.unlisted == "free":
                return None
            raise UnknownRule(rule_id)
        day = clock.day_of(at)
        return next((rule for rule in versions if rule.binds_on(day)), None)

    def check(self, rule_id: str, at: int, kind: type[K]) -> K | None:
        """The parameters of a rule, where it binds. Raises `TypeError` if it is of another kind."""
        rule = self.rule(rule_id, at)
        if rule is None:
            return None
        if not isinstance(rule.check, kind):
            raise TypeError(f"{rule_id} is no {kind.__name__}")
        return rule.check

    def decide(self, rule_id: str, facts: Facts, at: int) -> Decision | None:
        """What one rule answers about an act at `at`; None where it does not bind that day.

        A rule whose text nobody has read refuses nobody by itself: where it would fail, a person
        has to look.
        """
        rule = self.rule(rule_id, at)
        return None if rule is None else self._decide(rule, facts, at)

    def judge(self, stage: Stage, facts: Facts, at: int) -> tuple[Decision, ...]:
        """What every rule of a stage answers that judges facts and binds that day, by id."""
        return tuple(
            self._decide(rule, facts, at)
            for rule in self.at(at)
            if stage in rule.stage
            and isinstance(rule.check, Judged)
            and not isinstance(rule.check, Exemption)
        )

    def due(
        self,
        rule_id: str,
        start: int,
        *,
        urgent: bool = False,
        by_others: bool = False,
        extended: bool = False,
    ) -> Due | None:
        """Until when an act that began at `start` must be done, by the rule of that day.

        None where no such rule binds. The cases are those of `timed.Timed.due`.
        """
        rule = self.rule(rule_id, start)
        if rule is None:
            return None
        if not isinstance(rule.check, Timed):
            raise TypeError(f"{rule_id} is no deadline")
        instant = rule.check.due(start, urgent=urgent, by_others=by_others, extended=extended)
        return Due(instant=instant, **self._basis(rule, start))

    def basis(self, rule: Rule, at: int) -> Basis:
        """On which law a value of this rule rests."""
        return Basis(**self._basis(rule, at))

    def refusal(self, decision: Decision, *more: Decision) -> Refused:
        """The refusal to raise for decisions that failed. It names the articles and the reasons."""
        return NotLawful(self, decision, *more)

    def doubt(self, decision: Decision) -> Refused:
        """The refusal to raise where nobody can look first, and a rule that is not verified calls
        for it."""
        return NotLawful(self, decision, why=Refusal.law_in_doubt)

    def acting_levels(self) -> Mapping[str, tuple[str, ...]]:
        """For each kind of command, the rules that ask at which level somebody acts."""
        found: dict[str, dict[str, None]] = {}
        for rule in self.rules:
            if isinstance(rule.check, ActingLevel):
                for kind in rule.check.commands:
                    found.setdefault(kind, {})[rule.id] = None
        return {kind: tuple(rules) for kind, rules in found.items()}

    def too_low(self, decision: Decision) -> Refused:
        """The refusal to raise for somebody who acts at a lower level than the law asks."""
        return NotLawful(self, decision, why=Refusal.assurance_too_low)

    def label(self, name: str, language: str) -> str:
        """What a fact is called."""
        label = self.labels[name]
        return label.vi if language == "vi" else label.en

    def say(self, reason: str, language: str) -> str:
        """A reason of a decision, in words."""
        code, _, name = reason.partition(":")
        english, vietnamese = _REASONS[code]
        return (vietnamese if language == "vi" else english).format(self.label(name, language))

    def cite(self, citation: str, language: str) -> str:
        """A citation as lawyers write it: `điểm a khoản 8 Điều 7 Nghị định 314/2026/NĐ-CP`."""
        instrument = self.instruments[instrument_of(citation)]
        place = citation.partition(" ")[2]
        if language == "vi":
            return f"{_place_vi(place)} {instrument.vi}".strip()
        return f"{instrument.en}, {_place_en(place)}" if place else instrument.en

    def citations(self, citations: list[str] | tuple[str, ...], language: str) -> str:
        """Several citations in one line."""
        return "; ".join(self.cite(citation, language) for citation in citations)

    def _decide(self, rule: Rule, facts: Facts, at: int) -> Decision:
        if not isinstance(rule.check, Judged):
            raise TypeError(f"{rule.id} does not judge facts")
        basis = self._basis(rule, at)
        answer, reasons = rule.check.judge(facts)
        if answer is Answer.failed and basis["status"] is Status.unverified:
            answer = Answer.needs_person
        return Decision(answer=answer, reasons=reasons, **basis)

    def _basis(self, rule: Rule, at: int) -> _Basis:
        return {
            "pack": self.name,
            "version": self.version,
            "digest": self.digest,
            "rule": rule.id,
            "citation": "; ".join(rule.cites),
            "status": rule.status_on(clock.day_of(at)),
        }


class NotLawful(Refused):
    """Refused because the law forbids it, or may: the text names the article and the reasons."""

    def __init__(
        self,
        pack: Pack,
        decision: Decision,
        *more: Decision,
        why: Refusal = Refusal.law_not_met,
    ) -> None:
        failed = (decision, *more)
        citations = dict.fromkeys(cited for each in failed for cited in each.citation.split("; "))
        super().__init__(
            why,
            rule=decision.rule,
            rules=[each.rule for each in failed],
            citation="; ".join(citations),
            reasons=list(dict.fromkeys(reason for each in failed for reason in each.reasons)),
            pack=f"{decision.pack} {decision.version} {decision.digest}",
        )
        self._pack = pack

    def text(self, language: str = "en") -> str:
        """The sentence to show, with citation and reasons in words."""
        said = self.why.value.vi if language == "vi" else self.why.value.en
        return said.format(
            citation=self._pack.citations(self.details["citation"].split("; "), language),
            reasons="; ".join(self._pack.say(code, language) for code in self.details["reasons"]),
        )


_REASONS = {
    "is": ("{}", "{}"),
    "is_not": ("not so: {}", "không đạt: {}"),
    "missing": ("missing: {}", "thiếu: {}"),
    "unknown": ("not known: {}", "chưa rõ: {}"),
    "outside": ("not an allowed value: {}", "giá trị không được phép: {}"),
    "below": ("too low: {}", "thấp hơn mức quy định: {}"),
    "above": ("too high: {}", "vượt mức quy định: {}"),
    "lacks": ("not held: {}", "không có: {}"),
    "also": ("may not be held together with: {}", "không được kiêm nhiệm với: {}"),
    "not_whole": ("does not sum to the whole: {}", "tổng không khớp: {}"),
}

_PLACE = re.compile(r"(\d+(?:-\d+)?)(?:\.(\d+))?(?:\.([a-zđ]))?")


def _place_vi(place: str) -> str:
    if place.startswith("annex "):
        annex, _, row = place[6:].partition(".")
        return f"mục {row} Phụ lục {annex}"
    if place.startswith("chapter "):
        return f"Chương {place[8:]}"
    match = _PLACE.fullmatch(place)
    if match is None:
        return ""
    article, clause, point = match.groups()
    words = f"điểm {point} " if point else ""
    words += f"khoản {clause} " if clause else ""
    return f"{words}{'các điều' if '-' in article else 'Điều'} {article}"


def _place_en(place: str) -> str:
    if place.startswith("annex "):
        annex, _, row = place[6:].partition(".")
        return f"annex {annex}, no. {row}"
    if place.startswith("chapter "):
        return f"chapter {place[8:]}"
    return f"{'arts' if '-' in place else 'art.'} {place}"
