"""A small context for tests of the kernel: jars that hold beans, and every kind of trouble."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from datafloor.kernel.db import Tx
from datafloor.kernel.house import House
from datafloor.kernel.message import (
    Actor,
    Call,
    Command,
    Context,
    Event,
    Way,
    signed_in,
    the_exchange,
)
from datafloor.kernel.refusal import Refusal, Refused

ANNA = Actor("person_anna", "org_red", frozenset({"buyer"}))
BINH = Actor("person_binh", "org_blue", frozenset({"seller"}))
NOBODY = Actor("", "")

SCHEMA = """
CREATE TABLE toy_jar (id TEXT PRIMARY KEY, held INTEGER NOT NULL CHECK (held < 1000000)) STRICT;
CREATE TABLE toy_note (id TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT
"""


class Trouble(StrEnum):
    """What goes wrong while a command is carried out."""

    none = ""
    refused = "refused"
    refused_late = "refused_late"
    """by the consequence, after this command's own events were applied"""
    bug = "bug"
    bug_late = "bug_late"
    database = "database"
    nothing = "nothing"
    endless = "endless"


class Put(Command, frozen=True):
    """Put beans into a jar."""

    kind = "toy.put"
    may = signed_in
    jar: str
    beans: Annotated[int, Meta(ge=0)]
    trouble: Trouble = Trouble.none
    tip: bool = False


class Tip(Command, frozen=True):
    """What follows from a `Put` that asks for it: one more bean into the jar `tips`."""

    kind = "toy.tip"
    may = the_exchange
    trouble: Trouble


class BeansPut(Event, frozen=True):
    """A jar holds more beans."""

    kind = "toy.beans_put.v1"
    jar: str
    beans: int
    then: Trouble = Trouble.none
    tip: bool = False


class Tipped(Event, frozen=True):
    """The jar `tips` holds one more."""

    kind = "toy.tipped.v1"
    then: Trouble = Trouble.none


def load(tx: Tx, asked: Command, call: Call) -> int:
    """How many beans the jar holds."""
    jar = asked.jar if isinstance(asked, Put) else "tips"
    row = tx.row("SELECT held FROM toy_jar WHERE id = ?", jar)
    return row[0] if row else 0


def put(held: int, asked: Put, call: Call) -> Sequence[Event]:
    """Add, unless there is trouble."""
    if asked.trouble is Trouble.refused:
        raise Refused(Refusal.not_yours)
    if asked.trouble is Trouble.bug:
        raise AssertionError("a rule's bug")
    if asked.trouble is Trouble.nothing:
        return []
    beans = 1_000_000 if asked.trouble is Trouble.database else asked.beans
    return [BeansPut(jar=asked.jar, beans=beans, then=asked.trouble, tip=asked.tip)]


def tip(held: int, asked: Tip, call: Call) -> Sequence[Event]:
    """The exchange's own doing."""
    assert call.by.person == "exchange"
    if asked.trouble is Trouble.refused_late:
        raise Refused(Refusal.not_yours)
    if asked.trouble is Trouble.bug_late:
        raise KeyError("a bug after something was applied")
    return [Tipped(then=asked.trouble)]


def keep(tx: Tx, asked: Put, call: Call) -> None:
    """Words about a person, outside replay."""
    tx.run(
        "INSERT INTO toy_note (id, words) VALUES (?, ?)",
        f"{call.by.person}/{call.request_id}",
        "put",
    )


def _add(tx: Tx, jar: str, beans: int) -> None:
    tx.run(
        "INSERT INTO toy_jar (id, held) VALUES (?, ?)"
        " ON CONFLICT (id) DO UPDATE SET held = toy_jar.held + excluded.held",
        jar,
        beans,
    )


def beans_put(tx: Tx, event: BeansPut, at: int) -> None:
    """One statement."""
    _add(tx, event.jar, event.beans)


def tipped(tx: Tx, event: Tipped, at: int) -> None:
    """One statement."""
    _add(tx, "tips", 1)


def after_put(event: BeansPut) -> Sequence[Command]:
    """A tip where one was asked for, or where trouble is to come of it."""
    late = event.then in (Trouble.refused_late, Trouble.bug_late, Trouble.endless)
    return [Tip(trouble=event.then)] if event.tip or late else []


def after_tip(event: Tipped) -> Sequence[Command]:
    """Endless, where that is the trouble."""
    return [Tip(trouble=event.then)] if event.then is Trouble.endless else []


CONTEXT = Context(
    name="toy",
    schema=SCHEMA,
    commands={Put: Way(load, put, keep), Tip: Way(load, tip)},
    apply={BeansPut: beans_put, Tipped: tipped},
    reactions={BeansPut: after_put, Tipped: after_tip},
    erasable=frozenset({"toy_note"}),
)


def toy_house() -> House:
    """A house with one room."""
    return House([CONTEXT])
