"""Commands a second through the door, by waiting clients, against a commit for each command."""

import asyncio
from concurrent.futures import Future
from time import perf_counter

from bench.databases import KINDS
from bench.figure import Figure, figure, repeated
from datafloor.app.build import house
from datafloor.contexts.catalogue import DraftProduct, Origin
from datafloor.kernel import clock
from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door, Group, Waiting
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor

CLIENTS = (1, 64, 512)
GOALS = {("sqlite", 64): 5_000, ("postgres", 64): 3_000}
SECONDS = 1.5
RIVAL = "a durable commit for each command"

SELLER = Actor(new_id("person"), new_id("org"), frozenset({"seller"}))


def a_command() -> DraftProduct:
    """A command like many: one look whether the id is taken, one event, one row."""
    return DraftProduct(
        product=new_id("product"),
        title_en="Flights from New York",
        title_vi="Các chuyến bay từ New York",
        description_en="Every flight that left the three airports in a year, with its delay.",
        description_vi="Mọi chuyến bay rời ba sân bay trong một năm, kèm độ trễ.",
        origin=Origin.collected,
        origin_note="Reported by the carriers.",
    )


async def _clients(door: Door, clients: int, seconds: float) -> float:
    """Each client asks, waits for its answer, and asks again. Returns answers a second."""
    begun = perf_counter()
    until = begun + seconds

    async def client() -> int:
        done = 0
        while perf_counter() < until:
            await door.ask(a_command(), SELLER, new_id("request"))
            done += 1
        return done

    done = sum(await asyncio.gather(*(client() for _ in range(clients))))
    return done / (perf_counter() - begun)


def through_the_door(database: Database, clients: int, seconds: float = SECONDS) -> float:
    """Answers a second of so many clients that wait at the door."""
    import uvloop

    door = Door(house(), database)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_clients(door, clients, seconds))
    finally:
        door.close()


def one_by_one(database: Database, seconds: float = SECONDS) -> float:
    """The same commands, each in a transaction of its own, without any waiting or threads."""
    made, done, begun = house(), 0, perf_counter()
    while perf_counter() - begun < seconds:
        waiting = Waiting(a_command(), SELLER, new_id("request"), "0" * 64, Future())
        with database.writing() as tx:
            Group(made, tx, clock.now()).carry_out([waiting])
        assert not isinstance(waiting.came_to, Exception)
        done += 1
    return done / (perf_counter() - begun)


def run() -> list[Figure]:
    """On both databases, at 1, 64 and 512 clients."""
    figures = []
    for kind, opened in KINDS.items():
        with opened() as database:
            through_the_door(database, 64, 0.3)  # plans and caches are warm
            rival = repeated(lambda database=database: one_by_one(database))
            for clients in CLIENTS:
                value = repeated(
                    lambda database=database, clients=clients: through_the_door(database, clients)
                )
                figures.append(
                    figure(
                        f"door.{kind}.{clients}",
                        value,
                        "commands/s",
                        goal=GOALS.get((kind, clients)),
                        rival=RIVAL,
                        rival_value=rival,
                    )
                )
    return figures
