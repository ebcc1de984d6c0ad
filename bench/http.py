"""Whole purchases a second over HTTP, and how long a buyer waits for one.

The exchange is `datafloor serve` in a process of its own, the buyers are another: each keeps its
connection and orders again as soon as it is answered. Commits are durable, as in production.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from statistics import median
from time import perf_counter
from typing import Any

import uvloop

from bench.figure import Figure, figure
from bench.start import serving
from bench.trade import funded, prepare
from datafloor.app.build import exchange
from datafloor.app.settings import read_settings
from datafloor.contexts.participants import IssueToken, Role, TokenUse, digest_of
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id

BUYERS = 32
SECONDS = 3.0
RUNS = 3


class Buyer(asyncio.Protocol):
    """One connection that orders, waits for the receipt, and orders again."""

    def __init__(self, offer: str, secret: str, times: list[float], ended: asyncio.Event) -> None:
        self._offer = offer
        self._secret = secret
        self._times = times
        self._ended = ended
        self._answer = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._order()

    def _order(self) -> None:
        order = {"order": new_id("order"), "offer": self._offer, "purpose": "research"}
        body = json.dumps(order | {"country": "VN"}).encode()
        head = (
            "POST /api/orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {self._secret}\r\nidempotency-key: {new_id('request')}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        self._begun = perf_counter()
        self._transport.write(head.encode() + body)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, gap, body = self._answer.partition(b"\r\n\r\n")
        if not gap:
            return
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(body) < length:
            return
        assert head.startswith(b"HTTP/1.1 201 "), self._answer
        self._answer = b""
        self._times.append(perf_counter() - self._begun)
        if not self._ended.is_set():
            self._order()


async def buy(port: int, offer: str, secrets: list[str], seconds: float) -> dict[str, float]:
    """Buy for some seconds, after half a second in which nothing is counted."""
    times: list[float] = []
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for secret in secrets:
        await loop.create_connection(
            lambda secret=secret: Buyer(offer, secret, times, ended), "127.0.0.1", port
        )
    await asyncio.sleep(0.5)
    times.clear()
    begun = perf_counter()
    await asyncio.sleep(seconds)
    took = perf_counter() - begun
    ended.set()
    times.sort()
    return {
        "rate": len(times) / took,
        "p50": times[len(times) // 2] * 1_000,
        "p99": times[len(times) * 99 // 100] * 1_000,
    }


def fair(folder: str) -> tuple[str, list[str]]:
    """An exchange with an offer, and the tokens of its buyers."""
    with exchange(read_settings(folder, law="none")) as running:
        offer, secrets = prepare(running.door), []
        for _ in range(BUYERS):
            buyer, secret = funded(running.door), new_id("secret")
            with running.database.writing() as tx:  # signing in is not what is measured
                tx.run(
                    "INSERT INTO participants_person (id, organisation, added_at) VALUES (?, ?, 0)",
                    buyer.person,
                    buyer.organisation,
                )
                tx.run(
                    "INSERT INTO participants_role (organisation, role, granted_at)"
                    " VALUES (?, 'buyer', 0)",
                    buyer.organisation,
                )
            token = IssueToken(
                token=new_id("token"),
                use=TokenUse.api,
                secret_digest=digest_of(secret),
                scope=(Role.buyer,),
                expires_at=clock.now() + DAY,
            )
            running.door.execute(token, buyer, new_id("request"))
            secrets.append(secret)
    return offer, secrets


def run() -> list[Figure]:
    """The rate, and the middle and the slow end of the waiting, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        offer, secrets = fair(folder)
        with serving(folder, "--law", "none") as (_, _, port):
            told = []
            for _ in range(RUNS):
                done = subprocess.run(
                    [sys.executable, "-m", "bench.http", str(port), offer, str(SECONDS)],
                    input="\n".join(secrets),
                    capture_output=True,
                    text=True,
                    check=True,
                )
                told.append(json.loads(done.stdout))
    middle = {key: median(each[key] for each in told) for key in ("rate", "p50", "p99")}
    return [
        figure("http.purchases", middle["rate"], "purchases/s", goal=500),
        figure("http.purchases.p50", middle["p50"], "ms", better="lower"),
        figure("http.purchases.p99", middle["p99"], "ms", goal=100, better="lower"),
    ]


if __name__ == "__main__":
    answer = uvloop.run(
        buy(int(sys.argv[1]), sys.argv[2], sys.stdin.read().split(), float(sys.argv[3]))
    )
    print(json.dumps(answer))
