"""The tables of the market.

`market_order.open_until` is until when an order can stand in the way of another on the same
product: for ever while it awaits payment, then until its contract ends.

Trust: who can write `market_order` can make a contract without money, and who can write
`market_offer` can sell under other terms; the events show neither, and an access asks the terms
as they were published.
"""

from datafloor.contexts.catalogue import listing_facts, product_facts, version_as_of
from datafloor.contexts.market.commands import (
    AwardOrder,
    CancelOrder,
    ChangeContract,
    ChangePrice,
    ConcludeOrder,
    EndContract,
    MakeOffer,
    PlaceOrder,
    PrepareOffer,
    WithdrawOffer,
)
from datafloor.contexts.market.events import (
    ContractChanged,
    ContractConcluded,
    ContractEnded,
    OfferMade,
    OfferPrepared,
    OfferWithdrawn,
    OrderCancelled,
    OrderPlaced,
    PriceChanged,
)
from datafloor.contexts.market.model import (
    FOREVER,
    AwardOrderFacts,
    ChangePriceFacts,
    ContractFacts,
    MakeOfferFacts,
    OfferFacts,
    OrderFacts,
    OrderState,
    PlaceOrderFacts,
    PrepareOfferFacts,
)
from datafloor.contexts.market.model.prices import ONCE, Free, PriceForm, variant_of
from datafloor.contexts.market.queries import (
    Prepared,
    contract_facts,
    exclusive_taken,
    expect_place_order,
    is_ordered,
    offer_facts,
    order_facts,
    product_taken,
)
from datafloor.contexts.policy import terms_facts, understood
from datafloor.kernel import canonical
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Ahead, Apply, Call
from datafloor.kernel.money import Money

SCHEMA = """
CREATE TABLE market_offer (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    terms TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    licence TEXT NOT NULL,
    days INTEGER,
    exclusive INTEGER NOT NULL,
    form TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX market_offer_product ON market_offer (product, made_at);
CREATE INDEX market_offer_seller ON market_offer (seller, made_at);
CREATE INDEX market_offer_variants ON market_offer (product)
    WHERE withdrawn_at IS NULL AND form LIKE '%"variants"%';
CREATE TABLE market_prepared (
    product TEXT PRIMARY KEY,
    offer TEXT NOT NULL,
    prepared_at INTEGER NOT NULL
) STRICT;
CREATE TABLE market_price (
    offer TEXT NOT NULL,
    product TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    form TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER
) STRICT;
CREATE INDEX market_price_product ON market_price (product, since);
CREATE INDEX market_price_offer ON market_price (offer) WHERE until IS NULL;
CREATE TABLE market_order (
    id TEXT PRIMARY KEY,
    offer TEXT,
    awarded_by TEXT,
    product TEXT NOT NULL,
    version TEXT NOT NULL,
    seller TEXT NOT NULL,
    buyer TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    terms TEXT NOT NULL,
    purpose TEXT NOT NULL,
    country TEXT NOT NULL,
    days INTEGER,
    exclusive INTEGER NOT NULL,
    state TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    open_until INTEGER NOT NULL,
    form TEXT NOT NULL,
    variant TEXT,
    cut TEXT
) STRICT;
CREATE INDEX market_order_exclusive ON market_order (product, exclusive);
CREATE INDEX market_order_buyer ON market_order (buyer, id);
CREATE INDEX market_order_seller ON market_order (seller, id);
CREATE TABLE market_contract (
    id TEXT PRIMARY KEY,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,
    ended_at INTEGER,
    ended_by TEXT,
    reason TEXT,
    order_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX market_contract_starts ON market_contract (starts_at)
"""


def load_prepare_offer(tx: Tx, asked: PrepareOffer, call: Call) -> PrepareOfferFacts:
    """The product, and its columns."""
    return PrepareOfferFacts(
        product_facts(tx, asked.product), listing_facts(tx, asked.product, call.now)
    )


