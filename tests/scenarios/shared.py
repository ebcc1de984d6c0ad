"""Sentences about sharing."""

from typing import Any

from datafloor.contexts import people
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from tests.scenarios.language import NAME, Scenario, step
from tests.trading import digest


@step(rf"{NAME} gives people (\d+) points, lets sellers keep (\d+), and names {NAME} as the fund")
def gives_people(now: Scenario, by: str, points: str, kept: str, fund: str) -> None:
    rule: dict[str, Any] = {
        "share_points": int(points),
        "equal_points": 5_000,
        "processing_points": int(kept),
        "threshold": {"minor": 10_000, "currency": "VND"},
        "claim_days": 365,
        "fund": now.actors[fund].organisation,
    }
    now.exchange.ask(now.actors[by], people.SetPeopleRule, rule=rule)


@step(rf"{NAME} proposes for {NAME} with {NAME} that (\d+) points go by coverage as {NAME}")
def proposes(
    now: Scenario, seller: str, product: str, other: str, points: str, sharing: str
) -> None:
    own = now.actors[seller].organisation
    terms: dict[str, Any] = {
        "providers": [own, now.actors[other].organisation],
        "coverage_points": int(points),
        "processing_points": 1_000,
        "key": ["carrier"],
    }
    name = new_id("sharing")
    now.exchange.ask(
        now.actors[seller],
        people.ProposeSharing,
        sharing=name,
        product=now.ids[product],
        terms=terms,
    )
    now.ids[sharing] = name


@step(f"{NAME} joins the sharing {NAME}")
def agrees(now: Scenario, who: str, sharing: str) -> None:
    now.exchange.ask(now.actors[who], people.AgreeSharing, sharing=now.ids[sharing])


@step(f"{NAME} turns down the sharing {NAME}, because (.+)")
def declines(now: Scenario, who: str, sharing: str, reason: str) -> None:
    asked = {"sharing": now.ids[sharing], "reason": reason}
    now.exchange.ask(now.actors[who], people.DeclineSharing, **asked)


@step(rf"{NAME} registers (\d+) rows for {NAME}")
def registers(now: Scenario, who: str, rows: str, sharing: str) -> None:
    now.exchange.ask(
        now.actors[who],
        people.RegisterContribution,
        contribution=new_id("contribution"),
        sharing=now.ids[sharing],
        rows=int(rows),
        digest=digest(f"rows of {who}"),
    )


@step(
    rf"the exchange finds that {NAME} supplied (\d+) rows alone and {NAME} (\d+), and both"
    rf" another (\d+), of {NAME} under {NAME}"
)
def measured(
    now: Scenario,
    one: str,
    rows: str,
    other: str,
    others: str,
    both: str,
    product: str,
    sharing: str,
) -> None:
    sql = "SELECT version FROM catalogue_product WHERE id = ?"
    (version,) = now.exchange.rows(sql, now.ids[product])[0]
    supplies = [
        {"provider": now.actors[one].organisation, "counts": [int(rows), int(both)]},
        {"provider": now.actors[other].organisation, "counts": [int(others), int(both)]},
    ]
    coverage: dict[str, Any] = {"supplies": supplies, "own": 0}
    asked = {"sharing": now.ids[sharing], "version": version, "coverage": coverage}
    now.exchange.ask(EXCHANGE, people.RecordCoverage, **asked)
