"""Decisions about the text of a contract: what is frozen, and whether it still is."""

from collections.abc import Sequence
from functools import lru_cache

from datafloor.contexts.agreements.commands import DrawContract
from datafloor.contexts.agreements.events import ContractDrawn, RenewalBegun
from datafloor.contexts.agreements.model import (
    FORM,
    NOTICE_DAYS,
    Content,
    Digests,
    DrawFacts,
    Language,
    LawOf,
    Seal,
)
from datafloor.contexts.agreements.rules.form import text
from datafloor.contexts.agreements.rules.machine import agreement
from datafloor.contexts.policy import understood
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.message import Call, Event


def draw_contract(facts: DrawFacts, asked: DrawContract, call: Call) -> Sequence[Event]:
    """The first edition, from what was concluded. A renewal's days are counted from the end of
    the contract that it renews, so that none is lost by paying early. Under terms that are not
    understood any more nothing is drawn, as nothing can be read: the money is not held up."""
    licence = understood(facts.terms.text) if facts.terms else None
    if facts.taken or facts.terms is None or licence is None:
        return []
    ends_at, begun = asked.ends_at, []
    if facts.renews and facts.renewed_ends_at and licence.days and ends_at is not None:
        ends_at = max(facts.renewed_ends_at, asked.starts_at) + licence.days * DAY
        if ends_at != asked.ends_at:
            begun = [RenewalBegun(contract=asked.contract, renews=facts.renews, ends_at=ends_at)]
    content = Content(
        form_version=FORM,
        contract=asked.contract,
        edition_number=1,
        previous=None,
        renews=facts.renews,
        seller=asked.seller,
        buyer=asked.buyer,
        product=asked.product,
        version=asked.version,
        data=facts.data,
        terms=asked.terms,
        terms_digest=canonical.digest_of(facts.terms.text.encode()),
        licence=licence,
        purpose=asked.purpose,
        country=asked.country,
        price=asked.price,
        paid=facts.paid,
        cut=asked.cut,
        starts_at=asked.starts_at,
        ends_at=ends_at,
        notice_days=NOTICE_DAYS,
        law=LawOf(call.law.name, call.law.digest),
    )
    return [drawn(content), *begun]


def drawn(content: Content) -> ContractDrawn:
    """The edition with this content, frozen."""
    return ContractDrawn(contract=content.contract, content=content, digests=digests(content))


@lru_cache(maxsize=1024)
def digests(content: Content) -> Digests:
    """The digests of what is made of a content now."""
    return Digests(
        content=canonical.digest(content),
        text_vi=canonical.digest_of(text(content, Language.vi).plain().encode()),
        text_en=canonical.digest_of(text(content, Language.en).plain().encode()),
        odrl=canonical.digest(agreement(content)),
    )


def seal(content: Content, frozen: Digests) -> bytes:
    """What a signature of this edition signs, in canonical bytes."""
    return canonical.encode(
        Seal(
            content.contract,
            content.edition_number,
            frozen.content,
            frozen.text_vi,
            frozen.text_en,
            frozen.odrl,
        )
    )
