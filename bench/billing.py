"""A million usage records billed: each contract's month closed, line by line, and charged.

Run alone: `python -m bench.billing [RECORDS]`. A usage record is what was sent of one file under
one contract. Every bill goes through the door with a durable commit, into the journal and from
wallet to wallet; the invoice that follows a payment is not among it. The rival only adds up: one
GROUP BY over the same records in the same database.
"""

import sys
import tempfile
from concurrent.futures import Future
from typing import Any

from bench.figure import Figure, figure, timed
from datafloor.app.build import CONTEXTS
from datafloor.contexts import billing, settlement
from datafloor.contexts.billing import BillingStarted, ClosePeriod
from datafloor.contexts.market import Meter, Tier, Usage, usage_bill
from datafloor.kernel import canonical
from datafloor.kernel.clock import instant, month_end
from datafloor.kernel.db import WriteTx, open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from datafloor.kernel.ids import derived, new_id
from datafloor.kernel.law import pack
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.money import Money

RECORDS = 1_000_000
PER_CONTRACT = 1_000
GOAL_SECONDS = 10
START = instant("2026-11-03T00:00:00Z")
FORM = Usage(
    meter=Meter.row,
    lot_count=1_000,
    tiers=(Tier(up_to_count=100_000, price_minor=50), Tier(price_minor=30)),
    minimum_minor=1_000,
)


def run(records: int = RECORDS) -> list[Figure]:
    """Seconds to bill all; the sums are checked against the tiers by hand."""
    contracts = [new_id("contract") for _ in range(records // PER_CONTRACT)]
    with tempfile.TemporaryDirectory() as folder:
        built = House([each for each in CONTEXTS if each.name != "invoices"], pack("vn"))
        database = open_database(f"sqlite:///{folder}/exchange.db", built.schema)
        door = Door(built, database, time=lambda: month_end(START))
        try:
            seller = new_id("org")
            with database.writing() as tx:  # how they came about is not what is measured
                for contract in contracts:
                    _metered(tx, built.apply, contract, seller)
            rival = timed(lambda: _grouped(database))
            seconds = timed(lambda: _close(door, contracts))
            with database.reading() as tx:
                found = tx.rows("SELECT CAST(sum(minor) AS BIGINT), count(*) FROM billing_bill")
                paid = settlement.balance(tx, settlement.wallet(seller))
                open_ = billing.due_periods(tx, month_end(START))
        finally:
            door.close()
            database.close()
    units = sum(range(PER_CONTRACT))
    each = sum(line.minor for line in usage_bill(FORM, units))
    if open_ or found != [(each * len(contracts), len(contracts))] or paid != found[0][0]:
        raise RuntimeError(f"billed {found}, paid {paid}")
    many = f"{records:,} usage records billed, {len(contracts):,} bills paid"
    return [
        figure(
            f"billing.{many}",
            seconds,
            "s",
            goal=GOAL_SECONDS,
            better="lower",
            rival="GROUP BY alone: no bill, no journal, no money",
            rival_value=rival,
        )
    ]


def _metered(tx: WriteTx, apply: Any, contract: str, seller: str) -> None:
    buyer, price = new_id("org"), Money(0)
    started = BillingStarted(
        contract=contract,
        order=derived("order", contract),
        buyer=buyer,
        seller=seller,
        price=price,
        form=FORM,
        starts_at=START,
        ends_at=None,
        period_ends_at=month_end(START),
    )
    apply[BillingStarted](tx, started, START)
    grant = derived("grant", contract)
    tx.run(
        "INSERT INTO settlement_account (account, currency, balance) VALUES (?, 'VND', ?)",
        settlement.wallet(buyer),
        10**9,
    )
    tx.many(
        "INSERT INTO delivery_fetch (grant_id, file, byte_count, whole, bought, row_count, last_at)"
        " VALUES (?, ?, 100, 1, 1, ?, 0)",
        [(grant, f"{place:032x}", place) for place in range(PER_CONTRACT)],
    )


def _grouped(database: Any) -> None:
    with database.reading() as tx:
        rows = tx.rows("SELECT grant_id, sum(row_count) FROM delivery_fetch GROUP BY grant_id")
    canonical.encode([tuple(row) for row in rows])


def _close(door: Door, contracts: list[str]) -> None:
    waiting: list[Future[Any]] = [
        door.submit(
            ClosePeriod(contract=contract, bill=new_id("bill")), EXCHANGE, new_id("request")
        )
        for contract in contracts
    ]
    for each in waiting:
        each.result()


if __name__ == "__main__":
    for each in run(*(int(word) for word in sys.argv[1:])):
        print(
            f"{each['name']}: {each['value']:.3g} {each['unit']}, rival {each['rival_value']:.3g}"
        )
