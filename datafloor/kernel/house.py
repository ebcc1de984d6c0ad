"""The contexts put together: one registry of commands and events, one schema, one `apply`."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec.json import Decoder

from datafloor.kernel.db import Asked, Tx
from datafloor.kernel.law import Pack
from datafloor.kernel.message import NO_LAW, Actor, Command, Context, Event, Way
from datafloor.kernel.unchecked import unchecked


class House:
    """What the exchange can be asked, what can happen in it, and what follows from what.

    Two contexts never share a kind of message or a table; a reaction only asks for commands that
    some context carries out. `ValueError` says which rule a set of contexts breaks. `law` is the
    rule pack under which it decides, for as long as it runs.
    """

    def __init__(self, contexts: Sequence[Context], law: Pack = NO_LAW) -> None:
        self.contexts = tuple(contexts)
        self.law = law
        self.acting_levels = law.acting_levels()
        self.ways: dict[type[Command], Way] = {}
        self.commands: dict[str, type[Command]] = {}
        self.events: dict[str, type[Event]] = {}
        self.apply: dict[type[Event], Callable[[Tx, Any, int], None]] = {}
        self.reactions: dict[type[Event], list[Callable[[Any], Sequence[Command]]]] = {}
        self.foreseen: dict[type[Command], list[Callable[[Any, Actor], Sequence[Asked]]]] = {}
        self.tables: list[str] = []
        self.erasable: set[str] = set()
        for context in contexts:
            self._add(context)
        self.schema = [context.schema for context in contexts]

    def _add(self, context: Context) -> None:
        for command, way in context.commands.items():
            if command.kind in self.commands or not command.kind.startswith(f"{context.name}."):
                raise ValueError(f"{command.kind} is taken, or is not of {context.name}")
            self.commands[command.kind] = command
            self.ways[command] = way
        for event, apply in context.apply.items():
            if event.kind in self.events or not event.kind.startswith(f"{context.name}."):
                raise ValueError(f"{event.kind} is taken, or is not of {context.name}")
            self.events[event.kind] = event
            self.apply[event] = apply
        for event, reaction in context.reactions.items():
            if event not in self.apply:
                raise ValueError(f"{context.name} reacts to {event.kind} of no context below it")
            self.reactions.setdefault(event, []).append(reaction)
        for command, foresee in context.ahead.items():
            self.foreseen.setdefault(command, []).append(foresee)
        self.tables += re.findall(r"CREATE TABLE (\w+)", context.schema)
        self.erasable |= context.erasable

    def ahead(self, command: Command, by: Actor) -> Iterator[Asked]:
        """What carrying out a command will probably ask."""
        for foresee in self.foreseen.get(type(command), ()):
            yield from foresee(command, by)

    @cached_property
    def again(self) -> dict[str, tuple[Callable[[str], Event], Callable[[Tx, Any, int], None]]]:
        """For each kind of event how its record is read, and what makes the tables know it."""
        return {
            kind: (Decoder(unchecked(event)).decode, self.apply[event])
            for kind, event in self.events.items()
        }

    def grown(self) -> list[str]:
        """The tables that the journal alone determines."""
        return [table for table in self.tables if table not in self.erasable]