def load_make_offer(tx: Tx, asked: MakeOffer, call: Call) -> MakeOfferFacts:
    """The product and the terms, and whether the id is taken."""
    found = tx.row("SELECT 1 FROM market_offer WHERE id = ?", asked.offer)
    return MakeOfferFacts(
        found is not None,
        product_facts(tx, asked.product),
        terms_facts(tx, asked.terms),
        listing_facts(tx, asked.product, call.now),
    )


def load_change_price(tx: Tx, asked: ChangePrice, call: Call) -> ChangePriceFacts:
    """The offer, and what the law asks of its product."""
    offer = offer_facts(tx, asked.offer)
    listing = listing_facts(tx, offer.product, call.now) if offer else None
    return ChangePriceFacts(offer, listing)


def load_withdraw_offer(tx: Tx, asked: WithdrawOffer, call: Call) -> OfferFacts | None:
    """The offer as it stands."""
    return offer_facts(tx, asked.offer)


def load_place_order(tx: Tx, asked: PlaceOrder, call: Call) -> PlaceOrderFacts:
    """The offer with its licence, its product, and what stands in the way. Plain questions, which
    a group of purchases asks once: this runs in every purchase."""
    offer = offer_facts(tx, asked.offer)
    if offer is None:
        return PlaceOrderFacts(False, None, None, False)
    variant = variant_of(offer.form, asked.variant)
    delay = variant.cut.delay_days if variant is not None else None
    return PlaceOrderFacts(
        exists=is_ordered(tx, asked.order),
        offer=offer,
        product=product_facts(tx, offer.product),
        exclusive_taken=product_taken(tx, offer.product, offer.exclusive, call.now),
        version=version_as_of(tx, offer.product, call.now - delay * DAY) if delay else None,
    )


def load_award_order(tx: Tx, asked: AwardOrder, call: Call) -> AwardOrderFacts:
    """What is awarded, and who else stands in the way."""
    terms = terms_facts(tx, asked.terms)
    licence = understood(terms.text) if terms else None
    exclusive = licence is None or licence.exclusive
    return AwardOrderFacts(
        exists=is_ordered(tx, asked.order),
        product=product_facts(tx, asked.product),
        terms=terms,
        listing=listing_facts(tx, asked.product, call.now),
        exclusive_taken=exclusive_taken(tx, asked.product, asked.buyer, exclusive, call.now),
    )


def load_order(tx: Tx, asked: CancelOrder | ConcludeOrder, call: Call) -> OrderFacts | None:
    """The order as it stands."""
    return order_facts(tx, asked.order)


def load_contract(tx: Tx, asked: ChangeContract | EndContract, call: Call) -> ContractFacts | None:
    """The contract as it stands."""
    return contract_facts(tx, asked.contract)


def _offer_prepared(tx: Tx, event: OfferPrepared, at: int) -> None:
    tx.run(
        "INSERT INTO market_prepared (product, offer, prepared_at) VALUES (?, ?, ?)"
        " ON CONFLICT (product) DO UPDATE"
        " SET offer = excluded.offer, prepared_at = excluded.prepared_at",
        event.product,
        canonical.encode(Prepared(event.licence, event.price, event.form)).decode(),
        at,
    )


def _offer_made(tx: Tx, event: OfferMade, at: int) -> None:
    tx.run(
        "INSERT INTO market_offer (id, product, seller, terms, price_minor, currency, licence,"
        " days, exclusive, form, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.offer,
        event.product,
        event.seller,
        event.terms,
        event.price.minor,
        event.price.currency,
        canonical.encode(event.licence).decode(),
        event.licence.days,
        int(event.licence.exclusive),
        _form_text(event.form, event.price),
        at,
    )
    _priced(tx, event.offer, event.product, event.price, _form_text(event.form, event.price), at)
    tx.run("DELETE FROM market_prepared WHERE product = ?", event.product)


def _form_text(form: PriceForm | None, price: Money) -> str:
    return canonical.encode(form or (ONCE if price.minor else Free())).decode()


