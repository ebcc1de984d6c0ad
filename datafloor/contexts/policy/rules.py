"""The decisions about licence terms: may they be published, and what do they allow now."""

from collections.abc import Sequence
from functools import lru_cache

from msgspec.json import Decoder

from datafloor.contexts.policy.commands import AgreeTerms, PublishTerms
from datafloor.contexts.policy.events import TermsPublished
from datafloor.contexts.policy.model import (
    AccessFacts,
    Decision,
    Limit,
    Onward,
    PublishFacts,
    Purpose,
    Reason,
    Term,
    Terms,
)
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused

_decode = Decoder(Terms).decode

_NOT_UNDERSTOOD = Decision(False, (Reason(Term.licence, Refusal.term_not_understood),))
_CONTRACT = Reason(Term.contract), Reason(Term.contract, Refusal.licence_ended)
_DAYS = Reason(Term.days), Reason(Term.days, Refusal.licence_over)
_PURPOSES = Reason(Term.purposes), Reason(Term.purposes, Refusal.purpose_not_licensed)
_TERRITORY = Reason(Term.territory), Reason(Term.territory, Refusal.country_not_licensed)
_ALLOWED = Decision(True, (_CONTRACT[0], _DAYS[0], _PURPOSES[0], _TERRITORY[0]))


def publish_terms(facts: PublishFacts, asked: PublishTerms, call: Call) -> Sequence[Event]:
    """Terms that cannot all hold at once are refused, so that no contract ever has them."""
    licence = Terms(
        days=asked.days,
        purposes=asked.purposes,
        territory=asked.territory,
        exclusive=asked.exclusive,
        onward=asked.onward,
        ip=asked.ip,
    )
    return _published(facts, asked.terms, call.by.organisation, licence)


def agree_terms(facts: PublishFacts, asked: AgreeTerms, call: Call) -> Sequence[Event]:
    """Agreed terms must hold together like any others."""
    return _published(facts, asked.terms, asked.organisation, asked.licence)


def _published(
    facts: PublishFacts, terms: str, organisation: str, licence: Terms
) -> Sequence[Event]:
    if (problem := contradiction(licence)) is not None:
        raise Refused(Refusal.terms_contradict, problem=problem)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    return [
        TermsPublished(
            terms=terms,
            organisation=organisation,
            licence=licence,
            digest=canonical.digest(licence),
        )
    ]


def contradiction(licence: Terms) -> str | None:
    """What in these terms cannot hold at once, or `None`."""
    if licence.exclusive and licence.onward is Onward.allowed:
        return "exclusive, and onward allowed"
    if Limit.no_derivatives in licence.ip and Limit.share_alike in licence.ip:
        return "no_derivatives, and share_alike"
    if Purpose.any in licence.purposes and len(licence.purposes) > 1:
        return "purpose any, and others"
    for name in ("purposes", "territory", "ip"):
        listed = getattr(licence, name)
        if len(set(listed)) < len(listed):
            return f"{name} says something twice"
    return None


@lru_cache(maxsize=4096)
def understood(text: str) -> Terms | None:
    """The terms that a stored text says, whole; `None` where any part of it is not known here:
    a field, a value, a range of a newer version, or damage."""
    try:
        return _decode(text)
    except Exception:  # whatever is wrong with the text: what is not understood is not allowed
        return None


def evaluate(text: str | None, facts: AccessFacts) -> Decision:
    """Whether the terms with this text allow an access, with a reason from each term asked.

    Fails closed: a text that is missing or not understood allows nothing. `exclusive`, `onward`
    and `ip` bind what the parties do elsewhere; no access can show a breach, so they give no
    reason.
    """
    terms = None if text is None else understood(text)
    if terms is None:
        return _NOT_UNDERSTOOD
    end = facts.ends_at
    if end is None and terms.days is not None:
        end = facts.started_at + terms.days * DAY
    over = end is not None and facts.at >= end
    purpose = facts.purpose not in terms.purposes and Purpose.any not in terms.purposes
    abroad = bool(terms.territory) and facts.country not in terms.territory
    if facts.active and not (over or purpose or abroad):
        return _ALLOWED
    reasons = (
        _CONTRACT[not facts.active],
        _DAYS[over],
        _PURPOSES[purpose],
        _TERRITORY[abroad],
    )
    return Decision(False, reasons)
