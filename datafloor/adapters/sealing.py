"""Amounts of sealed bids, as only the exchange's key opens them, and what is drawn for an auction.

AES-SIV (RFC 5297) binds an amount to its bid, so that none can stand in for another; it is
deterministic, so that a repeated request is the same request. It needs no random number.

Trust: who holds the exchange's key, and reads the database, knows sealed bids before the bell.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from datafloor.adapters.secrets import Key


def seal(key: Key, auction: str, bid: str, amount_minor: int) -> str:
    """An amount, sealed."""
    text = str(amount_minor).rjust(20).encode()  # its length tells nothing
    return _cipher(key, auction).encrypt(text, [bid.encode()]).hex()


def unseal(key: Key, auction: str, bid: str, sealed: str) -> int:
    """The amount. Raises `ValueError` for what was not sealed here for this bid."""
    try:
        return int(_cipher(key, auction).decrypt(bytes.fromhex(sealed), [bid.encode()]))
    except InvalidTag as error:
        raise ValueError(f"{bid} holds no amount that was sealed here") from error


def salt(key: Key, auction: str, bid: str) -> str:
    """What hides an amount in its commitment until the bell."""
    return key.derive("salt of a bid", f"{auction} {bid}").hex()


def seed(key: Key, auction: str) -> str:
    """The seed of an auction's draw: secret until the bell, and fixed before the first bid."""
    return key.derive("seed of an auction", auction).hex()


def _cipher(key: Key, auction: str) -> AESSIV:
    halves = [key.derive(f"sealed bids {half}", auction) for half in ("one", "two")]
    return AESSIV(b"".join(halves))
