"""Canonical bytes: the same value is the same JSON, whoever writes it.

Sorted keys, no spaces, UTF-8. This is RFC 8785 as long as no value is a float and no key leaves
ASCII; commands and events hold neither (a house test says so).
"""

from hashlib import sha256
from typing import Any

from msgspec.json import Encoder

encode = Encoder(order="sorted").encode


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return sha256(encode(value)).hexdigest()


def digest_of(data: bytes) -> str:
    """SHA-256 of bytes as they are, in hex: for texts that are read as files."""
    return sha256(data).hexdigest()
