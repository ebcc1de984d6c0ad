"""Events a second when every table is grown again from the journal and compared."""

from concurrent.futures import Future

from bench.databases import KINDS
from bench.figure import Figure, figure, repeated, timed
from bench.trade import OPERATOR, prepare
from datafloor.app.build import house
from datafloor.contexts.market import PlaceOrder
from datafloor.contexts.participants import RegisterOrganisation, Role
from datafloor.contexts.policy import Purpose
from datafloor.contexts.settlement import RecordPayment
from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money
from datafloor.kernel.replay import replay

PURCHASES = 3_000
GOAL = 50_000


def joined(door: Door) -> Actor:
    """A buyer with much money."""
    buyer = Actor(new_id("person"), new_id("org"), frozenset({"buyer"}))
    register = RegisterOrganisation(
        organisation=buyer.organisation,
        name="Buyer",
        tax_code="0100109106",
        roles=(Role.buyer,),
        person=buyer.person,
        person_name="Somebody",
        email="somebody@example.vn",
        password_hash="$argon2id$",
    )
    door.execute(register, Actor("", ""), new_id("request"))
    payment = RecordPayment(
        entry="0" * 64, organisation=buyer.organisation, amount=Money(1_000_000_000)
    )
    door.execute(payment, OPERATOR, new_id("request"))
    return buyer


def trade(database: Database, count: int = PURCHASES) -> None:
    """Fill the journal with whole purchases."""
    door = Door(house("none"), database)
    offer = prepare(door)
    buyer = joined(door)
    answers: list[Future[Receipt]] = []
    for _ in range(count):
        order = PlaceOrder(
            order=new_id("order"), offer=offer, purpose=Purpose.research, country="VN"
        )
        answers.append(door.submit(order, buyer, new_id("request")))
    for answer in answers:
        answer.result()
    door.close()


def rate(database: Database) -> float:
    """Events a second of one replay, which must find no difference."""
    made = house("none")
    events = 0

    def once() -> None:
        nonlocal events
        found = replay(made, database)
        assert found.different == []
        events = found.events

    seconds = timed(once)
    return events / seconds


def run() -> list[Figure]:
    """On both databases."""
    figures = []
    for kind, opened in KINDS.items():
        with opened() as database:
            trade(database)
            value = repeated(lambda database=database: rate(database))
            figures.append(figure(f"replay.{kind}", value, "events/s", goal=GOAL))
    return figures
