"""Dossiers: on what a price can rest.

A seller declares what a product **cost** it and what **income** the data bring in; the ledger is
shown to the seller, to the offices and in dossiers. A **dossier** freezes the **grounds** of a
price at an instant: comparable prices with their likeness and weight, what cost and income come
to, and a **reference** with bands that hold eight and nine of ten such prices, or "no comparable".
The seller, the operator, or an appraiser of the product asks for one, of a product or of one trade
in it.

What always holds: a dossier is signed by the exchange with the key that signs its contracts, and
its digest is in the journal; it never changes, and what is declared later is in later ones; it
holds exactly what was declared when it was issued.
"""

from datafloor.contexts.dossiers import rules, store
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
from datafloor.contexts.dossiers.model import (
    Approach,
    Band,
    Basis,
    Comparable,
    CostEntry,
    CostId,
    CostKind,
    Dossier,
    DossierId,
    DossierReason,
    Grounds,
    Income,
    Method,
    Standing,
    standing,
)
from datafloor.contexts.dossiers.queries import (
    Declared,
    DossierView,
    declared,
    dossier,
    of_product,
    of_trade,
    signing_key,
)
from datafloor.kernel.message import Context, Way

CONTEXT = Context(
    name="dossiers",
    schema=store.SCHEMA,
    commands={
        DeclareCost: Way(store.load_declare_cost, rules.declare_cost),
        WithdrawCost: Way(store.load_withdraw_cost, rules.withdraw_cost),
        DeclareIncome: Way(store.load_declare_income, rules.declare_income),
        IssueDossier: Way(store.load_issue_dossier, rules.issue_dossier),
    },
    apply=store.APPLY,
)

__all__ = [
    "CONTEXT",
    "Approach",
    "Band",
    "Basis",
    "Comparable",
    "CostDeclared",
    "CostEntry",
    "CostId",
    "CostKind",
    "CostWithdrawn",
    "DeclareCost",
    "DeclareIncome",
    "Declared",
    "Dossier",
    "DossierId",
    "DossierIssued",
    "DossierReason",
    "DossierView",
    "Grounds",
    "Income",
    "IncomeDeclared",
    "IssueDossier",
    "Method",
    "Standing",
    "WithdrawCost",
    "declared",
    "dossier",
    "of_product",
    "of_trade",
    "signing_key",
    "standing",
]
