"""Addresses of files that expire: what a link says is signed, so nobody can say more.

A link names a grant, a key in the object store and the second at which it ends, under an HMAC
(RFC 2104) with SHA-256. Whoever holds the signing key can read every object in the store until
the key is changed; whoever holds a link can read that one file while the grant is open. The
signature travels as `X-Amz-Signature`: the readers built on delta-kernel take only an address
with such a parameter for a presigned one.
"""

import hmac
from hashlib import blake2b, sha256
from urllib.parse import quote

from datafloor.kernel import clock
from datafloor.kernel.refusal import Refusal, Refused

LIFE_SECONDS = 3600
STEP_SECONDS = 60


def file_id(key: str) -> str:
    """The name of a file to clients and meters: the same in every answer, and no path."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


def ending() -> int:
    """The second at which a link made now ends: about an hour away, and stepping once a minute.

    Links made in the same minute are equal, so that rendered answers can be used again.
    """
    return (clock.now() // clock.SECOND // STEP_SECONDS) * STEP_SECONDS + LIFE_SECONDS


class Signer:
    """Makes and checks links under one secret key of at least 32 bytes."""

    def __init__(self, key: bytes, address: str) -> None:
        if len(key) < 32:
            raise ValueError("the signing key needs 32 bytes or more")
        self._keyed = hmac.new(key, digestmod=sha256)
        self._address = address.rstrip("/")

    def _signature(self, grant: str, key: str, ends: int) -> str:
        mark = self._keyed.copy()
        mark.update(f"{grant}\n{ends}\n{key}".encode())
        return mark.hexdigest()

    def link(self, grant: str, key: str, ends: int) -> str:
        """The address at which the holder of the grant fetches the object until `ends`."""
        signature = self._signature(grant, key, ends)
        return f"{self._address}/files/{grant}/{quote(key)}?ends={ends}&X-Amz-Signature={signature}"

    def check(self, grant: str, key: str, ends: str, signature: str) -> None:
        """Refuses a link that was not made here, and then one that has ended."""
        second = int(ends) if ends.isascii() and ends.isdigit() and len(ends) < 12 else -1
        if not hmac.compare_digest(
            self._signature(grant, key, second).encode(), signature.encode()
        ):
            raise Refused(Refusal.link_forged)
        if clock.now() >= second * clock.SECOND:
            raise Refused(Refusal.link_expired)
