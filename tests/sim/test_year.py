"""A small year of exchange under faults, drawn from a seed.

Sellers, buyers and an operator do whatever comes to their minds; requests are repeated, sent again
with other content, sent out of order and in one group; the power goes, answers are lost, and the
exchange is closed and opened again. In the end nothing contradicts the journal, no đồng is lost,
and whoever was answered finds that it happened.
"""

import os
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest

from datafloor.contexts import catalogue, delivery, market, participants, settlement
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import StoreFailed, open_database
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.message import EXCHANGE, Actor, Command
from datafloor.kernel.refusal import Refusal, Refused
from tests.house.power import Cut, Power
from tests.trading import Trading, digest

SEED = int(os.environ.get("DATAFLOOR_SEED", "20261121"))
STEPS = int(os.environ.get("DATAFLOOR_STEPS", "700"))

MADE: dict[type[Command], str] = {
    catalogue.DraftProduct: "product",
    market.MakeOffer: "offer",
    market.PlaceOrder: "order",
}
"""What a command makes, and under which field its id is."""


class Year(Trading):
    """An exchange to which everything happens. `chance` decides what."""

    def __init__(self, url: str, chance: Random) -> None:
        super().__init__(url)
        self.chance = chance
        self.url = url
        self.quiet = True
        self.answered: dict[str, tuple[Receipt, Actor, type[Command], dict[str, Any]]] = {}
        self.refusals: dict[str, int] = {}
        self.made: dict[type[Command], list[str]] = {command: [] for command in MADE}
        self._wrap()

    def _wrap(self) -> None:
        self.door.close()
        self.power = Power(self.database)
        self.door = Door(self.house, self.power, time=lambda: self.now)  # type: ignore[arg-type]

    def ask(self, by: Actor, command: type[Command], *, request: str = "", **said: Any) -> Receipt:
        """Ask until it is answered, whatever happens meanwhile, and remember the answer."""
        request = request or new_id("request")
        while True:
            if not self.quiet:
                self.fault()
            try:
                receipt = super().ask(by, command, request=request, **said)
            except StoreFailed:
                continue  # and it is asked again, as anybody would
            finally:
                self.power.cut, self.power.lose_reply = None, False
            self.answered[request] = (receipt, by, command, said)
            if command in MADE:
                self.made[command].append(said[MADE[command]])
            return receipt

    def fault(self) -> None:
        """Now and then the power goes, an answer gets lost, or the exchange is opened anew."""
        draw = self.chance.random()
        if draw < 0.08:
            self.power.cut = Cut(self.chance.randrange(40))
        elif draw < 0.14:
            self.power.lose_reply = True
        elif draw < 0.16:
            self.door.close()
            self.database.close()
            self.database = open_database(self.url, self.house.schema)
            self._wrap()

    def again(self) -> None:
        """Somebody sends a request again: the same, or another under the same id."""
        request = self.chance.choice(list(self.answered))
        receipt, by, command, said = self.answered[request]
        assert super().ask(by, command, request=request, **said) == receipt
        other = self.chance.choice(list(self.answered.values()))
        if other[2:] != (command, said):
            with pytest.raises(Refused) as refused:
                super().ask(by, other[2], request=request, **other[3])
            assert refused.value.why is (other[2].may(by) or Refusal.request_id_reused)

    def one(self, made_by: type[Command]) -> str:
        """Something that was made, or nothing that is."""
        return self.chance.choice([*self.made[made_by], "nothing"])


def ideas(t: Year, people: dict[str, list[Actor]]) -> list[Callable[[], Any]]:
    """What somebody may do next. Much of it is refused, and must be."""
    chance = t.chance
    seller, buyer, operator = (
        chance.choice(people[name]) for name in ("seller", "buyer", "operator")
    )
    anybody = chance.choice([person for group in people.values() for person in group])
    product = t.one(catalogue.DraftProduct)
    order = t.one(market.PlaceOrder)
    contract, grant = derived("contract", order), derived("grant", order)

    def publish() -> None:
        offered = t.product(seller)
        t.list(seller, operator, offered)
        t.offer(seller, offered, t.terms(seller), chance.choice([0, 1, 999, 99_000]))

    return [
        publish,
        *[
            lambda: t.order(
                buyer,
                t.one(market.MakeOffer),
                country=chance.choice(["VN", "FR"]),
            )
        ]
        * 4,
        lambda: t.pay(operator, buyer, chance.choice([1, 50_000, 10**15])),
        lambda: t.pay(anybody, buyer, 1_000, entry=f"entry {chance.randrange(20)}"),
        lambda: t.ask(anybody, market.CancelOrder, order=order),
        lambda: t.ask(anybody, delivery.ConfirmDelivery, contract=contract),
        lambda: t.ask(anybody, market.EndContract, contract=contract, reason="Ended."),
        lambda: t.ask(operator, settlement.RefundOrder, order=order, reason="Not as described."),
        lambda: t.ask(EXCHANGE, settlement.EndAcceptance, order=order),
        lambda: t.credential(buyer, grant, new_id("secret")),
        lambda: t.ask(
            operator,
            settlement.RecordPayout,
            entry=digest(new_id("entry")),
            organisation=seller.organisation,
            amount={"minor": chance.choice([1, 500, 10**12]), "currency": "VND"},
        ),
        lambda: t.ask(operator, settlement.SetFee, basis_points=chance.randrange(0, 1_000)),
        lambda: t.ask(anybody, catalogue.SubmitProduct, product=product),
        lambda: t.ask(anybody, catalogue.DelistProduct, product=product, reason="Old."),
        lambda: t.version(seller, product),
        lambda: t.ask(
            operator,
            chance.choice([participants.GrantRole, participants.WithdrawRole]),
            organisation=anybody.organisation,
            role=chance.choice(["seller", "buyer", "supervisor"]),
        ),
    ]


def test_a_year(database_url: str) -> None:
    chance = Random(SEED)
    t = Year(database_url, chance)
    people = {
        "operator": [t.join("operator")],
        "seller": [t.join("seller"), t.join("seller", "buyer")],
        "buyer": [t.join("buyer"), t.join("buyer")],
    }
    t.quiet = False
    try:
        for _ in range(STEPS):
            t.now += chance.randrange(DAY)
            try:
                chance.choice(ideas(t, people))()
            except Refused as refused:
                name = refused.why.name
                t.refusals[name] = t.refusals.get(name, 0) + 1
            except msgspec.ValidationError:  # nothing is no id
                pass
            if chance.random() < 0.1:
                t.again()
        check(t)
    except BaseException as failure:
        failure.add_note(f"DATAFLOOR_SEED={SEED} DATAFLOOR_STEPS={STEPS}")
        raise
    finally:
        t.close()


def check(t: Year) -> None:
    """What holds after every year."""
    replayed = t.replayed()
    assert replayed.different == []
    assert replayed.events > STEPS / 2
    assert len(t.refusals) > 5, t.refusals
    for request, (receipt, by, _, _) in t.answered.items():
        found = t.rows(
            "SELECT min(seq), max(seq) FROM journal WHERE request_id = ? AND by_person = ?",
            request,
            by.person,
        )
        assert found == [(receipt.first, receipt.last)]
    assert set(t.question(settlement.trial_balance).values()) == {0}
