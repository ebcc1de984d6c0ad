"""The sentences of what prices rest on."""

from datafloor.contexts import dossiers
from datafloor.kernel.ids import new_id
from tests.scenarios.language import NAME, SUM, Scenario, dong, minor, same, step


@step(f"{NAME} declares {SUM} for (\\w+) of {NAME}, borne by (\\d+) sales?, as {NAME}")
def declares_cost(
    now: Scenario, seller: str, sum_: str, what: str, product: str, sales: str, name: str
) -> None:
    now.ids[name] = new_id("cost")
    now.exchange.ask(
        now.actors[seller],
        dossiers.DeclareCost,
        cost=now.ids[name],
        product=now.ids[product],
        spent_for=what,
        amount=dong(sum_),
        spent_on="2026-06-30",
        sales_count=int(sales),
    )


@step(f"{NAME} takes back the cost {NAME}")
def withdraws_cost(now: Scenario, seller: str, cost: str) -> None:
    now.exchange.ask(now.actors[seller], dossiers.WithdrawCost, cost=now.ids[cost])


@step(f"each sale of {NAME} must bring {SUM}")
def floor_is(now: Scenario, product: str, sum_: str) -> None:
    declared = now.exchange.question(dossiers.declared, now.ids[product])
    same(declared.floor.minor if declared.floor else 0, minor(sum_))
