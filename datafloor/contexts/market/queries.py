"""Questions about offers, orders and contracts."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.contexts.market.commands import PlaceOrder
from datafloor.contexts.market.model import (
    AwardedBy,
    ContractFacts,
    OfferFacts,
    OrderFacts,
    OrderState,
)
from datafloor.contexts.market.model.prices import ONCE, Cut, PriceForm, Variants, price_from
from datafloor.contexts.policy import Purpose, Terms
from datafloor.kernel.clock import DAY, HOUR
from datafloor.kernel.db import Asked, Row, Tx, rows_in
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money

_OFFER = (
    "SELECT id, product, seller, terms, price_minor, currency, licence, days, exclusive,"
    " withdrawn_at, form FROM market_offer WHERE id = ?"
)
_ORDERED = "SELECT 1 FROM market_order WHERE id = ?"
_ORDER = (
    "o.id, o.offer, o.product, o.version, o.seller, o.buyer, o.price_minor, o.currency, o.terms,"
    " o.purpose, o.country, o.days, o.state, o.cut, o.form, o.awarded_by"
)
_CONTRACT = (
    "c.id, o.id, o.product, o.version, o.seller, o.buyer, o.terms, o.purpose, o.country,"
    " c.starts_at, c.ends_at, c.ended_at"
)


_form: Decoder[PriceForm] = Decoder(PriceForm)
_cut = Decoder(Cut)


def form_from(text: str) -> PriceForm:
    """The form of price that a stored text says."""
    return _form.decode(text)


def cut_from(text: str | None) -> Cut | None:
    """What a variant leaves out, as stored; `None` is the whole."""
    return None if text is None else _cut.decode(text)


class OfferView(Struct, frozen=True):
    """An offer that can be ordered. `form` is how its price is paid."""

    offer: str
    product: str
    seller: str
    terms: str
    price: Money
    days: int | None
    exclusive: bool
    made_at: int
    form: PriceForm = ONCE

    @property
    def price_from(self) -> Money | None:
        """The least for which it can be taken, or `None` where that is not known before."""
        return price_from(self.form, self.price)


class Prepared(Struct, frozen=True):
    """What a seller has in mind for the next offer on a product, as far as it said it."""

    licence: Terms | None = None
    price: Money | None = None
    form: PriceForm | None = None


_prepared = Decoder(Prepared)


class OrderView(Struct, frozen=True):
    """An order with its contract, if it was concluded, as its two parties see it. Without an offer
    it was awarded, and `awarded_by` says by what."""

    order: str
    offer: str | None
    product: str
    version: str
    seller: str
    buyer: str
    price: Money
    terms: str
    purpose: str
    country: str
    state: str
    placed_at: int
    awarded_by: str | None
    form: PriceForm
    variant: str | None
    contract: str | None
    starts_at: int | None
    ends_at: int | None
    ended_at: int | None
    ended_by: str | None
    reason: str | None


def expect_place_order(asked: PlaceOrder, by: Actor) -> list[Asked]:
    """The offer, and whether the order's id is taken."""
    return [(_OFFER, (asked.offer,)), (_ORDERED, (asked.order,))]


def _offer_of(row: Row) -> OfferFacts:
    offer, product, seller, terms, minor, currency, licence, days, exclusive, *rest = row
    withdrawn, form = rest
    return OfferFacts(
        offer,
        product,
        seller,
        terms,
        Money(minor, currency),
        licence,
        days,
        bool(exclusive),
        withdrawn is not None,
        form_from(form),
    )


def offer_facts(tx: Tx, offer: str) -> OfferFacts | None:
    """An offer as it stands, or `None`."""
    row = tx.row(_OFFER, offer)
    return _offer_of(row) if row else None


def is_ordered(tx: Tx, order: str) -> bool:
    """Whether there is an order of this id."""
    return tx.row(_ORDERED, order) is not None


def ordered(tx: Tx, product: str) -> bool:
    """Whether a product was ever ordered, but for what was cancelled."""
    found = tx.row(
        "SELECT 1 FROM market_order WHERE product = ? AND state <> 'cancelled' LIMIT 1", product
    )
    return found is not None


