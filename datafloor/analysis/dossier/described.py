"""What two listings are compared by."""

from typing import NamedTuple

FEWEST = 30
"""From so few priced listings no band can be told; then there is no estimate."""


class Described(NamedTuple):
    """A listing as others are compared with it. An empty word is like no other."""

    title: str
    description: str
    venue: str
    form: str
    category: str
    seller: str
