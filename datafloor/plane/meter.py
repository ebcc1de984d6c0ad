"""What was delivered, by grant and file. Real clients fetch a file several times, and in pieces.

A byte of a file counts once for a grant, however often it is fetched. Bytes count when they are
handed to the network; what a lost connection still held is counted though it never arrived.
"""

from collections import OrderedDict
from threading import Lock

from msgspec import Struct

MOST_SPANS = 256
MOST_FILES = 100_000


class Delivered(Struct, frozen=True):
    """How much of a file one grant has been given: different bytes, of `size` in all."""

    grant_id: str
    file_id: str
    size: int
    bytes: int

    @property
    def complete(self) -> bool:
        return self.bytes == self.size


class _Tally(Struct):
    size: int
    spans: list[tuple[int, int]]
    changed: bool


class Meter:
    """Counts in memory. Whoever drains it writes the figures down; they only grow, so repeating
    a figure does no harm and the larger one is right."""

    def __init__(self) -> None:
        self._tallies: OrderedDict[tuple[str, str], _Tally] = OrderedDict()
        self._lock = Lock()

    def record(self, grant_id: str, file_id: str, size: int, start: int, stop: int) -> None:
        """Bytes `start` to `stop` (without it) of a file went out under a grant."""
        if start >= stop:
            return
        with self._lock:
            tally = self._tallies.setdefault((grant_id, file_id), _Tally(size, [], False))
            spans = _joined([*tally.spans, (start, stop)])
            tally.changed |= spans != tally.spans
            tally.spans = spans
            self._tallies.move_to_end((grant_id, file_id))

    def drain(self) -> list[Delivered]:
        """The figures that have grown since the last call.

        The files used longest ago are forgotten beyond a bound; fetched again, they count anew.
        """
        with self._lock:
            grown = [
                Delivered(grant, file, tally.size, sum(b - a for a, b in tally.spans))
                for (grant, file), tally in self._tallies.items()
                if tally.changed
            ]
            for tally in self._tallies.values():
                tally.changed = False
            while len(self._tallies) > MOST_FILES:
                self._tallies.popitem(last=False)
            return grown


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, touching ones made one. Beyond a bound the smallest are given up: a buyer
    is never counted for more than was delivered."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    if len(joined) > MOST_SPANS:
        joined.remove(min(joined, key=lambda span: span[1] - span[0]))
    return joined