def _priced(tx: Tx, offer: str, product: str, price: Money, form: str, at: int) -> None:
    tx.run(
        "INSERT INTO market_price (offer, product, minor, currency, form, since)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        offer,
        product,
        price.minor,
        price.currency,
        form,
        at,
    )


def _price_changed(tx: Tx, event: PriceChanged, at: int) -> None:
    form = canonical.encode(event.form).decode()
    tx.run(
        "UPDATE market_offer SET price_minor = ?, form = ? WHERE id = ?",
        event.price.minor,
        form,
        event.offer,
    )
    _unpriced(tx, event.offer, at)
    _priced(tx, event.offer, event.product, event.price, form, at)


def _unpriced(tx: Tx, offer: str, at: int) -> None:
    tx.run("UPDATE market_price SET until = ? WHERE offer = ? AND until IS NULL", at, offer)


def _offer_withdrawn(tx: Tx, event: OfferWithdrawn, at: int) -> None:
    tx.run("UPDATE market_offer SET withdrawn_at = ? WHERE id = ?", at, event.offer)
    _unpriced(tx, event.offer, at)


def _order_placed(tx: Tx, event: OrderPlaced, at: int) -> None:
    tx.run(
        "INSERT INTO market_order (id, offer, awarded_by, product, version, seller, buyer,"
        " price_minor, currency, terms, purpose, country, days, exclusive, state, placed_at,"
        " open_until, form, variant, cut)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.order,
        event.offer,
        event.awarded_by.value if event.awarded_by else None,
        event.product,
        event.version,
        event.seller,
        event.buyer,
        event.price.minor,
        event.price.currency,
        event.terms,
        event.purpose.value,
        event.country,
        event.days,
        int(event.exclusive),
        OrderState.placed.value,
        at,
        FOREVER,
        _form_text(event.form, event.price),
        event.variant,
        canonical.encode(event.cut).decode() if event.cut else None,
    )


def _order_cancelled(tx: Tx, event: OrderCancelled, at: int) -> None:
    _close(tx, event.order, OrderState.cancelled, at)


def _contract_concluded(tx: Tx, event: ContractConcluded, at: int) -> None:
    tx.run(
        "INSERT INTO market_contract (id, starts_at, ends_at, order_id) VALUES (?, ?, ?, ?)",
        event.contract,
        event.starts_at,
        event.ends_at,
        event.order,
    )
    until = FOREVER if event.ends_at is None else event.ends_at
    _close(tx, event.order, OrderState.concluded, until)


def _contract_changed(tx: Tx, event: ContractChanged, at: int) -> None:
    tx.run("UPDATE market_contract SET ends_at = ? WHERE id = ?", event.ends_at, event.contract)
    tx.run(
        "UPDATE market_order SET buyer = ?, terms = ?, purpose = ?, country = ?, open_until = ?"
        " WHERE id = ?",
        event.buyer,
        event.terms,
        event.purpose.value,
        event.country,
        FOREVER if event.ends_at is None else event.ends_at,
        event.order,
    )


def _contract_ended(tx: Tx, event: ContractEnded, at: int) -> None:
    tx.run(
        "UPDATE market_contract SET ended_at = ?, ended_by = ?, reason = ? WHERE id = ?",
        at,
        event.by.value,
        event.reason,
        event.contract,
    )
    _close(tx, event.order, OrderState.concluded, at)


def _close(tx: Tx, order: str, state: OrderState, open_until: int) -> None:
    tx.run(
        "UPDATE market_order SET state = ?, open_until = ? WHERE id = ?",
        state.value,
        open_until,
        order,
    )


APPLY: Apply = {
    OfferPrepared: _offer_prepared,
    OfferMade: _offer_made,
    PriceChanged: _price_changed,
    OfferWithdrawn: _offer_withdrawn,
    OrderPlaced: _order_placed,
    OrderCancelled: _order_cancelled,
    ContractConcluded: _contract_concluded,
    ContractChanged: _contract_changed,
    ContractEnded: _contract_ended,
}

AHEAD: Ahead = {PlaceOrder: expect_place_order}
