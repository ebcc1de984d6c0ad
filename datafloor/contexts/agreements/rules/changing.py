"""Decisions about changes of a contract: proposed by one, agreed by all whom they need, made."""

from collections.abc import Sequence

import msgspec

from datafloor.contexts.agreements.commands import (
    AgreeToChange,
    DeclineChange,
    GiveNotice,
    ProposeAmendment,
    ProposeAssignment,
    ProposeRenewal,
)
from datafloor.contexts.agreements.events import (
    ChangeAgreed,
    ChangeDeclined,
    ChangeMade,
    ChangeProposed,
    NoticeGiven,
)
from datafloor.contexts.agreements.model import (
    Amendment,
    Assignment,
    ChangeFacts,
    ChangeState,
    Content,
    EditionFacts,
    NoticeFacts,
    ProposalFacts,
    Renewal,
    Side,
)
from datafloor.contexts.agreements.rules.drawing import drawn
from datafloor.contexts.market import ContractFacts
from datafloor.contexts.policy import (
    AccessFacts,
    Onward,
    Purpose,
    Terms,
    TermsFacts,
    evaluate,
    understood,
)
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused


def propose_amendment(facts: ProposalFacts, asked: ProposeAmendment, call: Call) -> Sequence[Event]:
    """The seller's own other terms, which must allow what the data are used for. Whether a
    licence is exclusive is settled when it is ordered, against all others, and stays."""
    contract, edition, other = _changeable(facts, call)
    licence, digest = _terms(facts.terms, contract)
    if licence.exclusive != edition.content.licence.exclusive:
        raise Refused(Refusal.exclusivity_stays)
    end = None if licence.days is None else contract.starts_at + licence.days * DAY
    _allows(facts.terms, contract.starts_at, asked.purpose, asked.country, call.now, end)
    what = Amendment(asked.terms, digest, licence, asked.purpose, asked.country, asked.notice_days)
    return [_proposed(asked, edition, call, (other,), what)]


def propose_assignment(
    facts: ProposalFacts, asked: ProposeAssignment, call: Call
) -> Sequence[Event]:
    """Whoever is to take the buyer's place must accept it; the seller must agree too, unless the
    licence lets the data be passed on."""
    contract, edition, _ = _changeable(facts, call)
    if call.by.organisation != contract.buyer:
        raise Refused(Refusal.not_yours)
    if asked.to in (contract.seller, contract.buyer):
        raise Refused(Refusal.assigned_to_party)
    if facts.roles is None:
        raise Refused(Refusal.organisation_unknown)
    if "buyer" not in facts.roles:
        raise Refused(Refusal.assignee_no_buyer)
    free = edition.content.licence.onward is Onward.allowed
    awaits = (asked.to,) if free else (asked.to, contract.seller)
    return [_proposed(asked, edition, call, awaits, Assignment(asked.to))]


def propose_renewal(facts: ProposalFacts, asked: ProposeRenewal, call: Call) -> Sequence[Event]:
    """Before the end, and only of what has one."""
    contract, edition, other = _changeable(facts, call)
    if contract.ends_at is None:
        raise Refused(Refusal.contract_endless)
    licence, digest = _terms(facts.terms, contract)
    if licence.exclusive != edition.content.licence.exclusive:
        raise Refused(Refusal.exclusivity_stays)
    _allows(facts.terms, call.now, contract.purpose, contract.country, call.now, None)
    if asked.price.currency != edition.content.price.currency:
        raise Refused(
            Refusal.currency_differs,
            expected=edition.content.price.currency,
            found=asked.price.currency,
        )
    what = Renewal(asked.order, asked.terms, digest, licence, asked.price)
    return [_proposed(asked, edition, call, (other,), what)]


def _changeable(facts: ProposalFacts, call: Call) -> tuple[ContractFacts, EditionFacts, str]:
    """The contract, its last edition, and the other side. One change at a time, and none once
    the end is in sight."""
    contract, edition = facts.contract, facts.edition
    if contract is None or edition is None:
        raise Refused(Refusal.contract_unknown)
    sides = {contract.seller: contract.buyer, contract.buyer: contract.seller}
    if call.by.organisation not in sides:
        raise Refused(Refusal.not_yours)
    runs(contract, call.now)
    if facts.notice_given:
        raise Refused(Refusal.notice_given)
    if facts.open_change:
        raise Refused(Refusal.change_open)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return contract, edition, sides[call.by.organisation]


def runs(contract: ContractFacts, now: int) -> None:
    """Raises `Refused` where a contract is over."""
    over = contract.ends_at is not None and contract.ends_at <= now
    if contract.ended_at is not None or over:
        raise Refused(Refusal.contract_over)


