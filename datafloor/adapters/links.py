"""Addresses of files that expire: what a link says is signed, so nobody can say more.

Files of a folder are handed out by the plane. Their link names a grant, a key in the object store
and the second at which it ends, under an HMAC (RFC 2104) with SHA-256. Whoever holds the signing
key can read every object in the store until the key is changed; whoever holds a link can read
that one file while the grant is open. The signature travels as `X-Amz-Signature`: the readers
built on delta-kernel take only an address with such a parameter for a presigned one.

Files of another store are fetched from there, by links which that store signs. Nobody asks about
the grant when they are used, so they live a quarter of an hour and not an hour.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import quote

from datafloor.adapters.objects import Objects
from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused

STEP_SECONDS = 60
LIFE_SECONDS = 3600
STORE_LIFE_SECONDS = 900


class Links:
    """Makes links to the files of one store, and checks those that the plane is asked for.

    `key` is secret and of at least 32 bytes; `address` is where this exchange is reached.
    """

    def __init__(self, objects: Objects, key: bytes, address: str) -> None:
        if len(key) < 32:
            raise ValueError("the signing key needs 32 bytes or more")
        self._keyed = hmac.new(key, digestmod=sha256)
        self._address = address.rstrip("/")
        self._objects = objects
        self._life = LIFE_SECONDS if objects.root is not None else STORE_LIFE_SECONDS

    def ending(self) -> int:
        """The second at which a link made now ends. It steps once a minute.

        Links made in the same minute are equal, so that rendered answers can be used again.
        """
        return clock.now() // clock.SECOND // STEP_SECONDS * STEP_SECONDS + self._life

    def make(self, grant: str, keys: Sequence[str], ends: int) -> list[str]:
        """The addresses at which the holder of the grant fetches these objects until `ends`."""
        if self._objects.root is None:
            return self._objects.signed(keys, ends - clock.now() // clock.SECOND)
        before = f"{self._address}/files/{grant}/"
        return [
            f"{before}{quote(key)}?ends={ends}&X-Amz-Signature={self._sign(grant, key, ends)}"
            for key in keys
        ]

    def check(self, grant: str, key: str, ends: str, signature: str) -> int:
        """The instant from which the link's life counts: the minute in which it was made.

        Refuses a link that was not made here, and then one that has ended.
        """
        second = int(ends) if ends.isascii() and ends.isdigit() and len(ends) < 12 else -1
        made = self._sign(grant, key, second)
        if not hmac.compare_digest(made.encode(), signature.encode(errors="replace")):
            raise Refused(Refusal.link_forged)
        if clock.now() >= second * clock.SECOND:
            raise Refused(Refusal.link_expired)
        return (second - self._life) * clock.SECOND

    def _sign(self, grant: str, key: str, ends: int) -> str:
        mark = self._keyed.copy()
        mark.update(f"{grant}\n{ends}\n{key}".encode(errors="replace"))
        return mark.hexdigest()
