"""Publishing a buy request: all that article 8.1 asks, for a while."""

import msgspec
import pytest

from datafloor.contexts.negotiation import BuyRequestPublished, PublishBuyRequest, Wanted
from datafloor.contexts.negotiation.model import PublishFacts
from datafloor.contexts.negotiation.rules import publish_buy_request
from datafloor.kernel.law import Answer
from tests.rules.deciding import BUYER, DAY, NOW, VN, may, said
from tests.rules.negotiation.facts import BUY_REQUEST, WANTED

FACTS = PublishFacts(exists=False)
ASKED = PublishBuyRequest(
    buy_request=BUY_REQUEST.buy_request, wanted=WANTED, open_until=NOW + 30 * DAY
)


def test_it_says_what_the_law_asks() -> None:
    (published,) = said(publish_buy_request, FACTS, ASKED, BUYER, NOW, VN)
    assert isinstance(published, BuyRequestPublished)
    assert (published.buyer, published.wanted) == (BUYER.organisation, WANTED)
    answers = {each.rule: each.answer for each in published.judgement.answers}
    assert answers == {
        "demand.fields": Answer.passed,
        "demand.wanted_rights": Answer.passed,
    }


def test_under_no_law_nothing_is_judged() -> None:
    (published,) = said(publish_buy_request, FACTS, ASKED, BUYER)
    assert published.judgement.answers == ()


@pytest.mark.parametrize(
    "left_out",
    [
        "title",
        "content",
        "period",
        "subject",
        "coverage",
        "format",
        "delivery",
        "quality",
        "use",
        "days",
        "purposes",
    ],
)
def test_no_part_of_the_article_may_be_left_out(left_out: str) -> None:
    whole = msgspec.to_builtins(WANTED)
    del whole[left_out]
    with pytest.raises(msgspec.ValidationError, match=left_out):
        msgspec.convert(whole, Wanted)


@pytest.mark.parametrize(
    ("until", "refusal"),
    [
        (NOW, "expiry_out_of_range"),
        (NOW + 365 * DAY + 1, "expiry_out_of_range"),
        (NOW + 1, None),
        (NOW + 365 * DAY, None),
    ],
)
def test_it_ends(until: int, refusal: str | None) -> None:
    asked = msgspec.structs.replace(ASKED, open_until=until)
    found = said(publish_buy_request, FACTS, asked, BUYER)
    assert found == refusal if refusal else len(found) == 1


def test_an_id_is_used_once() -> None:
    assert said(publish_buy_request, PublishFacts(exists=True), ASKED, BUYER) == "id_taken"


def test_who_may() -> None:
    assert may(PublishBuyRequest) == {"buyer"}
