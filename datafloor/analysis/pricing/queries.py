"""What can be asked of a table, and so be quoted."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

Name = Annotated[str, Meta(min_length=1, max_length=300)]


class Comparison(Enum):
    """How a field is compared."""

    equal = "="
    unequal = "!="
    less = "<"
    at_most = "<="
    more = ">"
    at_least = ">="


class Aggregate(Enum):
    """What is told instead of the rows: how many they are, or the sum of one field."""

    count = "count"
    sum = "sum"


class Where(Struct, frozen=True, forbid_unknown_fields=True):
    """A field compared with a value. As in SQL, an empty field fulfils no comparison."""

    field: Name
    test: Comparison
    value: int | float | str


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of the rows that fulfil all conditions, or one figure about them."""

    select: Annotated[tuple[Name, ...], Meta(max_length=2_000)] = ()
    where: Annotated[tuple[Where, ...], Meta(max_length=20)] = ()
    aggregate: Aggregate | None = None


class BadQuery(ValueError):
    """A query that this table cannot answer; the message says why."""
