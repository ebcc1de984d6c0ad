"""What can be asked about what prices rest on."""

from datafloor.contexts.agreements import Jws, KeyId
from datafloor.contexts.catalogue import ProductId
from datafloor.contexts.dossiers.model import CostId, CostKind, Dossier, Income, SpentOn
from datafloor.contexts.market import Count
from datafloor.kernel.message import Command, role, signed_in
from datafloor.kernel.money import Money


class DeclareCost(Command, frozen=True):
    """A seller declares what it spent on a product, on which day, and over how many sales that is
    to be borne."""

    kind = "dossiers.declare_cost"
    may = role("seller")
    cost: CostId
    product: ProductId
    spent_for: CostKind
    amount: Money
    spent_on: SpentOn
    sales_count: Count = 1


class WithdrawCost(Command, frozen=True):
    """A declared cost was a mistake. Dossiers that were issued keep it."""

    kind = "dossiers.withdraw_cost"
    may = role("seller")
    cost: CostId


class DeclareIncome(Command, frozen=True):
    """A seller declares what a product's data bring in each year; without an income, none any
    more."""

    kind = "dossiers.declare_income"
    may = role("seller")
    product: ProductId
    income: Income | None = None


class IssueDossier(Command, frozen=True):
    """The seller, the operator or an appraiser of a product has its grounds frozen. No request
    body carries it: the exchange reckons the dossier, and signs it (`jws`, detached)."""

    kind = "dossiers.issue_dossier"
    may = signed_in
    dossier: Dossier
    key: KeyId
    jws: Jws
