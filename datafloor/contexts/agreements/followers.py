"""After the commit: what keys that the exchange holds are to sign is signed.

Which side waits for whom is asked of the tables each time, so it does not matter whether an entry
comes once or twice, or whether the process died between signing and recording.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from time import perf_counter, sleep
from typing import Protocol

from datafloor.contexts.agreements.commands import HeldSignature, HoldKey, SignHeld
from datafloor.contexts.agreements.events import ContractDrawn, KeyRevoked
from datafloor.contexts.agreements.model import EXCHANGE_SIDE
from datafloor.contexts.agreements.queries import Waiting, waiting
from datafloor.kernel.db import Database
from datafloor.kernel.follow import Follower
from datafloor.kernel.journal import Entry
from datafloor.kernel.message import Command
from datafloor.kernel.refusal import Refused

REST = 3
"""How much longer than it works the signer rests: signing can wait, and those who order cannot."""

AT_ONCE = 12
"""The most signatures in one command: each is checked at the door, while others wait."""

KINDS = (ContractDrawn.kind, KeyRevoked.kind)
"""The events after which something may wait for a held key."""


class HeldKeys(Protocol):
    """The port to the private halves of the keys that the exchange holds."""

    def new(self) -> tuple[str, str]:
        """The id and the public half of a key that nobody has yet."""

    def sign(self, key: str, payload: bytes) -> str:
        """The JWS of a payload with one of these keys."""


def signer(database: Database, keys: HeldKeys, ask: Callable[[Command], object]) -> Follower:
    """Signs for the exchange, and for every party that has registered no key of its own."""

    def take(entries: Sequence[Entry]) -> None:
        if any(entry.kind in KINDS for entry in entries):
            sign_waiting(database, keys, ask)

    return Follower("contract_signer", take)


def sign_waiting(database: Database, keys: HeldKeys, ask: Callable[[Command], object]) -> int:
    """Sign all that waits for a held key, as long as that gets on; how many signatures it was."""
    done = 0
    before: list[Waiting] = []
    while (sides := _read(database)) != before:
        before = sides
        for owner in sorted({each.owner for each in sides if each.key is None}):
            key, public_key = keys.new()
            organisation = None if owner == EXCHANGE_SIDE else owner
            with suppress(Refused):  # another process was quicker
                ask(HoldKey(key=key, organisation=organisation, public_key=public_key))
        held = [each for each in sides if each.key is not None]
        for start in range(0, len(held), AT_ONCE):
            began = perf_counter()
            done += _sign(held[start : start + AT_ONCE], keys, ask)
            sleep(REST * (perf_counter() - began))
    return done


def _sign(sides: Sequence[Waiting], keys: HeldKeys, ask: Callable[[Command], object]) -> int:
    signatures = tuple(
        HeldSignature(
            each.contract,
            each.edition_number,
            each.side,
            each.key,
            keys.sign(each.key, each.seal.encode()),
        )
        for each in sides
        if each.key is not None
    )
    with suppress(Refused):
        ask(SignHeld(signatures=signatures))
    return len(signatures)


def _read(database: Database) -> list[Waiting]:
    with database.reading() as tx:
        return waiting(tx)
