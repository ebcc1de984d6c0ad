"""The decisions about what prices rest on."""

from collections.abc import Sequence

from msgspec.structs import replace

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
from datafloor.kernel import canonical
from datafloor.kernel.message import Call, Event
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.verify import jws

MOST_COSTS = 200
"""Entries in the ledger of one product; who has more adds them up."""


def declare_cost(facts: DeclareFacts, asked: DeclareCost, call: Call) -> Sequence[Event]:
    """All that is declared of a product is in one currency, so that it adds up."""
    seller = _seller(facts.seller, call)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if not asked.amount.minor:
        raise Refused(Refusal.amount_zero)
    _check_currency(facts, asked.amount.currency)
    if len(facts.costs) >= MOST_COSTS:
        raise Refused(Refusal.ledger_full, most=MOST_COSTS)
    return [
        CostDeclared(
            cost=asked.cost,
            product=asked.product,
            seller=seller,
            spent_for=asked.spent_for,
            amount=asked.amount,
            spent_on=asked.spent_on,
            sales_count=asked.sales_count,
        )
    ]


def withdraw_cost(facts: CostFacts | None, asked: WithdrawCost, call: Call) -> Sequence[Event]:
    """By who declared it."""
    if facts is None:
        raise Refused(Refusal.cost_unknown)
    if facts.seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return [] if facts.withdrawn else [CostWithdrawn(cost=asked.cost, seller=facts.seller)]


def declare_income(facts: DeclareFacts, asked: DeclareIncome, call: Call) -> Sequence[Event]:
    """The latest word counts."""
    seller = _seller(facts.seller, call)
    if asked.income == facts.income:
        return []
    if asked.income is not None:
        _check_currency(replace(facts, income=None), asked.income.yearly.currency)
    return [IncomeDeclared(product=asked.product, seller=seller, income=asked.income)]


def _seller(seller: str | None, call: Call) -> str:
    if seller is None:
        raise Refused(Refusal.product_unknown)
    if seller != call.by.organisation:
        raise Refused(Refusal.not_yours)
    return seller


def _check_currency(facts: DeclareFacts, currency: str) -> None:
    known = [each.amount for each in facts.costs]
    if facts.income is not None:
        known.append(facts.income.yearly)
    for each in known:
        if each.currency != currency:
            raise Refused(Refusal.currency_differs, expected=each.currency, found=currency)


def issue_dossier(facts: IssueFacts, asked: IssueDossier, call: Call) -> Sequence[Event]:
    """It says what is declared now, of the trade as it was agreed, and is signed with the key that
    signs the exchange's contracts."""
    found = asked.dossier
    if facts.seller is None:
        raise Refused(Refusal.product_unknown)
    asks = (facts.seller, *facts.appraisers)
    if call.by.organisation not in asks and "operator" not in call.by.roles:
        raise Refused(Refusal.not_yours)
    if facts.exists:
        raise Refused(Refusal.id_taken)
    if found.order is not None and (facts.order is None or facts.order.product != found.product):
        raise Refused(Refusal.order_unknown)
    if facts.key is None or facts.key.key != asked.key:
        raise Refused(Refusal.key_not_current)
    if (found.grounds.costs, found.grounds.income) != (facts.costs, facts.income):
        raise Refused(Refusal.dossier_overtaken)
    content = canonical.encode(found)
    try:
        named, _ = jws.check(jws.attached(asked.jws, content), facts.key.public_key)
    except jws.JwsError as error:
        raise Refused(Refusal.signature_wrong, problem=str(error)) from error
    if named != asked.key:
        raise Refused(Refusal.signature_wrong, problem="it names another key")
    return [
        DossierIssued(
            dossier=found,
            seller=facts.seller,
            digest=canonical.digest_of(content),
            key=asked.key,
            public_key=facts.key.public_key,
            jws=asked.jws,
        )
    ]