def order_facts(tx: Tx, order: str) -> OrderFacts | None:
    """An order as it stands, or `None`."""
    row = tx.row(f"SELECT {_ORDER} FROM market_order o WHERE o.id = ?", order)
    if row is None:
        return None
    (
        order,
        offer,
        product,
        version,
        seller,
        buyer,
        minor,
        currency,
        terms,
        purpose,
        country,
        days,
        state,
        cut,
        form,
        awarded_by,
    ) = row
    return OrderFacts(
        order,
        offer,
        product,
        version,
        seller,
        buyer,
        Money(minor, currency),
        terms,
        Purpose(purpose),
        country,
        days,
        OrderState(state),
        cut_from(cut),
        form_from(form),
        AwardedBy(awarded_by) if awarded_by else None,
    )


def contract_facts(tx: Tx, contract: str) -> ContractFacts | None:
    """A contract as it stands, or `None`."""
    row = tx.row(
        f"SELECT {_CONTRACT} FROM market_contract c JOIN market_order o ON o.id = c.order_id"
        " WHERE c.id = ?",
        contract,
    )
    if row is None:
        return None
    contract, order, product, version, seller, buyer, terms, purpose, country, *times = row
    return ContractFacts(
        contract,
        order,
        product,
        version,
        seller,
        buyer,
        terms,
        Purpose(purpose),
        country,
        *times,
    )


def exclusive_taken(tx: Tx, product: str, buyer: str, exclusive: bool, now: int) -> bool:
    """Whether an order of another buyer, paid or not, stands in the way of a new one: it is
    exclusive, or the new one would be."""
    found = tx.row(
        "SELECT 1 FROM market_order WHERE product = ? AND exclusive >= ? AND open_until > ?"
        " AND buyer <> ? LIMIT 1",
        product,
        0 if exclusive else 1,
        now,
        buyer,
    )
    return found is not None


def prepared(tx: Tx, product: str) -> Prepared:
    """What was put down for the next offer on a product; nothing where nothing was."""
    row = tx.row("SELECT offer FROM market_prepared WHERE product = ?", product)
    return _prepared.decode(row[0]) if row else Prepared()


def product_taken(tx: Tx, product: str, exclusive: bool, now: int) -> bool:
    """Whether any order stands in the way of a new one: it is exclusive, or the new one would be.

    Two texts: by the second it shows that an order which is not exclusive changes no answer."""
    question = "SELECT 1 FROM market_order WHERE product = ? AND open_until > ?"
    if not exclusive:
        question += " AND exclusive = 1"
    return tx.row(f"{question} LIMIT 1", product, now) is not None


def offers(tx: Tx, product: str) -> list[OfferView]:
    """The offers on a product that take orders, the oldest first."""
    rows = tx.rows(
        "SELECT id, product, seller, terms, price_minor, currency, days, exclusive, made_at,"
        " form FROM market_offer WHERE product = ? AND withdrawn_at IS NULL ORDER BY made_at, id",
        product,
    )
    return [_offer_view(row) for row in rows]


def offers_on(tx: Tx, products: Iterable[str]) -> dict[str, list[OfferView]]:
    """The offers that take orders on each of these products, the oldest first."""
    rows = rows_in(
        tx,
        "SELECT id, product, seller, terms, price_minor, currency, days, exclusive, made_at,"
        " form FROM market_offer WHERE product IN ({}) AND withdrawn_at IS NULL"
        " ORDER BY made_at, id",
        sorted(set(products)),
    )
    found: dict[str, list[OfferView]] = {}
    for view in map(_offer_view, rows):
        found.setdefault(view.product, []).append(view)
    return found


def _offer_view(row: Row) -> OfferView:
    offer, product, seller, terms, minor, currency, days, exclusive, made_at, form = row
    price = Money(minor, currency)
    how = form_from(form)
    return OfferView(offer, product, seller, terms, price, days, bool(exclusive), made_at, how)


def order(tx: Tx, order: str) -> OrderView | None:
    """One order with its contract, or `None`."""
    rows = tx.rows(f"{_ORDERS} WHERE o.id = ?", order)
    return _order_view(rows[0]) if rows else None


def contracts(tx: Tx) -> int:
    """How many contracts were ever concluded."""
    row = tx.row("SELECT count(*) FROM market_contract")
    assert row is not None
    return int(row[0])


