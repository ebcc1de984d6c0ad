"""Loading and applying what ends a contract: notice, and that one side broke it."""

from datafloor.contexts.agreements.commands import (
    AnswerBreach,
    ClaimBreach,
    DecideBreach,
    GiveNotice,
)
from datafloor.contexts.agreements.events import (
    BreachAnswered,
    BreachClaimed,
    BreachDecided,
    NoticeGiven,
)
from datafloor.contexts.agreements.model import (
    BreachFacts,
    BreachState,
    ClaimBreachFacts,
    NoticeFacts,
)
from datafloor.contexts.agreements.queries import breach_facts, edition_facts
from datafloor.contexts.market import contract_facts
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call


def load_give_notice(tx: Tx, asked: GiveNotice, call: Call) -> NoticeFacts:
    """The contract as it stands."""
    return NoticeFacts(
        contract_facts(tx, asked.contract),
        edition_facts(tx, asked.contract),
        notice_given(tx, asked.contract),
    )


def notice_given(tx: Tx, contract: str) -> bool:
    """Whether notice was given of a contract."""
    return tx.row("SELECT 1 FROM agreements_notice WHERE contract = ?", contract) is not None


def load_claim_breach(tx: Tx, asked: ClaimBreach, call: Call) -> ClaimBreachFacts:
    """The contract as it stands."""
    return ClaimBreachFacts(
        contract_facts(tx, asked.contract),
        edition_facts(tx, asked.contract),
        breach_facts(tx, asked.contract) is not None,
    )


def load_breach(tx: Tx, asked: AnswerBreach | DecideBreach, call: Call) -> BreachFacts | None:
    """The claim as it stands."""
    return breach_facts(tx, asked.contract)


def _breach_claimed(tx: Tx, event: BreachClaimed, at: int) -> None:
    tx.run(
        "INSERT INTO agreements_breach (contract, side, breach, minor, currency, reason,"
        " claimed_at, answer_until, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.contract,
        event.side.value,
        event.breach.value,
        event.back.minor,
        event.back.currency,
        event.reason,
        at,
        event.answer_until,
        BreachState.open.value,
    )


def _breach_answered(tx: Tx, event: BreachAnswered, at: int) -> None:
    state = BreachState.accepted if event.accepted else BreachState.objected
    tx.run(
        "UPDATE agreements_breach SET state = ?, answer = ?, closed_at = ?, decided_minor = ?"
        " WHERE contract = ?",
        state.value,
        event.reason,
        at if event.accepted else None,
        event.back.minor if event.accepted else None,
        event.contract,
    )


def _breach_decided(tx: Tx, event: BreachDecided, at: int) -> None:
    tx.run(
        "UPDATE agreements_breach SET state = ?, decision = ?, closed_at = ?, decided_minor = ?"
        " WHERE contract = ?",
        BreachState.decided.value,
        event.reason,
        at,
        event.back.minor,
        event.contract,
    )


def _notice_given_event(tx: Tx, event: NoticeGiven, at: int) -> None:
    tx.run(
        "INSERT INTO agreements_notice (contract, side, ends_at, reason, given_at)"
        " VALUES (?, ?, ?, ?, ?)",
        event.contract,
        event.side.value,
        event.ends_at,
        event.reason,
        at,
    )


APPLY: Apply = {
    NoticeGiven: _notice_given_event,
    BreachClaimed: _breach_claimed,
    BreachAnswered: _breach_answered,
    BreachDecided: _breach_decided,
}
