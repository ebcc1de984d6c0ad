"""A program to be killed: `python -m tests.house.under_load URL SEED` asks without an end.

Many clients draft and submit products; each request id is printed once it was answered. Who
kills this program may expect every printed one in the journal.
"""

import asyncio
import sys
from random import Random

from datafloor.app.build import house
from datafloor.contexts.catalogue import DraftProduct, Origin, ReviseProduct
from datafloor.kernel.db import StoreFailed, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor

CLIENTS = 24


def tell(line: str) -> None:
    """To whoever started this program, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def client(door: Door, chance: Random) -> None:
    """Asks, tells, and asks again, until the program is killed or the database is gone."""
    by = Actor(new_id("person"), new_id("org"), frozenset({"seller"}))
    mine: list[str] = []
    while True:
        again = mine and chance.random() < 0.4
        product = chance.choice(mine) if again else new_id("product")
        command = (ReviseProduct if again else DraftProduct)(
            product=product,
            title_en=f"Product {chance.random()}",
            title_vi="Sản phẩm",
            description_en="x" * chance.randrange(1, 2_000),
            description_vi="Mô tả",
            origin=Origin.generated,
            origin_note="made up",
        )
        request = new_id("request")
        await door.ask(command, by, request)
        mine.append(product)
        tell(request)


async def main(url: str, seed: int) -> None:
    """All clients at one door."""
    database = open_database(url, house().schema)
    door = Door(house(), database)
    tell("ready")
    chance = Random(seed)
    try:
        await asyncio.gather(*(client(door, Random(chance.random())) for _ in range(CLIENTS)))
    except StoreFailed as failed:
        tell("unknown" if failed.unknown else "failed")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
