"""Facts about a bank's statements."""

from msgspec import Struct


class StatementFacts(Struct, frozen=True):
    """What is known of a statement: its currency, its balances and how many entries it had."""

    currency: str
    opening_minor: int
    closing_minor: int
    closes_at: int
    entries_count: int


class StatementSeen(Struct, frozen=True):
    """A statement with this digest, if there was one."""

    statement: StatementFacts | None
