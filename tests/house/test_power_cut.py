"""Every command of the house, cut off before every single statement, leaves nothing behind."""

from typing import Any

import pytest

from datafloor.kernel.db import StoreFailed
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor, Command
from tests.contents import contents
from tests.house.power import Cut, Power
from tests.house.tour import tour
from tests.trading import Trading

MOST_STATEMENTS = 500


class Unlucky(Trading):
    """An exchange on a database with a switch."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.door.close()
        self.power = Power(self.database)
        self.database = self.power  # type: ignore[assignment]
        self.door = Door(self.house, self.database, time=lambda: self.now)
        self.asked: set[str] = set()


class CutOff(Unlucky):
    """Whatever is asked is first cut off before each of its statements."""

    def ask(self, by: Actor, command: type[Command], *, request: str = "", **said: Any) -> Receipt:
        self.asked.add(command.kind)
        request = request or new_id("request")
        before = contents(self.database, self.house)
        for statements in range(MOST_STATEMENTS):
            cut = self.power.cut = Cut(statements)
            try:
                receipt = super().ask(by, command, request=request, **said)
            except StoreFailed as failed:
                assert not failed.unknown
                assert contents(self.database, self.house) == before, (command.kind, statements)
            else:
                assert cut.left == 0, "it was carried out before its last statement"
                assert statements > 5
                self.power.cut = None
                return receipt
        raise AssertionError(f"{command.kind} never came to an end")


class ReplyLost(Unlucky):
    """Whatever is asked happens, and the answer is lost; asking again gets the receipt."""

    def ask(self, by: Actor, command: type[Command], *, request: str = "", **said: Any) -> Receipt:
        request = request or new_id("request")
        self.power.lose_reply = True
        with pytest.raises(StoreFailed) as failed:
            super().ask(by, command, request=request, **said)
        assert failed.value.unknown
        happened = contents(self.database, self.house)
        receipt = super().ask(by, command, request=request, **said)
        assert super().ask(by, command, request=request, **said) == receipt
        assert contents(self.database, self.house) == happened
        assert (receipt.first, request) in {(row[0], row[4]) for row in happened["journal"]}
        return receipt


def askable(exchange: Trading) -> set[str]:
    """The commands that somebody can ask; the others only follow from them."""
    anybody = frozenset({"seller", "buyer", "operator", "supervisor"})
    return {
        command.kind
        for command in exchange.house.ways
        if command.may(Actor("person", "organisation", anybody)) is None
    }


def test_a_power_cut_before_any_statement_leaves_nothing_behind(database_url: str) -> None:
    exchange = CutOff(database_url)
    tour(exchange)
    assert exchange.replayed().different == []
    assert askable(exchange) <= exchange.asked, "the tour leaves out a command"
    happened = {row[0] for row in exchange.rows("SELECT DISTINCT kind FROM journal")}
    assert happened == set(exchange.house.events), "the tour leaves out an event"
    exchange.close()


def test_what_happened_while_the_answer_was_lost_is_told_on_asking_again(
    database_url: str,
) -> None:
    exchange = ReplyLost(database_url)
    tour(exchange)
    assert exchange.replayed().different == []
    exchange.close()