def lately(tx: Tx, limit: int) -> list[tuple[str, int]]:
    """The products that were contracted last, and when; by whom is nobody's business."""
    rows = tx.rows(
        "SELECT o.product, c.starts_at FROM market_contract c"
        " JOIN market_order o ON o.id = c.order_id ORDER BY c.starts_at DESC LIMIT ?",
        limit,
    )
    return [(row[0], row[1]) for row in rows]


def traded(tx: Tx, since: int) -> list[tuple[int, int, str, int]]:
    """What was contracted on each day from an instant on: an instant of that day in Vietnam, how
    many contracts, and what they cost when concluded, by currency."""
    day = "(c.starts_at + 25200000000) / 86400000000"
    rows = tx.rows(
        f"SELECT {day}, count(*), o.currency, sum(o.price_minor) FROM market_contract c"
        f" JOIN market_order o ON o.id = c.order_id WHERE c.starts_at >= ? GROUP BY {day},"
        f" o.currency ORDER BY 1, 3",
        since,
    )
    return [(int(row[0]) * DAY - 7 * HOUR, int(row[1]), row[2], int(row[3])) for row in rows]


Side = Literal["buyer", "seller"]


def orders(
    tx: Tx,
    organisation: str,
    *,
    sides: Sequence[Side] = ("buyer", "seller"),
    before: str = "order_Z",
    limit: int = 50,
) -> list[OrderView]:
    """The orders in which an organisation is on one of these sides, the newest id first. Each side
    is asked for alone, so that an index gives it in its order."""
    rows = {
        row[0]: row
        for side in sides
        for row in tx.rows(
            f"{_ORDERS} WHERE o.{side} = ? AND o.id < ? ORDER BY o.id DESC LIMIT ?",
            organisation,
            before,
            limit,
        )
    }
    return [_order_view(rows[order]) for order in sorted(rows, reverse=True)[:limit]]


_ORDERS = (
    "SELECT o.id, o.offer, o.product, o.version, o.seller, o.buyer, o.price_minor, o.currency,"
    " o.terms, o.purpose, o.country, o.state, o.placed_at, o.awarded_by, o.form, o.variant, c.id,"
    " c.starts_at, c.ends_at, c.ended_at, c.ended_by, c.reason"
    " FROM market_order o LEFT JOIN market_contract c ON c.order_id = o.id"
)


def _order_view(row: Row) -> OrderView:
    order, offer, product, version, seller, buyer, minor, currency, *rest = row
    price = Money(minor, currency)
    form, *last = rest[6:]
    parts = (*rest[:6], form_from(form), *last)
    return OrderView(order, offer, product, version, seller, buyer, price, *parts)


def order_form(tx: Tx, order: str) -> PriceForm | None:
    """The form of price that an order was placed at, frozen; `None` where there is no order."""
    row = tx.row("SELECT form FROM market_order WHERE id = ?", order)
    return form_from(row[0]) if row else None


def offered_cuts(tx: Tx) -> list[tuple[str, Cut]]:
    """Each product and cut of the variants that are on offer."""
    rows = tx.rows(
        "SELECT product, form FROM market_offer"
        " WHERE withdrawn_at IS NULL AND form LIKE '%\"variants\"%'"
    )
    found = []
    for product, text in rows:
        form = form_from(text)
        if isinstance(form, Variants):
            found += [(product, each.cut) for each in form.variants if not each.cut.whole]
    return found


class Priced(Struct, frozen=True):
    """From when on an offer had a price, until when (`None`: it still has)."""

    offer: str
    price: Money
    form: PriceForm
    since: int
    until: int | None


def price_history(tx: Tx, product: str, limit: int = 500) -> list[Priced]:
    """Every price that offers on a product had, the latest first. It is public."""
    rows = tx.rows(
        "SELECT offer, minor, currency, form, since, until FROM market_price"
        " WHERE product = ? ORDER BY since DESC, offer DESC LIMIT ?",
        product,
        limit,
    )
    return [
        Priced(offer, Money(minor, currency), form_from(form), since, until)
        for offer, minor, currency, form, since, until in rows
    ]
