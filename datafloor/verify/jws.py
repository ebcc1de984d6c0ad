"""Signed statements: JWS in compact form, with Ed25519 (RFC 7515, RFC 8037, RFC 9864).

A statement is read here as strictly as it can be: three parts of base64url without padding, a
header that names the algorithm and the key and says nothing else, one signature.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHMS = ("Ed25519", "EdDSA")
"""The name of RFC 9864, and the one that it replaced; both mean Ed25519 here."""

HEADER = frozenset({"alg", "kid", "typ"})


class JwsError(ValueError):
    """A statement that cannot be read, or that this key did not sign."""


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Base64url without padding, exactly. Raises `JwsError`."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        data = b""
    if encode(data) != text:
        raise JwsError("it is not base64url")
    return data


def public_of(seed: bytes) -> str:
    """The public key (`x` of its JWK) that belongs to a private key's 32 bytes."""
    return encode(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(seed: bytes, key: str, payload: bytes) -> str:
    """The statement with which the private key of 32 bytes, named `key`, signs a payload."""
    header = json.dumps({"alg": ALGORITHMS[0], "kid": key}, separators=(",", ":")).encode()
    signed = f"{encode(header)}.{encode(payload)}"
    return f"{signed}.{encode(Ed25519PrivateKey.from_private_bytes(seed).sign(signed.encode()))}"


def attached(statement: str, payload: bytes) -> str:
    """The same statement with its payload in it; one that was sent detached has none."""
    header, _, rest = statement.partition(".")
    said, _, signature = rest.partition(".")
    return f"{header}.{said or encode(payload)}.{signature}"


def detached(statement: str) -> str:
    """The same statement without its payload, which lies beside it."""
    header, _, signature = statement.split(".")
    return f"{header}..{signature}"


def check(statement: str, public_key: str) -> tuple[str, bytes]:
    """The name of the key and the payload. Raises `JwsError` where the key did not sign it."""
    parts = statement.split(".")
    if len(parts) != 3:
        raise JwsError("it is no compact JWS")
    head, payload, signature = (decode(part) for part in parts)
    try:
        header = json.loads(head)
    except ValueError:
        header = None
    if not isinstance(header, dict) or not HEADER.issuperset(header):
        raise JwsError("its header says more than alg, kid and typ")
    if header.get("alg") not in ALGORITHMS or not isinstance(header.get("kid"), str):
        raise JwsError("it is not signed with Ed25519 by a named key")
    try:
        key = Ed25519PublicKey.from_public_bytes(decode(public_key))
        key.verify(signature, statement.rpartition(".")[0].encode())
    except (InvalidSignature, ValueError):
        raise JwsError("the signature is not that of the key") from None
    return header["kid"], payload
