"""The names that a bank transfer's text may hold: what an order's payer was told to write, and
what a payout or a batch was called in the file for the bank.

People write in small letters, with spaces, with words before and after, and mistake O for 0 and I
or L for 1; banks cut a text into lines and put their own words around it. So everything but
letters and digits is dropped and the lines are joined, before the names are looked for. A name
holds 60 random bits or more, so what is found by accident is known to nobody.
"""

import re
from collections.abc import Iterable

_LETTER = "[0-9A-HJKMNP-TV-Z]"
_REFERENCE = re.compile(f"(?=(D[FG]{_LETTER}{{12}}))")
_PAYOUT = re.compile(f"(?=P0([0-7]{_LETTER}{{25}}))")
_BATCH = re.compile(f"(?=BA([0-7]{_LETTER}{{25}}))")
_DROPPED = re.compile("[^0-9A-Z]+")
_MISTAKEN = str.maketrans("OIL", "011")


def plain_text(words: Iterable[str]) -> str:
    """A text as names are looked for in it."""
    return _DROPPED.sub("", "".join(words).upper()).translate(_MISTAKEN)


def references_in(text: str) -> tuple[str, ...]:
    """What may be the references of payments, each once, in a text that `plain_text` made."""
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))


def payouts_in(text: str) -> tuple[str, ...]:
    """What may be payouts."""
    return tuple(f"payout_{body}" for body in dict.fromkeys(_PAYOUT.findall(text)))


def batches_in(text: str) -> tuple[str, ...]:
    """What may be batches of payouts."""
    return tuple(f"batch_{body}" for body in dict.fromkeys(_BATCH.findall(text)))
