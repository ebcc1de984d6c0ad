"""Writes that wait are sent in fewer statements: rows that one INSERT after the other would add
go in one. Writes to different tables may change places on the way, for none reads another's."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from datafloor.kernel.plain import write

WIDTHS = (64, 32, 16, 8, 4, 2, 1)
"""How many rows one INSERT takes, so that few statements are prepared."""

_WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_READS = re.compile(r"(?:FROM|JOIN|USING) (\w+)")


class Waiting(NamedTuple):
    """A statement that was not sent yet: its values, and how they are written."""

    sql: str
    values: Sequence[Any]
    params: Sequence[Any]


class _Run:
    """Waiting statements that may go as one."""

    __slots__ = ("ids", "keys", "places", "waiting")

    def __init__(self, first: Waiting, places: tuple[int, ...] | None) -> None:
        self.waiting = [first]
        self.places = places
        self.keys = {_key(first, places)} if places else None
        self.ids: dict[Any, int] = {}
        self._remember(first)

    def _remember(self, added: Waiting) -> None:
        if (place := _new_id(added.sql)) is not None:
            self.ids[added.values[place]] = len(self.waiting) - 1

    def changed(self, other: Waiting) -> bool:
        """Whether another statement only changes a row that is added here: then it is added as
        it came to be."""
        if not self.ids or (changes := _changes(other.sql, self.waiting[0].sql)) is None:
            return False
        place, pairs = changes
        if (index := self.ids.get(other.values[place])) is None:
            return False
        sql, values, params = self.waiting[index]
        values, params = list(values), list(params)
        for taken, put in pairs:
            values[put], params[put] = other.values[taken], other.params[taken]
        self.waiting[index] = Waiting(sql, values, params)
        return True

    def takes(self, other: Waiting) -> bool:
        """Whether another statement may join. One statement changes no row twice."""
        if self.places is None or other.sql != self.waiting[0].sql:
            return False
        if self.keys is not None:
            key = _key(other, self.places)
            if key in self.keys:
                return False
            self.keys.add(key)
        self.waiting.append(other)
        self._remember(other)
        return True


@cache
def _new_id(sql: str) -> int | None:
    """The place of the id of the row that a statement adds."""
    wrote = write(sql)
    return wrote.places.get("id") if wrote is not None and wrote.whole else None


@cache
def _changes(sql: str, added: str) -> tuple[int, list[tuple[int, int]]] | None:
    """How one statement changes a row with an id which another added: the place of that id, and
    the places of the values that take the places of others."""
    wrote, other = write(sql), write(added)
    if wrote is None or other is None or wrote.sets is None:
        return None
    if not wrote.sets.keys() <= other.places.keys():
        return None
    return wrote.places["id"], [
        (place, other.places[column]) for column, place in wrote.sets.items()
    ]


def together(waiting: Sequence[Waiting]) -> Iterator[Waiting]:
    """The same writes, fewer statements. What reads another table stays behind all before it."""
    runs: list[_Run] = []
    last: dict[str, _Run] = {}
    for each in waiting:
        table, places = _form(each.sql)
        if table is None:
            last.clear()
            runs.append(_Run(each, None))
        elif (run := last.get(table)) is None or not (run.changed(each) or run.takes(each)):
            run = last[table] = _Run(each, places)
            runs.append(run)
    for run in runs:
        yield from _widened(run.waiting)


def _widened(waiting: list[Waiting]) -> Iterator[Waiting]:
    start = 0
    for width in WIDTHS:
        while len(waiting) - start >= width:
            part = waiting[start : start + width]
            start += width
            if width == 1:
                yield part[0]
            else:
                values = [value for each in part for value in each.values]
                params = [param for each in part for param in each.params]
                yield Waiting(_wide(part[0].sql, width), values, params)


@cache
def _form(sql: str) -> tuple[str | None, tuple[int, ...] | None]:
    """The one table that a statement writes and reads, if it is one; and whether rows of several
    such statements may go in one: then the places of the values that must differ among them."""
    found = _WRITES.match(sql)
    if found is None or {*_READS.findall(sql)} - {found[1]}:
        return None, None
    wrote = write(sql)
    if wrote is None or not sql.startswith("INSERT"):
        return found[1], None
    return found[1], tuple(wrote.places.values()) if " DO UPDATE " in sql else ()


@cache
def _wide(sql: str, width: int) -> str:
    before, values, rest = sql.partition(" VALUES ")
    row, end, after = rest.partition(")")
    return before + values + ", ".join([row + end] * width) + after


def _key(each: Waiting, places: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(each.values[place] for place in places)
