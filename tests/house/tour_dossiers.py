"""The part of the tour that is about what prices rest on."""

from msgspec import to_builtins

from datafloor.contexts import dossiers, market
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.verify import jws
from tests.house.tour_agreements import KEYS, sign_held
from tests.trading import Trading


def explaining(t: Trading, seller: Actor, product: str) -> None:
    """Costs and income are declared, one cost is a mistake, and a dossier of a trade says so."""
    order = t.question(market.orders, seller.organisation)[0]
    mistaken = new_id("cost")
    for cost, spent_for in ((new_id("cost"), "collection"), (mistaken, "labour")):
        t.ask(
            seller,
            dossiers.DeclareCost,
            cost=cost,
            product=product,
            spent_for=spent_for,
            amount={"minor": 5_000, "currency": "VND"},
            spent_on="2026-03-31",
            sales_count=10,
        )
    t.ask(seller, dossiers.WithdrawCost, cost=mistaken)
    income = {"yearly": {"minor": 900, "currency": "VND"}, "years": 3, "discount_points": 1_000}
    t.ask(seller, dossiers.DeclareIncome, product=product, income=income)
    sign_held(t)
    key = t.question(dossiers.signing_key)
    assert key is not None
    declared = t.question(dossiers.declared, product)
    dossier = dossiers.Dossier(
        dossier=new_id("dossier"),
        product=order.product,
        order=order.order,
        at=t.now,
        price=order.price,
        grounds=dossiers.Grounds(
            method=dossiers.Method.comparables_2,
            reason=dossiers.DossierReason.too_few_priced,
            reference=None,
            band_80=None,
            band_90=None,
            known_count=0,
            comparables=(),
            approaches=(dossiers.Approach(dossiers.Basis.cost, declared.floor, 0),),
            costs=declared.costs,
            income=declared.income,
        ),
    )
    statement = jws.detached(KEYS.sign(key.key, canonical.encode(dossier)))
    said = {"dossier": to_builtins(dossier), "key": key.key, "jws": statement}
    t.ask(seller, dossiers.IssueDossier, **said)
