"""What a browser keeps for us between two steps, so that we keep nothing: sealed, and for minutes.

A ticket can be read by whoever holds it and changed by nobody: it stands under an HMAC with the
exchange's key and its own purpose. It says until when it is good.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest
from typing import TypeVar

import msgspec
from msgspec import Struct

from datafloor.adapters.secrets import Key
from datafloor.kernel.clock import MINUTE

LIFE = 10 * MINUTE

S = TypeVar("S", bound=Struct)


def seal(key: Key, said: Struct, now: int) -> str:
    """The ticket that says this for ten minutes."""
    written = urlsafe_b64encode(msgspec.json.encode((now + LIFE, said))).decode()
    return f"{written}.{_mark(key, type(said), written)}"


def unseal(key: Key, kind: type[S], ticket: str, now: int) -> S | None:
    """What a ticket of this kind says; nothing where we did not make it, or it is too old."""
    written, _, mark = ticket.rpartition(".")
    if not compare_digest(mark.encode(), _mark(key, kind, written).encode()):
        return None
    until, said = msgspec.json.decode(urlsafe_b64decode(written))
    return msgspec.convert(said, kind) if now < until else None


def _mark(key: Key, kind: type[Struct], written: str) -> str:
    return key.derive(f"ticket {kind.__name__}", written).hex()
