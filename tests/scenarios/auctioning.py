"""The sentences of auctions."""

from datafloor.contexts import auctions
from tests.auctions.trading import Auctioning, dong
from tests.scenarios.language import NAME, SUM, Scenario, minor, step


@step(
    f"{NAME} auctions {NAME} under {NAME} from {SUM} with a deposit of {SUM} as {NAME}, "
    "(ascending|first price|second price|many winners)"
)
def announces(
    now: Scenario,
    seller: str,
    product: str,
    terms: str,
    start: str,
    deposit: str,
    auction: str,
    mechanism: str,
) -> None:
    now.ids[auction] = Auctioning(now.exchange).announce(
        now.actors[seller],
        now.ids[product],
        now.ids[terms],
        start=dong(minor(start)),
        deposit=dong(minor(deposit)),
        mechanism=mechanism.replace(" ", "_"),
    )


@step(f"{NAME} bids {SUM} in {NAME}")
def bids(now: Scenario, bidder: str, sum_: str, auction: str) -> None:
    Auctioning(now.exchange).bid(now.actors[bidder], now.ids[auction], minor(sum_))


@step(f"{NAME} stops {NAME}, because (.+)")
def stops(now: Scenario, by: str, auction: str, reason: str) -> None:
    now.exchange.ask(
        now.actors[by], auctions.CancelAuction, auction=now.ids[auction], reason=reason
    )


@step("the bell rings")
def rings(now: Scenario) -> None:
    Auctioning(now.exchange).bell()
