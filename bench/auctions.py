"""What a draw with many winners earns, and how many bids come through the door.

Run alone: `python -m bench.auctions`. Earnings are shares of what the best single price would bring
if all bids were known before, over lognormal bidders and the median of draws; beside it what a
seller earns who sets a fixed price after asking thirty of them. Bids are sealed and first bids,
each with its deposit taken and its commit durable; beside them a table of one's own in SQLite with
a commit a bid, which checks nothing and takes no deposit.
"""

import sqlite3
import tempfile
import threading
from statistics import median
from time import perf_counter

import numpy as np

from bench.figure import Figure, figure, timed
from bench.trade import CLIENTS, SELLER, prepare
from datafloor.adapters import sealing
from datafloor.adapters.secrets import Key
from datafloor.analysis.auctions import bids_of, draw, optimal_price, random_sampling
from datafloor.analysis.commitments import seed_digest
from datafloor.app.build import house
from datafloor.contexts import auctions, market
from datafloor.contexts.auctions import Mechanism, OpenAuction, SealBid
from datafloor.contexts.policy import Purpose
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from datafloor.kernel.money import Money

DRAWS = 101
BIDS = 4_000
KEY = Key(bytes(32))
START, DEPOSIT = Money(1_000), Money(100)


def run() -> list[Figure]:
    """Earnings at several sizes, seconds of one large bell, and bids a second."""
    found = [earned(count) for count in (20, 100, 1_000, 10_000)]
    many = bids_of(_values(np.random.default_rng(1), 100_000).tolist())
    names = [f"bid_{place}" for place in range(many.size)]
    seconds = timed(lambda: random_sampling(many, draw("seed", names), 1))
    found.append(figure("auctions.100,000 bidders drawn and priced", seconds, "s", better="lower"))
    plain = plain_bids()
    found.append(
        figure(
            f"auctions.sealed bids with deposits, SQLite, {CLIENTS} clients",
            round(sealed_bids()),
            "bids/s",
            rival="a plain SQLite table, a commit each",
            rival_value=round(plain),
        )
    )
    return found


def _values(random: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.maximum(random.lognormal(13, 1, size=count), 1).astype(np.int64)


def earned(count: int) -> Figure:
    """The share of the best single price's income that a draw earns, at this many bidders."""
    random = np.random.default_rng(count)
    drawn, asked = [], []
    for number in range(DRAWS):
        bids = bids_of(_values(random, count).tolist())
        best = optimal_price(bids, 1)
        most = best * int((bids >= best).sum())
        sides = draw(f"seed {number}", [f"bid_{place}" for place in range(count)])
        drawn.append(sum(award.price for award in random_sampling(bids, sides, 1)) / most)
        fixed = optimal_price(_values(random, 30), 1)  # thirty others of the same market
        asked.append(fixed * int((bids >= fixed).sum()) / most)
    return figure(
        f"auctions.random sampling, {count:,} bidders, share of the best price",
        round(median(drawn), 3),
        "",
        goal=0.95 if count >= 1_000 else None,
        rival="a fixed price after asking thirty",
        rival_value=round(median(asked), 3),
    )


def sealed_bids() -> float:
    """First bids a second, each of another bidder."""
    with tempfile.TemporaryDirectory() as folder:
        built = house("none")
        database = open_database(f"sqlite:///{folder}/exchange.db", built.schema)
        door = Door(built, database)
        try:
            return _through(door)
        finally:
            door.close()
            database.close()


def _through(door: Door) -> float:
    offer = prepare(door)
    with door.database.reading() as tx:
        facts = market.offer_facts(tx, offer)
    assert facts is not None
    auction, now = new_id("auction"), clock.now()
    announced = OpenAuction(
        auction=auction,
        product=facts.product,
        terms=facts.terms,
        mechanism=Mechanism.many_winners,
        start=START,
        deposit=DEPOSIT,
        opens_at=now,
        ends_at=now + DAY,
        seed_digest=seed_digest(sealing.seed(KEY, auction)),
    )
    door.execute(announced, SELLER, new_id("request"))
    bidders = [Actor(new_id("person"), new_id("org"), frozenset({"buyer"})) for _ in range(BIDS)]
    with door.database.writing() as tx:  # whose money it is, is not what is measured
        tx.many(
            "INSERT INTO settlement_account (account, currency, balance) VALUES (?, 'VND', 1000)",
            [(f"wallet:{bidder.organisation}",) for bidder in bidders],
        )
    waiting = [(bidder, _bid(auction)) for bidder in bidders]
    left, done = threading.Semaphore(0), []

    def again() -> None:
        if waiting:
            bidder, command = waiting.pop()
            door.submit(command, bidder, new_id("request")).add_done_callback(answered)

    def answered(answer: object) -> None:
        done.append(answer)
        again()
        left.release()

    begun = perf_counter()
    for _ in range(CLIENTS):
        again()
    for _ in range(BIDS):
        left.acquire()
    took = perf_counter() - begun
    with door.database.reading() as tx:
        if auctions.auction(tx, auction).bidders != BIDS:
            raise RuntimeError("not every bid was taken")
    return BIDS / took


def _bid(auction: str) -> SealBid:
    bid = new_id("bid")
    return SealBid(
        bid=bid,
        auction=auction,
        amount=Money(2_000),
        purpose=Purpose.research,
        country="VN",
        salt=sealing.salt(KEY, auction, bid),
        sealed=sealing.seal(KEY, auction, bid, 2_000),
    )


def plain_bids() -> float:
    """Rows a second in a table, each with a durable commit."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(f"{folder}/bids.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE bid (id TEXT PRIMARY KEY, auction TEXT, minor INTEGER)")
        names = [new_id("bid") for _ in range(BIDS)]
        begun = perf_counter()
        for name in names:
            database.execute("INSERT INTO bid VALUES (?, 'auction', 2000)", (name,))
        took = perf_counter() - begun
        database.close()
    return BIDS / took


if __name__ == "__main__":
    for each in run():
        print(f"{each['name']}: {each['value']:g} {each['unit']} ({each['rival_value']})")
