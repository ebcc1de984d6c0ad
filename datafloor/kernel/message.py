"""Commands and events, and the table that says how each command is carried out.

A command is what somebody asks, an event what has happened. Both are frozen values with a `kind`
that is their name for ever: `market.place_order`, `market.order_placed.v1`. An event's meaning
never changes; a new meaning is a new version beside the old one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from msgspec import Meta, Struct

from datafloor.kernel.db import Asked, Tx
from datafloor.kernel.ids import whole
from datafloor.kernel.law import Decision, Pack, pack
from datafloor.kernel.refusal import Refusal

PublicText = Annotated[str, Meta(min_length=1, max_length=4000)]
"""Text that its author publishes to everyone, about a thing and never about a person: a title, a
description, a reason. The only free text that the journal may hold."""

Digest = Annotated[str, Meta(pattern=whole("[0-9a-f]{64}"))]
"""SHA-256 in hex."""


class Actor(Struct, frozen=True):
    """Who asks, as the door's keeper found it: never taken from a request's body.

    `roles` are those that the organisation holds and this credential may use. `level` tells how
    surely it is she who acts, from 1 to 3: the lower of how she signed in and of what is recorded
    of her identity.
    """

    person: str
    organisation: str
    roles: frozenset[str] = frozenset()
    level: int = 1


EXCHANGE = Actor("exchange", "exchange", frozenset({"exchange"}), 3)
"""The exchange itself, when one thing that happened makes another due."""


NO_LAW = pack("none")
"""The pack that holds no rule: what binds where nobody said which law does."""


class Call(Struct, frozen=True):
    """The circumstances of a command: who, when, under which request id and which law; and what
    the law's rules answered about how surely it is she who acts."""

    by: Actor
    now: int
    request_id: str
    law: Pack = NO_LAW
    acting: tuple[Decision, ...] = ()


May = Callable[[Actor], Refusal | None]


def anyone(by: Actor) -> Refusal | None:
    """Also somebody who has not signed in."""
    return None


def signed_in(by: Actor) -> Refusal | None:
    """Whoever acts for an organisation."""
    return None if by.organisation else Refusal.sign_in_required


def role(*names: str) -> May:
    """Whoever holds one of these roles."""

    def may(by: Actor) -> Refusal | None:
        if not by.organisation:
            return Refusal.sign_in_required
        return None if not by.roles.isdisjoint(names) else Refusal.role_missing

    may.__doc__ = " or ".join(names)
    return may


the_exchange = role("exchange")
"""Only the exchange itself, as a consequence of something else."""


class Command(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something asked. Fields are checked by type and range before it reaches the door."""

    kind: ClassVar[str]
    may: ClassVar[May]


class Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that happened. It holds ids, money, instants, enums, digests and public text."""

    kind: ClassVar[str]


class Way(NamedTuple):
    """How one command is carried out: load the facts, decide, and keep what is about people.

    `keep` writes what must be erasable (names, addresses, password hashes) into tables outside
    replay, in the same transaction; the events only carry its id.
    """

    load: Callable[[Tx, Any, Call], Any]
    decide: Callable[[Any, Any, Call], Sequence[Event]]
    keep: Callable[[Tx, Any, Call], None] | None = None


Apply = Mapping[type[Event], Callable[[Tx, Any, int], None]]
"""For each event, the statements that make the tables know it; `at` is when it happened."""


Ahead = Mapping[type[Command], Callable[[Any, Actor], Sequence[Asked]]]
"""For a command that is asked often, what a context will ask the tables when it is carried out,
itself or in what follows from it. A guess: a wrong one costs time and changes nothing."""


class Context(NamedTuple):
    """One business capability, as the house sees it."""

    name: str
    schema: str
    commands: Mapping[type[Command], Way]
    apply: Apply
    reactions: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {}
    erasable: frozenset[str] = frozenset()
    """The tables about people, which replay does not grow again."""
    ahead: Ahead = {}
