"""The port through which shared tables are found and rights are asked.

The protocols and the plane know no rules: on every request they ask the shelf, and they keep
nothing of its answer. Every method is called on a hot path and must be cheap.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from datafloor.kernel.refusal import Refusal, Refused

_SHARE = re.compile(r"[^ /\x00-\x1f\x7f]{1,255}")
_SCHEMA_OR_TABLE = re.compile(r"[^ /.\x00-\x1f\x7f]{1,255}")


def check_names(share: str, schema: str | None = None, table: str | None = None) -> None:
    """Refuses names that the Delta Sharing protocol (Names) does not allow."""
    if not _SHARE.fullmatch(share):
        raise Refused(Refusal.name_malformed, name=share)
    for name in (schema, table):
        if name is not None and not _SCHEMA_OR_TABLE.fullmatch(name):
            raise Refused(Refusal.name_malformed, name=name)


class Caller(Struct, frozen=True):
    """Who asks: the bearer token that came with the request, and the network address."""

    bearer: str
    address: str


class SharedTable(Struct, frozen=True):
    """A table that one grant opens, and what of it may be read.

    `location` is the key of the Delta table in the object store. Versions before `first_version`
    and after `last_version` do not exist for the reader.
    """

    share: str
    schema: str
    table: str
    grant_id: str
    table_id: str
    location: str
    first_version: int
    last_version: int


class Share(Struct, frozen=True):
    """What one contract opens: a named share with its tables. `id` never changes."""

    name: str
    id: str
    tables: tuple[SharedTable, ...]


class Shelf(Protocol):
    """What the contexts answer. Names come as the caller wrote them and match in any case."""

    async def shares(self, caller: Caller) -> Sequence[Share]:
        """The shares that this credential opens now.

        Raises `Refused`: `sign_in_required` for an unknown or expired token, and the reason where
        the right was withdrawn.
        """
        ...

    async def open(self, caller: Caller, share: str, schema: str, table: str) -> SharedTable:
        """The table, where it may be read now.

        Raises `Refused` as `shares` does, and `share_unknown`, `schema_unknown`, `table_unknown`.
        """
        ...

    async def check(self, grant_id: str, address: str, made_at: int) -> None:
        """Raises `Refused` with the reason where no bytes may be read under this grant now by a
        link that was made then."""
        ...
