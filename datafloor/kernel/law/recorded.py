"""What a journal keeps of a judgement: enough to know years later what was asked and answered."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.clock import Instant
from datafloor.kernel.ids import whole
from datafloor.kernel.law.judged import Answer
from datafloor.kernel.law.kinds import Name
from datafloor.kernel.law.pack import Decision, Pack
from datafloor.kernel.law.values import Citation, RuleId, Status

PackDigest = Annotated[str, Meta(pattern=whole("[0-9a-f]{64}"))]
Edition = Annotated[str, Meta(pattern=whole(r"[\w.-]{1,60}"))]
Reason = Annotated[str, Meta(pattern=whole("[a-z_]+:[a-z0-9_]+"))]


class Answered(Struct, frozen=True):
    """One rule's answer, with its articles and how sure it is that they bind."""

    rule: RuleId
    cites: tuple[Citation, ...]
    status: Status
    answer: Answer
    reasons: tuple[Reason, ...] = ()


class Judgement(Struct, frozen=True):
    """The answers of one pack about one act. The digest tells which text of the pack it was."""

    pack: Name
    edition: Edition
    digest: PackDigest
    answers: tuple[Answered, ...]

    def with_answer(self, answer: Answer) -> tuple[Answered, ...]:
        """The rules that answered so."""
        return tuple(each for each in self.answers if each.answer is answer)


def recorded(pack: Pack, decisions: Iterable[Decision]) -> Judgement:
    """Decisions of this pack as a journal keeps them."""
    answers = tuple(
        Answered(
            rule=each.rule,
            cites=tuple(each.citation.split("; ")),
            status=each.status,
            answer=each.answer,
            reasons=each.reasons,
        )
        for each in decisions
    )
    return Judgement(pack.name, pack.version, pack.digest, answers)


class Deadline(Struct, frozen=True):
    """Until when somebody has to act, by which rule, and how sure it is that the rule binds."""

    until: Instant
    rule: RuleId
    cites: tuple[Citation, ...]
    status: Status


def deadline(pack: Pack, rule_id: str, start: int) -> Deadline | None:
    """The deadline of an act that began at `start`; `None` where this law sets none."""
    due = pack.due(rule_id, start)
    if due is None:
        return None
    return Deadline(due.instant, due.rule, tuple(due.citation.split("; ")), due.status)