def _terms(facts: TermsFacts | None, contract: ContractFacts) -> tuple[Terms, str]:
    if facts is None:
        raise Refused(Refusal.terms_unknown)
    if facts.organisation != contract.seller:
        raise Refused(Refusal.terms_of_another)
    licence = understood(facts.text)
    if licence is None:
        raise Refused(Refusal.term_not_understood)
    return licence, canonical.digest_of(facts.text.encode())


def _allows(
    facts: TermsFacts | None, start: int, purpose: Purpose, country: str, now: int, end: int | None
) -> None:
    text = facts.text if facts else None
    said = evaluate(text, AccessFacts(now, start, purpose, country, ends_at=end))
    if said.refusal is not None:
        raise Refused(said.refusal)


def _proposed(
    asked: ProposeAmendment | ProposeAssignment | ProposeRenewal,
    edition: EditionFacts,
    call: Call,
    awaits: tuple[str, ...],
    what: Amendment | Assignment | Renewal,
) -> ChangeProposed:
    return ChangeProposed(
        change=asked.change,
        contract=asked.contract,
        edition_number=edition.content.edition_number,
        organisation=call.by.organisation,
        awaits=awaits,
        what=what,
    )


def agree_to_change(facts: ChangeFacts | None, asked: AgreeToChange, call: Call) -> Sequence[Event]:
    """With the last consent the change is made, and what it makes is frozen as a new edition."""
    facts = _open(facts)
    by = call.by.organisation
    if by not in facts.awaits:
        raise Refused(Refusal.not_yours)
    runs(facts.contract, call.now)
    agreed = ChangeAgreed(change=asked.change, contract=facts.contract.contract, organisation=by)
    if facts.awaits != {by}:
        return [agreed]
    content = _changed(facts)
    if content.ends_at is not None and content.ends_at <= call.now:
        raise Refused(Refusal.licence_over)
    made = ChangeMade(
        change=asked.change, contract=content.contract, what=facts.what, content=content
    )
    fresh = content != facts.edition.content
    return [agreed, made, drawn(content)] if fresh else [agreed, made]


def _changed(facts: ChangeFacts) -> Content:
    """The next edition's content; the last one's where the change is an order of its own."""
    now, contract = facts.edition.content, facts.contract
    following = {
        "edition_number": now.edition_number + 1,
        "previous": facts.edition.digests.content,
    }
    match facts.what:
        case Amendment() as what:
            days = what.licence.days
            return msgspec.structs.replace(
                now,
                **following,
                terms=what.terms,
                terms_digest=what.terms_digest,
                licence=what.licence,
                purpose=what.purpose,
                country=what.country,
                notice_days=what.notice_days,
                ends_at=None if days is None else contract.starts_at + days * DAY,
            )
        case Assignment() as what:
            return msgspec.structs.replace(now, **following, buyer=what.to)
        case Renewal() as what:
            if what.price.minor:
                return now
            days, end = what.licence.days, contract.ends_at
            return msgspec.structs.replace(
                now,
                **following,
                terms=what.terms,
                terms_digest=what.terms_digest,
                licence=what.licence,
                ends_at=None if days is None or end is None else end + days * DAY,
            )


def decline_change(facts: ChangeFacts | None, asked: DeclineChange, call: Call) -> Sequence[Event]:
    """Whoever proposed it may withdraw it; whoever is asked may say no."""
    facts = _open(facts)
    by = call.by.organisation
    if by not in facts.awaits | {facts.proposer}:
        raise Refused(Refusal.not_yours)
    contract = facts.contract.contract
    return [ChangeDeclined(change=asked.change, contract=contract, organisation=by)]


def _open(facts: ChangeFacts | None) -> ChangeFacts:
    if facts is None:
        raise Refused(Refusal.change_unknown)
    if facts.state is not ChangeState.open:
        raise Refused(Refusal.change_closed)
    return facts


def give_notice(facts: NoticeFacts, asked: GiveNotice, call: Call) -> Sequence[Event]:
    """Once, by either side, not sooner than the contract's notice allows."""
    contract, edition = facts.contract, facts.edition
    if contract is None or edition is None:
        raise Refused(Refusal.contract_unknown)
    sides = {contract.seller: Side.seller, contract.buyer: Side.buyer}
    side = sides.get(call.by.organisation)
    if side is None:
        raise Refused(Refusal.not_yours)
    runs(contract, call.now)
    if facts.notice_given:
        raise Refused(Refusal.notice_given)
    days = edition.content.notice_days
    if asked.ends_at < call.now + days * DAY:
        raise Refused(Refusal.notice_too_short, days=days)
    if contract.ends_at is not None and asked.ends_at >= contract.ends_at:
        raise Refused(Refusal.contract_ends_sooner)
    return [
        NoticeGiven(contract=asked.contract, side=side, ends_at=asked.ends_at, reason=asked.reason)
    ]
