"""Whole purchases through the door: order, hold, contract and grant in one command.

`python -m bench.trade [database url]` prints the figures; without a url, of SQLite in a folder of
its own. Commits are durable, as in production.
"""

import json
import sys
import tempfile
import threading
from statistics import median
from time import perf_counter
from typing import Any

from bench.databases import KINDS
from datafloor.app.build import house
from datafloor.contexts import catalogue, market, policy, settlement
from datafloor.contexts.policy import Onward, Purpose
from datafloor.kernel.db import Database, open_database
from datafloor.kernel.execute import Door, Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money

CLIENTS = 64
PURCHASES = 2_000
RUNS = 5
GOAL = 1_500

OPERATOR = Actor(new_id("person"), new_id("org"), frozenset({"operator", "exchange"}))
SELLER = Actor(new_id("person"), new_id("org"), frozenset({"seller"}))


def prepare(door: Door) -> str:
    """A listed product with an offer at 1.000 ₫."""
    product, version, terms, offer = map(new_id, ("product", "version", "terms", "offer"))
    for by, command in (
        (
            SELLER,
            catalogue.DraftProduct(
                product=product,
                title_en="Flights",
                title_vi="Chuyến bay",
                description_en="Departures",
                description_vi="Các chuyến khởi hành",
                origin=catalogue.Origin.collected,
                origin_note="From the airports",
            ),
        ),
        (
            SELLER,
            catalogue.AddVersion(
                version=version,
                product=product,
                location=f"tables/{product}",
                delta_version=0,
                rows=1_000,
                bytes=50_000,
                files=10,
                digest="0" * 64,
                source="0" * 64,
                fields=(),
            ),
        ),
        (SELLER, catalogue.SubmitProduct(product=product)),
        (OPERATOR, catalogue.ListProduct(product=product, reason="Looked at by hand")),
        (
            SELLER,
            policy.PublishTerms(
                terms=terms,
                days=365,
                purposes=(Purpose.research,),
                territory=("VN",),
                exclusive=False,
                onward=Onward.none,
                ip=(),
            ),
        ),
        (
            SELLER,
            market.MakeOffer(offer=offer, product=product, terms=terms, price=Money(1_000)),
        ),
        (OPERATOR, settlement.SetFee(basis_points=250)),
    ):
        door.execute(command, by, new_id("request"))
    return offer


def funded(door: Door) -> Actor:
    """A buyer whose wallet suffices for every run."""
    buyer = Actor(new_id("person"), new_id("org"), frozenset({"buyer"}))
    with door.database.writing() as tx:  # the register is not what is measured
        tx.run(
            "INSERT INTO participants_organisation (id, registered_at) VALUES (?, 0)",
            buyer.organisation,
        )
        tx.run(
            "INSERT INTO participants_organisation_detail (id, name, tax_code) VALUES (?, ?, ?)",
            buyer.organisation,
            "Buyer",
            buyer.organisation,
        )
    payment = settlement.RecordPayment(
        entry=buyer.organisation.encode().hex()[:64].ljust(64, "0"),
        organisation=buyer.organisation,
        amount=Money(1_000_000_000),
    )
    door.execute(payment, OPERATOR, new_id("request"))
    return buyer


def purchases(door: Door, offer: str, buyers: list[Actor], count: int) -> float:
    """Purchases a second, each client asking again as soon as it is answered."""
    waiting = [
        market.PlaceOrder(
            order=new_id("order"), offer=offer, purpose=Purpose.research, country="VN"
        )
        for _ in range(count)
    ]
    left, done, failed = count, threading.Event(), []

    def again(buyer: Actor) -> None:
        if waiting:
            door.submit(waiting.pop(), buyer, new_id("request")).add_done_callback(
                lambda answer: answered(answer, buyer)
            )

    def answered(answer: Any, buyer: Actor) -> None:
        nonlocal left
        if not isinstance(answer.exception() or answer.result(), Receipt):
            failed.append(answer.exception())
        left -= 1
        if left == 0:
            done.set()
        again(buyer)

    begin = perf_counter()
    for buyer in buyers:
        again(buyer)
    done.wait()
    took = perf_counter() - begin
    if failed:
        raise failed[0]
    return count / took


def measure(url: str) -> dict[str, Any]:
    """The median of several runs on the database that a url names."""
    database = open_database(url, house("none").schema)
    try:
        return measured(database)
    finally:
        database.close()


def measured(database: Database, *, count: int = PURCHASES, runs: int = RUNS) -> dict[str, Any]:
    """The median of several runs on one database."""
    door = Door(house("none"), database)
    try:
        offer = prepare(door)
        buyers = [funded(door) for _ in range(CLIENTS)]
        purchases(door, offer, buyers, CLIENTS)
        rates = [purchases(door, offer, buyers, count) for _ in range(runs)]
        rival = purchases(door, offer, buyers[:1], max(count // 10, 1))
    finally:
        door.close()
    kind = "sqlite" if database.url.startswith("sqlite") else "postgresql"
    return {
        "name": f"purchases_{kind}_{CLIENTS}_clients",
        "value": round(median(rates)),
        "unit": "purchases/s",
        "goal": GOAL,
        "better": "higher",
        "rival": "a durable commit for each purchase",
        "rival_value": round(rival),
    }


def run() -> list[dict[str, Any]]:
    """On both databases."""
    figures = []
    for opened in KINDS.values():
        with opened() as database:
            figures.append(measured(database))
    return figures


def main() -> None:
    """Print the figures as JSON."""
    for url in sys.argv[1:]:
        print(json.dumps(measure(url)))
    if not sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(f"sqlite:///{folder}/exchange.db")))


if __name__ == "__main__":
    main()
