"""What was concluded is frozen, once."""

import pytest
from msgspec.structs import replace

from datafloor.contexts.agreements import ContractDrawn, DrawContract, RenewalBegun
from datafloor.contexts.agreements.model import Content, DrawFacts, Language
from datafloor.contexts.agreements.rules import agreement, draw_contract, text
from datafloor.contexts.agreements.rules.drawing import digests
from datafloor.kernel import canonical
from datafloor.kernel.message import NO_LAW
from tests.rules.agreements.facts import CONTENT, CONTRACT_ID, LAW, TERMS, but
from tests.rules.deciding import DAY, NOW, may, said

FACTS = DrawFacts(TERMS, "d" * 64, CONTENT.paid, None, None, False)
ASKED = DrawContract(
    contract=CONTRACT_ID,
    seller=CONTENT.seller,
    buyer=CONTENT.buyer,
    product=CONTENT.product,
    version=CONTENT.version,
    terms=CONTENT.terms,
    purpose=CONTENT.purpose,
    country=CONTENT.country,
    price=CONTENT.price,
    cut=None,
    starts_at=CONTENT.starts_at,
    ends_at=CONTENT.ends_at,
)
OLD = f"{CONTRACT_ID[:-1]}W"


def test_what_was_concluded_is_frozen_with_its_digests() -> None:
    (drawn,) = said(draw_contract, FACTS, ASKED)
    law = but(LAW, pack=NO_LAW.name, digest=NO_LAW.digest)
    assert isinstance(drawn, ContractDrawn)
    assert drawn.content == but(CONTENT, law=law)
    for language, digest in (("vi", drawn.digests.text_vi), ("en", drawn.digests.text_en)):
        plain = text(drawn.content, Language(language)).plain()
        assert digest == canonical.digest_of(plain.encode())
    assert drawn.digests.odrl == canonical.digest(agreement(drawn.content))
    assert drawn.digests.content == canonical.digest(drawn.content)


def test_a_contract_is_drawn_once() -> None:
    assert said(draw_contract, but(FACTS, taken=True), ASKED) == []


def test_what_is_not_understood_is_not_drawn() -> None:
    for terms in (None, but(TERMS, text="{}")):
        assert said(draw_contract, but(FACTS, terms=terms), ASKED) == []


@pytest.mark.parametrize(
    ("renewed_ends_at", "ends_at"),
    [
        (NOW + 10 * DAY, NOW + 375 * DAY),  # the days left are not lost
        (NOW - 10 * DAY, ASKED.ends_at),  # paid after the end: from the payment
    ],
)
def test_a_renewal_goes_on_from_the_end(renewed_ends_at: int, ends_at: int) -> None:
    facts = but(FACTS, renews=OLD, renewed_ends_at=renewed_ends_at)
    drawn, *begun = said(draw_contract, facts, ASKED)
    assert (drawn.content.renews, drawn.content.ends_at) == (OLD, ends_at)
    expected = RenewalBegun(contract=CONTRACT_ID, renews=OLD, ends_at=ends_at)
    assert begun == ([expected] if ends_at != ASKED.ends_at else [])


def test_who_may() -> None:
    assert may(DrawContract) == {"exchange"}


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        replace(CONTENT, ends_at=None),
        replace(CONTENT, starts_at=CONTENT.starts_at + 999_999),
        replace(CONTENT, contract="\ue000buyer", buyer="\ue000contract"),
        replace(CONTENT, seller="01:01:01 01/01/1777 (UTC+7)"),
        replace(CONTENT, product="1777-02-02T02:02:02.000000Z"),
        replace(CONTENT, buyer=CONTENT.seller),
    ],
    ids=["plain", "endless", "moment", "blanks", "begin", "end", "same"],
)
def test_what_is_filled_in_is_what_is_written(content: Content) -> None:
    """Blanks spare time and never change a letter, whatever the content says."""
    for _ in range(2):
        made = digests(content)
        assert made.text_vi == canonical.digest_of(text(content, Language.vi).plain().encode())
        assert made.text_en == canonical.digest_of(text(content, Language.en).plain().encode())
        assert made.odrl == canonical.digest(agreement(content))
        assert made.content == canonical.digest(content)
