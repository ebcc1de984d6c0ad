"""Questions about what prices rest on."""

from msgspec import Struct
from msgspec.json import Decoder

from datafloor.analysis.dossier.declared import Cost, cost_floor, income_value
from datafloor.analysis.dossier.declared import Income as Yearly
from datafloor.contexts.agreements import EXCHANGE_SIDE, KeyFacts, current_key
from datafloor.contexts.dossiers.model import (
    CostEntry,
    CostFacts,
    CostKind,
    Dossier,
    Income,
)
from datafloor.kernel.db import Row, Tx
from datafloor.kernel.money import Money

_dossier = Decoder(Dossier)
_VIEW = "body, digest, key, public_key, jws, seller, issued_at"


class Declared(Struct, frozen=True):
    """What a seller declared of a product. `floor` is what each sale must bring for the costs to
    be borne, `income_value` what the income is worth now."""

    costs: tuple[CostEntry, ...]
    income: Income | None
    floor: Money | None
    income_value: Money | None


class DossierView(Struct, frozen=True):
    """A dossier as it was issued, with its digest, and the exchange's signature and key."""

    dossier: Dossier
    digest: str
    key: str
    public_key: str
    jws: str
    seller: str
    issued_at: int


def declared(tx: Tx, product: str) -> Declared:
    """What is declared of a product now, the earliest spending first."""
    rows = tx.rows(
        "SELECT id, spent_for, minor, currency, spent_on, sales_count FROM dossiers_cost"
        " WHERE product = ? AND withdrawn_at IS NULL ORDER BY spent_on, id",
        product,
    )
    costs = tuple(
        CostEntry(cost, CostKind(spent_for), Money(minor, currency), spent_on, sales)
        for cost, spent_for, minor, currency, spent_on, sales in rows
    )
    row = tx.row(
        "SELECT yearly_minor, currency, years, discount_points FROM dossiers_income"
        " WHERE product = ?",
        product,
    )
    income = Income(Money(row[0], row[1]), row[2], row[3]) if row else None
    floor = sum_of(costs)
    value = None
    if income is not None:
        yearly = Yearly(income.yearly.minor, income.years, income.discount_points)
        value = Money(income_value(yearly), income.yearly.currency)
    return Declared(costs, income, floor, value)


def sum_of(costs: tuple[CostEntry, ...]) -> Money | None:
    """What each sale must bring for these costs to be borne; `None` where there are none."""
    if not costs:
        return None
    borne = cost_floor([Cost(each.amount.minor, each.sales_count) for each in costs])
    return Money(borne, costs[0].amount.currency)


def cost_facts(tx: Tx, cost: str) -> CostFacts | None:
    """A declared cost as it stands, or `None`."""
    row = tx.row("SELECT seller, withdrawn_at FROM dossiers_cost WHERE id = ?", cost)
    return CostFacts(row[0], row[1] is not None) if row else None


def signing_key(tx: Tx) -> KeyFacts | None:
    """The key with which the exchange signs contracts and dossiers now, if it has one yet."""
    return current_key(tx, EXCHANGE_SIDE)


def dossier(tx: Tx, dossier: str) -> DossierView | None:
    """One dossier, or `None`."""
    row = tx.row(f"SELECT {_VIEW} FROM dossiers_dossier WHERE id = ?", dossier)
    return _view(row) if row else None


def of_product(tx: Tx, product: str, limit: int = 50) -> list[DossierView]:
    """The dossiers of a product and of trades in it, the latest first."""
    rows = tx.rows(
        f"SELECT {_VIEW} FROM dossiers_dossier WHERE product = ?"
        " ORDER BY issued_at DESC, id DESC LIMIT ?",
        product,
        limit,
    )
    return [_view(row) for row in rows]


def of_trade(tx: Tx, order: str, product: str, placed_at: int) -> list[DossierView]:
    """What concerns a trade: its own dossiers, the latest first, and the product's latest from
    before it was ordered."""
    own = tx.rows(
        f"SELECT {_VIEW} FROM dossiers_dossier WHERE order_id = ?"
        " ORDER BY issued_at DESC, id DESC LIMIT 50",
        order,
    )
    before = tx.rows(
        f"SELECT {_VIEW} FROM dossiers_dossier WHERE product = ? AND order_id IS NULL"
        " AND issued_at <= ? ORDER BY issued_at DESC, id DESC LIMIT 1",
        product,
        placed_at,
    )
    return [_view(row) for row in [*own, *before]]


def _view(row: Row) -> DossierView:
    body, *rest = row
    return DossierView(_dossier.decode(body), *rest)
