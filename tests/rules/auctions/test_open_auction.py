"""An auction is announced of one's own listed product, with start and deposit as the law asks."""

from typing import Any

import pytest
from msgspec.structs import replace

from datafloor.contexts.auctions import AuctionOpened, Mechanism, OpenAuction
from datafloor.contexts.auctions.model import OpenFacts
from datafloor.contexts.auctions.rules import open_auction
from datafloor.contexts.catalogue import ProductState
from datafloor.contexts.policy import TermsFacts
from datafloor.kernel.law import Answer
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from tests.rules.auctions.facts import AUCTION, LICENCE, PRODUCT, SEED, TERMS, terms
from tests.rules.cases import ORG, by
from tests.rules.catalogue.listed import facts as listed
from tests.rules.catalogue.listed import statement
from tests.rules.catalogue.products import own
from tests.rules.deciding import DAY, NOW, OTHER_SELLER, VN, dong, may, said

SELLER = by("seller")
LISTED = listed(own(ProductState.listed))
FACTS = OpenFacts(False, LISTED, TermsFacts(ORG, terms().text))
STATE = replace(FACTS, listing=replace(LISTED, statement=statement(source="own_agency_database")))
ASKED = OpenAuction(
    auction=AUCTION,
    product=PRODUCT,
    terms=TERMS,
    mechanism=Mechanism.ascending,
    start=dong(1_000),
    deposit=dong(100),
    opens_at=NOW - DAY,
    ends_at=NOW + DAY,
    seed_digest=SEED,
    increment_minor=50,
    extension_seconds=300,
)


def answer(facts: OpenFacts, who: Actor = SELLER, **but: Any) -> Any:
    return said(open_auction, facts, replace(ASKED, **but), who, NOW, VN)


def test_it_is_announced_with_what_the_law_answered() -> None:
    (opened,) = answer(FACTS)
    assert isinstance(opened, AuctionOpened)
    assert opened.opens_at == NOW, "nobody could bid before it was announced"
    assert opened.increment_minor == 50 and opened.extension_seconds == 300
    answers = {each.rule: each.answer for each in opened.judgement.answers}
    assert answers == {
        "auction.deposit": Answer.passed,
        "auction.start_price": Answer.not_applicable,
    }
    (sealed,) = answer(FACTS, mechanism=Mechanism.second_price)
    assert sealed.increment_minor == sealed.extension_seconds == 0


@pytest.mark.parametrize(
    ("facts", "but", "why"),
    [
        (replace(FACTS, exists=True), {}, "id_taken"),
        (replace(FACTS, listing=None), {}, "product_unknown"),
        (replace(FACTS, listing=listed(own(ProductState.submitted))), {}, "product_unlisted"),
        (replace(FACTS, terms=None), {}, "terms_unknown"),
        (replace(FACTS, terms=TermsFacts(OTHER_SELLER.organisation, "{}")), {}, "terms_unknown"),
        (replace(FACTS, terms=TermsFacts(SELLER.organisation, "{}")), {}, "term_not_understood"),
        (
            replace(FACTS, terms=TermsFacts(ORG, terms(replace(LICENCE, exclusive=True)).text)),
            {"mechanism": Mechanism.many_winners},
            "auction_for_one",
        ),
        (FACTS, {"ends_at": NOW}, "auction_times_wrong"),
        (FACTS, {"ends_at": NOW + 59_999_999}, "auction_times_wrong"),
        (FACTS, {"ends_at": NOW + 90 * DAY + 1}, "auction_times_wrong"),
        (FACTS, {"opens_at": NOW + 2 * DAY}, "auction_times_wrong"),
        (FACTS, {"deposit": Money(100, "USD")}, "currency_differs"),
        (FACTS, {"input_cost": Money(100, "USD")}, "currency_differs"),
        (FACTS, {"start": dong(0), "deposit": dong(0)}, "amount_zero"),
        (FACTS, {"increment_minor": 0}, "amount_zero"),
        (FACTS, {"deposit": dong(49)}, "law_not_met"),
        (FACTS, {"deposit": dong(201)}, "law_not_met"),
        (FACTS, {"input_cost": dong(1_001)}, "start_below_cost"),
        (STATE, {"input_cost": dong(1_001)}, "start_below_cost"),
        (replace(STATE, declared_cost=dong(1_001)), {}, "start_below_cost"),
        (replace(STATE, declared_cost=dong(1_001)), {"input_cost": dong(1)}, "start_below_cost"),
        (replace(STATE, declared_cost=Money(1, "USD")), {}, "currency_differs"),
        (STATE, {}, "law_in_doubt"),
    ],
)
def test_open_auction(facts: OpenFacts, but: dict[str, Any], why: str) -> None:
    assert answer(facts, **but) == why


@pytest.mark.parametrize(
    ("facts", "but"),
    [
        (FACTS, {"deposit": dong(50)}),
        (FACTS, {"deposit": dong(200)}),
        (FACTS, {"ends_at": NOW + 60_000_000}),
        (FACTS, {"ends_at": NOW + 90 * DAY}),
        (STATE, {"input_cost": dong(1_000)}),
        (replace(STATE, declared_cost=dong(1_000)), {}),
        (replace(STATE, declared_cost=dong(999)), {"input_cost": dong(1_000)}),
        (replace(FACTS, declared_cost=dong(1_001)), {}),
        (FACTS, {"mechanism": Mechanism.many_winners}),
    ],
)
def test_up_to_the_edge(facts: OpenFacts, but: dict[str, Any]) -> None:
    assert [type(each) for each in answer(facts, **but)] == [AuctionOpened]


def test_the_ledger_says_what_the_data_cost_a_state_body() -> None:
    """The greater of what it says and what its ledger says is recorded."""
    for declared, said_, cost in ((900, None, 900), (900, 800, 900), (800, 900, 900)):
        facts = replace(STATE, declared_cost=dong(declared))
        but: dict[str, Any] = {} if said_ is None else {"input_cost": dong(said_)}
        (event,) = answer(facts, **but)
        assert event.input_cost == dong(cost)


def test_only_ones_own() -> None:
    assert answer(FACTS, OTHER_SELLER) == "product_unknown"
    assert may(OpenAuction) == {"seller"}
