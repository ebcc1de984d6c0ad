"""Guessing a password is slowed down: after some failures the door to sign in stays shut a while.

Counted in this process by the asker's address, and by address and sign-in name together, so that
nobody can shut out somebody else from another address.
"""

from collections import OrderedDict
from collections.abc import Iterator

from datafloor.kernel.clock import MINUTE
from datafloor.kernel.refusal import Refusal, Refused

WINDOW = 15 * MINUTE
BY_NAME = 10
"""The most failures from one address for one sign-in name."""

BY_ADDRESS = 100
"""The most failures from one address."""

KNOWN = 10_000
"""The most that is remembered; the oldest is forgotten first."""


class Slowing:
    """The failures of the last quarter of an hour."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()

    def attempt(self, address: str, name: str, now: int) -> None:
        """Count an attempt as a failure, until `passed` says that it was none: so that many at
        once are no more than many one after another. Raises `Refused` after too many failures."""
        for key, most in self._keys(address, name):
            since, count = self._failures.get(key, (now, 0))
            if count >= most and now < since + WINDOW:
                minutes = -((now - since - WINDOW) // MINUTE)
                raise Refused(Refusal.sign_in_too_often, minutes=minutes)
        for key, _ in self._keys(address, name):
            since, count = self._failures.pop(key, (now, 0))
            fresh = now < since + WINDOW
            self._failures[key] = (since, count + 1) if fresh else (now, 1)
        while len(self._failures) > KNOWN:
            self._failures.popitem(last=False)

    def passed(self, address: str, name: str) -> None:
        """An attempt was no failure."""
        for key, _ in self._keys(address, name):
            since, count = self._failures.get(key, (0, 0))
            if count > 1:
                self._failures[key] = (since, count - 1)
            else:
                self._failures.pop(key, None)

    @staticmethod
    def _keys(address: str, name: str) -> Iterator[tuple[tuple[str, str], int]]:
        yield (address, name.lower()), BY_NAME
        yield (address, ""), BY_ADDRESS
