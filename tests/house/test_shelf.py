"""The shelf over a real trade: what a credential opens, and why it no longer does."""

import asyncio
from collections.abc import Iterator

import pytest

from datafloor.adapters.secrets import Key
from datafloor.adapters.shelf import Caller, SharedTable
from datafloor.contexts import market, marks
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web import problems
from datafloor.web.cutting import place
from datafloor.web.exchange import Exchange
from datafloor.web.marking import Progress
from datafloor.web.shelf import ContractShelf
from tests.house.tour_marks import copied, declared
from tests.trading import Trading, trading

SECRET = "a secret of the buyer's"


class Sold:
    """A free table that a buyer has ordered, and the shelf that it stands on."""

    def __init__(self, url: str) -> None:
        self.trading = trading = Trading(url)
        self.seller, buyer = trading.join("seller"), trading.join("buyer")
        operator = trading.join("operator")
        product = trading.product(self.seller)
        trading.list(self.seller, operator, product)
        offer = trading.offer(self.seller, product, trading.terms(self.seller), 0)
        self.order = trading.order(buyer, offer)
        trading.credential(buyer, derived("grant", self.order), SECRET)
        running = Exchange(trading.door, trading.database, Key(bytes(32)), "http://localhost")
        self.shelf = ContractShelf(running)

    def found(self, secret: str = SECRET) -> SharedTable:
        """The one table that the secret opens."""
        ((share),) = asyncio.run(self.shelf.shares(Caller(secret, "127.0.0.1")))
        (table,) = share.tables
        return table

    def opened(self, share: str, schema: str, table: str) -> SharedTable:
        """The table under these names."""
        return asyncio.run(self.shelf.open(Caller(SECRET, "127.0.0.1"), share, schema, table))

    def end(self, by: Actor, reason: str) -> None:
        """The contract ends."""
        contract = derived("contract", self.order)
        self.trading.ask(by, market.EndContract, contract=contract, reason=reason)


@pytest.fixture
def sold(database_url: str) -> Iterator[Sold]:
    made = Sold(database_url)
    yield made
    made.trading.close()


def test_names_match_in_any_case(sold: Sold) -> None:
    table = sold.found()
    assert table.share == derived("contract", sold.order)
    assert sold.opened(table.share.lower(), "DATA", table.table.upper()) == table


@pytest.mark.parametrize(
    ("place", "why"),
    [(0, Refusal.share_unknown), (1, Refusal.schema_unknown), (2, Refusal.table_unknown)],
)
def test_another_name_is_unknown(sold: Sold, place: int, why: Refusal) -> None:
    table = sold.found()
    names = [table.share, table.schema, table.table]
    names[place] = "another"
    with pytest.raises(Refused) as refused:
        sold.opened(*names)
    assert refused.value.why is why


@pytest.mark.parametrize(
    ("secret", "why"), [("", Refusal.sign_in_required), ("another", Refusal.token_unknown)]
)
def test_a_wrong_secret_opens_nothing(sold: Sold, secret: str, why: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        sold.found(secret)
    assert refused.value.why is why


def test_an_ended_contract_says_why_and_stops_the_bytes(sold: Sold) -> None:
    grant = sold.found().grant_id
    asyncio.run(sold.shelf.check(grant, "127.0.0.1", 0))
    sold.end(sold.seller, "The source was closed.")
    with pytest.raises(Refused) as refused:
        sold.found()
    assert refused.value.why is Refusal.contract_ended
    assert "The source was closed." in refused.value.text("vi")
    with pytest.raises(Refused) as refused:
        asyncio.run(sold.shelf.check(grant, "127.0.0.1", 0))
    assert refused.value.why is Refusal.licence_ended


def test_a_marked_product_is_read_from_the_buyers_own_copy_and_not_before(
    database_url: str,
) -> None:
    with trading(database_url) as t:
        seller, buyer, operator = t.join("seller"), t.join("buyer"), t.join("operator")
        product = declared(t, seller)
        t.list(seller, operator, product)
        order = t.order(buyer, t.offer(seller, product, t.terms(seller), 0))
        grant = derived("grant", order)
        t.credential(buyer, grant, SECRET)
        running = Exchange(t.door, t.database, Key(bytes(32)), "http://localhost")
        shelf = ContractShelf(running, lambda asked: Progress(30, 1000) if asked == grant else None)
        with pytest.raises(Refused) as refused:
            asyncio.run(shelf.shares(Caller(SECRET, "127.0.0.1")))
        assert refused.value.why is Refusal.copy_not_ready
        assert "30 of 1,000 rows" in refused.value.text()
        assert problems.response(refused.value).headers["retry-after"] == "5"
        copied(t, product, grant)
        t.version(seller, product)
        ((share),) = asyncio.run(shelf.shares(Caller(SECRET, "127.0.0.1")))
        (table,) = share.tables
        assert table.location == marks.location(grant)
        assert table.last_version == 0, "the copy has not come to the newer version yet"


def test_a_variant_is_its_own_table_once_it_is_made(sold: Sold) -> None:
    trading, buyer = sold.trading, sold.trading.join("buyer")
    (product,) = trading.rows("SELECT id FROM catalogue_product")[0]
    cut = {"columns": ["carrier"]}
    variants = [
        {"variant": "full", "price_minor": 5},
        {"variant": "few", "price_minor": 0, "cut": cut},
    ]
    trading.ask(
        sold.seller,
        market.MakeOffer,
        offer=(offer := new_id("offer")),
        product=product,
        terms=trading.terms(sold.seller),
        price={"minor": 5, "currency": "VND"},
        form={"form": "variants", "variants": variants},
    )
    order = trading.order(buyer, offer, variant="few")
    trading.credential(buyer, derived("grant", order), "of the variant")
    with pytest.raises(Refused) as refused:
        sold.found("of the variant")
    assert refused.value.why is Refusal.variant_not_ready
    running = Exchange(trading.door, trading.database, Key(bytes(32)), "http://localhost")
    sold.shelf = ContractShelf(running, is_ready=lambda location, version: True)
    table = sold.found("of the variant")
    assert table.location == place(product, market.Cut(columns=("carrier",)))
    assert table.location != sold.found().location
