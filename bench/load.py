"""A load generator in a process of its own: one request, again and again, over kept connections.

`python -m bench.load HOST PORT CONNECTIONS SECONDS < request` prints a JSON object: answers a
second, and the middle and the 99th percentile of the time to an answer in milliseconds.
"""

import asyncio
import json
import subprocess
import sys
from time import perf_counter
from typing import Any

import uvloop


class Client(asyncio.Protocol):
    """A connection that asks again as soon as it is answered. Any status but 200 ends the run."""

    def __init__(self, request: bytes, times: list[float], ended: asyncio.Event) -> None:
        self.request, self.times, self.ended = request, times, ended
        self.missing, self.head, self.begun = 0, b"", 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.begun = perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if self.missing == 0:
            self.head += data
            head, gap, body = self.head.partition(b"\r\n\r\n")
            if not gap:
                return
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
            self.head, self.missing = b"", int(length)
            data = body
        self.missing -= len(data)
        if self.missing == 0:
            self.times.append(perf_counter() - self.begun)
            if not self.ended.is_set():
                self.ask()


async def run(host: str, port: int, connections: int, seconds: float, request: bytes) -> Any:
    """Ask for some seconds, after a quarter of a second in which nothing is counted."""
    times: list[float] = []
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Client(request, times, ended), host, port)
    await asyncio.sleep(0.25)
    times.clear()
    begun = perf_counter()
    await asyncio.sleep(seconds)
    took = perf_counter() - begun
    ended.set()
    times.sort()
    return {
        "rate": len(times) / took,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[len(times) * 99 // 100] * 1000,
    }


def load(
    host: str, port: int, request: bytes, *, connections: int = 16, seconds: float = 3
) -> dict[str, float]:
    """What the generator prints, of one run against a server that is there."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", host, str(port), str(connections), str(seconds)],
        input=request,
        capture_output=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    host, port, connections, seconds = sys.argv[1:]
    asked = sys.stdin.buffer.read()
    answer = uvloop.run(run(host, int(port), int(connections), float(seconds), asked))
    print(json.dumps(answer))
