"""What a group of purchases asks a database that is far away: the same, however many they are."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

import pytest

from bench.trade import funded, prepare
from datafloor.app.build import house
from datafloor.contexts.market import PlaceOrder
from datafloor.contexts.policy import Purpose
from datafloor.kernel import clock
from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door, Group, Receipt, Waiting
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.wire import Wire
from tests.postgres import Cluster


@pytest.mark.parametrize("count", [2, 40])
def test_a_group_of_purchases_is_few_round_trips(
    postgres: Cluster, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create()
    made = house("none")
    database = open_database(url, made.schema)
    trips: list[str] = []
    real = Wire.talk

    def talk(wire: Wire, waiting: Sequence[Any]) -> Any:
        trips.append(waiting[-1].sql)
        return real(wire, waiting)

    def purchase(buyer: Actor) -> Waiting:
        asked = PlaceOrder(
            order=new_id("order"), offer=offer, purpose=Purpose.research, country="VN"
        )
        return Waiting(asked, buyer, new_id("request"), "0" * 64, Future())

    try:
        door = Door(made, database)
        offer = prepare(door)
        group = [purchase(funded(door)) for _ in range(count)]
        door.close()
        monkeypatch.setattr(Wire, "talk", talk)
        with database.writing() as tx:
            Group(made, tx, clock.now()).carry_out(group)
    finally:
        database.close()
        postgres.give_back(url)
    assert all(isinstance(each.came_to, Receipt) for each in group)
    assert len(trips) == len(set(trips)) <= 12, trips
