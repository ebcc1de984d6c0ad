"""Decisions about the text of a contract: what is frozen, and whether it still is."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

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
from datafloor.contexts.agreements.rules.form import moment, text
from datafloor.contexts.agreements.rules.machine import agreement
from datafloor.contexts.policy import understood
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY, instant, iso
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


def digests(content: Content) -> Digests:
    """The digests of what is made of a content now.

    Contracts on one offer differ in four places only. The rest is written once, with blanks, and
    filled in; where the content itself might hold what stands for a blank, all of it is written.
    """
    encoded = canonical.encode(content)
    if MARK in encoded or YEAR in encoded:
        vi, en, odrl, blanks = *_write(content), NO_BLANKS
    else:
        blanks = _blanks(content)
        vi, en, odrl = _written(
            replace(
                content, contract=CONTRACT, buyer=BUYER, starts_at=BEGINS, ends_at=blanks.ends_at
            )
        )
    return Digests(
        content=canonical.digest_of(encoded),
        text_vi=canonical.digest_of(_filled(vi, blanks.texts)),
        text_en=canonical.digest_of(_filled(en, blanks.texts)),
        odrl=canonical.digest_of(_filled(odrl, blanks.odrl)),
    )


class _Blanks(NamedTuple):
    ends_at: int | None = None
    texts: tuple[tuple[str, str], ...] = ()
    odrl: tuple[tuple[str, str], ...] = ()


NO_BLANKS = _Blanks()
CONTRACT, BUYER = "\ue000contract", "\ue000buyer"
MARK = "\ue000".encode()
BEGINS, ENDS = instant("1777-01-01T01:01:01Z"), instant("1777-02-02T02:02:02Z")
YEAR = b"1777"
"""No contract begins or ends in that year."""


def _blanks(content: Content) -> _Blanks:
    """What stands in each blank, in texts for people and in the agreement for machines."""
    ids = ((CONTRACT, content.contract), (BUYER, content.buyer))
    starts_at, ends_at = content.starts_at, content.ends_at
    texts = [*ids, (moment(BEGINS), moment(starts_at))]
    odrl = [*ids, (iso(BEGINS), iso(starts_at))]
    if ends_at is not None:
        texts.append((moment(ENDS), moment(ends_at)))
        odrl.append((iso(ENDS), iso(ends_at)))
    return _Blanks(None if ends_at is None else ENDS, tuple(texts), tuple(odrl))


def _filled(written: str, blanks: tuple[tuple[str, str], ...]) -> bytes:
    for blank, said in blanks:
        written = written.replace(blank, said)
    return written.encode()


@lru_cache(maxsize=256)
def _written(content: Content) -> tuple[str, str, str]:
    return _write(content)


def _write(content: Content) -> tuple[str, str, str]:
    return (
        text(content, Language.vi).plain(),
        text(content, Language.en).plain(),
        canonical.encode(agreement(content)).decode(),
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
