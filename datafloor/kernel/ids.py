"""Opaque ids: a prefix that says what is named, then 128 bits, sortable by time.

An id is made by the caller, so that a request can be repeated safely; it never tells a row
number, a count or a person. The form is `offer_01J…`: 48 bits of milliseconds and 80 random
bits in Crockford's base 32 (the layout of ULID, github.com/ulid/spec).
"""

import os
import re
import time
from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]


def whole(expression: str) -> str:
    """The regular expression of a text that is this from its first letter to its last.

    Python's `$` alone would let a line break follow; JSON Schema's knows no `\\Z`.
    """
    return rf"^(?:{expression})(?!\n)$"


def pattern(prefix: str) -> str:
    """The regular expression that an id with this prefix matches, whole."""
    return whole(f"{prefix}_{BODY}")


def new_id(prefix: str) -> str:
    """A fresh id. Ids made in one process in different milliseconds sort by time."""
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10))
    return (
        f"{prefix}_"
        + _PAIRS[number >> 120]
        + "".join(_PAIRS[(number >> shift) & 1023] for shift in range(110, -1, -10))
    )


def named(prefix: str, text: str) -> str:
    """The id of what has a name of its own elsewhere: the same for the same name, so not sortable
    by time. 128 bits of the name's SHA-256."""
    number = int.from_bytes(sha256(text.encode()).digest()[:16])
    return f"{prefix}_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_id(prefix: str, text: str) -> bool:
    """Whether the text is an id of this kind."""
    return re.fullmatch(f"{prefix}_{BODY}", text) is not None


def derived(prefix: str, text: str) -> str:
    """The id of what follows from something else: another prefix, the same body.

    An order concludes one contract and opens one grant, so whoever knows one id knows all three,
    and a pure rule can name them.
    """
    return f"{prefix}_{text.partition('_')[2]}"
