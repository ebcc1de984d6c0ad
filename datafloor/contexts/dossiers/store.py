"""The tables of what prices rest on.

Trust: who can write `dossiers_cost` can make a State seller's auction start lower than its events
allow; who writes `dossiers_dossier` can show a dossier that its digest and signature give away.
"""

from datafloor.contexts import catalogue, market
from datafloor.contexts.dossiers.commands import (
    DeclareCost,
    DeclareIncome,
    IssueDossier,
    WithdrawCost,
)
from datafloor.contexts.dossiers.events import (
    CostDeclared,
    CostWithdrawn,
    DossierIssued,
    IncomeDeclared,
)
from datafloor.contexts.dossiers.model import CostFacts, DeclareFacts, IssueFacts
from datafloor.contexts.dossiers.queries import cost_facts, declared, dossier, signing_key
from datafloor.kernel import canonical
from datafloor.kernel.db import Tx
from datafloor.kernel.message import Apply, Call

SCHEMA = """
CREATE TABLE dossiers_cost (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    seller TEXT NOT NULL,
    spent_for TEXT NOT NULL,
    minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    spent_on TEXT NOT NULL,
    sales_count INTEGER NOT NULL,
    declared_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX dossiers_cost_product ON dossiers_cost (product);
CREATE TABLE dossiers_income (
    product TEXT PRIMARY KEY,
    yearly_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    years INTEGER NOT NULL,
    discount_points INTEGER NOT NULL,
    declared_at INTEGER NOT NULL
) STRICT;
CREATE TABLE dossiers_dossier (
    id TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    order_id TEXT,
    seller TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    jws TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) STRICT;
CREATE INDEX dossiers_dossier_product ON dossiers_dossier (product, issued_at);
CREATE INDEX dossiers_dossier_order ON dossiers_dossier (order_id, issued_at)
"""


def load_declare_cost(tx: Tx, asked: DeclareCost, call: Call) -> DeclareFacts:
    """Whose product it is, and what is declared of it."""
    return _declaring(tx, asked.product, exists=cost_facts(tx, asked.cost) is not None)


def load_declare_income(tx: Tx, asked: DeclareIncome, call: Call) -> DeclareFacts:
    """Whose product it is, and what is declared of it."""
    return _declaring(tx, asked.product, exists=False)


def _declaring(tx: Tx, product: str, *, exists: bool) -> DeclareFacts:
    found, said = catalogue.product_facts(tx, product), declared(tx, product)
    seller = found.organisation if found is not None else None
    return DeclareFacts(seller, said.costs, said.income, exists)


def load_withdraw_cost(tx: Tx, asked: WithdrawCost, call: Call) -> CostFacts | None:
    """The cost as it stands."""
    return cost_facts(tx, asked.cost)


def load_issue_dossier(tx: Tx, asked: IssueDossier, call: Call) -> IssueFacts:
    """The product with what is declared of it, the trade, and the exchange's key."""
    found = asked.dossier
    product, said = catalogue.product_facts(tx, found.product), declared(tx, found.product)
    return IssueFacts(
        exists=dossier(tx, found.dossier) is not None,
        seller=product.organisation if product is not None else None,
        appraisers=tuple(each.appraiser for each in catalogue.appraisals(tx, found.product)),
        costs=said.costs,
        income=said.income,
        order=market.order_facts(tx, found.order) if found.order is not None else None,
        key=signing_key(tx),
    )


def _cost_declared(tx: Tx, event: CostDeclared, at: int) -> None:
    tx.run(
        "INSERT INTO dossiers_cost (id, product, seller, spent_for, minor, currency, spent_on,"
        " sales_count, declared_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.cost,
        event.product,
        event.seller,
        event.spent_for.value,
        event.amount.minor,
        event.amount.currency,
        event.spent_on,
        event.sales_count,
        at,
    )


def _cost_withdrawn(tx: Tx, event: CostWithdrawn, at: int) -> None:
    tx.run("UPDATE dossiers_cost SET withdrawn_at = ? WHERE id = ?", at, event.cost)


def _income_declared(tx: Tx, event: IncomeDeclared, at: int) -> None:
    tx.run("DELETE FROM dossiers_income WHERE product = ?", event.product)
    if event.income is not None:
        tx.run(
            "INSERT INTO dossiers_income (product, yearly_minor, currency, years,"
            " discount_points, declared_at) VALUES (?, ?, ?, ?, ?, ?)",
            event.product,
            event.income.yearly.minor,
            event.income.yearly.currency,
            event.income.years,
            event.income.discount_points,
            at,
        )


def _dossier_issued(tx: Tx, event: DossierIssued, at: int) -> None:
    found = event.dossier
    tx.run(
        "INSERT INTO dossiers_dossier (id, product, order_id, seller, body, digest, key,"
        " public_key, jws, issued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        found.dossier,
        found.product,
        found.order,
        event.seller,
        canonical.encode(found).decode(),
        event.digest,
        event.key,
        event.public_key,
        event.jws,
        at,
    )


APPLY: Apply = {
    CostDeclared: _cost_declared,
    CostWithdrawn: _cost_withdrawn,
    IncomeDeclared: _income_declared,
    DossierIssued: _dossier_issued,
}
