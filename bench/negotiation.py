"""Negotiations from the first proposal to a contract with its right of access, in process.

The shortest way has three commands: the buyer requests, the seller agrees, the buyer verifies; the
last publishes the terms, places the order, takes the money into escrow, concludes the contract and
opens the grant. The longer way asks for a quotation and beats it down first.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from time import perf_counter

from bench.databases import KINDS
from bench.figure import Figure, figure, repeated
from bench.trade import SELLER, funded, prepare
from datafloor.app.build import house
from datafloor.contexts import market, negotiation
from datafloor.contexts.negotiation import Proposal
from datafloor.contexts.policy import Onward, Purpose, Terms
from datafloor.kernel import canonical, clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door, Group, Waiting
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.money import Money

CLIENTS = 64
SECONDS = 2.0
GOAL = 800
RIVAL = "a durable commit for each message"

Ask = Callable[[Command, Actor], Awaitable[object]]


def proposal(price: int | None) -> Proposal:
    """A contract for research in Vietnam."""
    return Proposal(
        licence=Terms(
            days=365,
            purposes=(Purpose.research,),
            territory=("VN",),
            exclusive=False,
            onward=Onward.none,
            ip=(),
        ),
        price=None if price is None else Money(price),
        purpose=Purpose.research,
        country="VN",
        expires_at=clock.now() + DAY,
    )


async def negotiate(ask: Ask, buyer: Actor, product: str, bids: list[int | None]) -> None:
    """Buyer and seller bid in turn; the last bid is the buyer's, and the seller agrees to it."""
    talk = new_id("negotiation")
    made = proposal(bids[0])
    await ask(negotiation.OpenNegotiation(negotiation=talk, product=product, proposal=made), buyer)
    for turn, bid in enumerate(bids[1:]):
        made = proposal(bid)
        command = negotiation.MakeProposal(negotiation=talk, proposal=made)
        await ask(command, buyer if turn % 2 else SELLER)
    digest = canonical.digest(made)
    await ask(negotiation.AgreeProposal(negotiation=talk, digest=digest), SELLER)
    await ask(negotiation.VerifyAgreement(negotiation=talk, digest=digest), buyer)


SHORT: list[int | None] = [1_000]
LONG: list[int | None] = [None, 3_000, 500, 1_500, 1_000]


async def _clients(
    ask: Ask, buyers: list[Actor], product: str, bids: list[int | None], seconds: float
) -> float:
    begun = perf_counter()
    until = begun + seconds

    async def client(buyer: Actor) -> int:
        done = 0
        while perf_counter() < until:
            await negotiate(ask, buyer, product, bids)
            done += 1
        return done

    done = sum(await asyncio.gather(*map(client, buyers)))
    return done / (perf_counter() - begun)


def measured(database: Database, *, seconds: float = SECONDS) -> tuple[float, float, float]:
    """Contracts a second the short way and the long way at 64 clients, and of the rival."""
    import uvloop

    built = house("none")
    door = Door(built, database)
    try:
        offer = prepare(door)
        with database.reading() as tx:
            on_offer = market.offer_facts(tx, offer)
        assert on_offer is not None
        product = on_offer.product
        buyers = [funded(door) for _ in range(CLIENTS)]

        async def ask(command: Command, by: Actor) -> object:
            return await door.ask(command, by, new_id("request"))

        def rate(bids: list[int | None]) -> float:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(_clients(ask, buyers, product, bids, seconds))

        rate(SHORT)
        short, long = repeated(lambda: rate(SHORT)), repeated(lambda: rate(LONG))
    finally:
        door.close()

    async def alone(command: Command, by: Actor) -> object:
        waiting = Waiting(command, by, new_id("request"), "0" * 64, Future())
        with database.writing() as tx:
            Group(built, tx, clock.now()).carry_out([waiting])
        assert not isinstance(waiting.came_to, Exception)
        return waiting.came_to

    with asyncio.Runner() as runner:
        rival = runner.run(_clients(alone, buyers[:1], product, SHORT, seconds))
    return short, long, rival


def run() -> list[Figure]:
    """On both databases, each with its rival in the same run."""
    figures = []
    for kind, opened in KINDS.items():
        with opened() as database:
            short, long, rival = measured(database)
        goal = GOAL if kind == "sqlite" else None
        for way, value in (("shortest", short), ("with_counter_offers", long)):
            figures.append(
                figure(
                    f"negotiation.{way}.{kind}.{CLIENTS}",
                    value,
                    "contracts/s",
                    goal=goal if way == "shortest" else None,
                    rival=RIVAL if way == "shortest" else "",
                    rival_value=rival if way == "shortest" else None,
                )
            )
    return figures
