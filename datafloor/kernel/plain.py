"""Plain statements: enough of SQL to tell that a write leaves an answer as it was.

Read are the forms in which most of our statements are written: one table, conditions joined by
AND, no question inside another. Of any other form nothing is claimed. Columns are compared with
values of their own type.
"""

import re
from functools import cache
from typing import Any, NamedTuple

Value = str | int
_EQUAL = re.compile(r"((?:\w+\.)?(\w+)) = (\?|\d+|'[^']*')")
_OTHER = re.compile(r"(?:\w+\.)?\w+ (?:(?:<>|<|>|<=|>=) (?:\?|\d+|'[^']*')|IS (?:NOT )?NULL)")
_QUESTION = re.compile(
    r"SELECT ((?:(?:\w+\.)?\w+, )*(?:\w+\.)?\w+) FROM (\w+(?: \w+)?) WHERE ([^()]+?)"
    r"( ORDER BY [\w., ]+)?( LIMIT 1)?"
)
_INSERT = re.compile(
    r"INSERT INTO (\w+) \(([\w, ]+)\) VALUES \((\?(?:, \?)*)\)"
    r"(?: ON CONFLICT(?: \(([\w, ]+)\))? DO (NOTHING|UPDATE SET .+))?"
)
_UPDATE = re.compile(r"UPDATE (\w+) SET (.+?) WHERE ([^()]+)")
_DELETE = re.compile(r"DELETE FROM (\w+) WHERE ([^()]+)")
_SET = re.compile(r"\w+ = \?(?:, \w+ = \?)*")
_ASSIGNED = re.compile(r"(\w+) =")
_WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_WORDS = re.compile(r"\w+")


class Where(NamedTuple):
    """Conditions that all hold of a row: the columns that equal a value of the statement, by its
    place; those that equal a value in the text; and whether that is all."""

    places: dict[str, int]
    fixed: dict[str, Value]
    whole: bool
    names: list[str]
    """The columns of `places` as written, with the table's short name."""


class Question(NamedTuple):
    """A question about rows of one table. With `keyed` it names them by equal values alone, and
    its answer has no order. `needs` are the columns that decide what the answer is, `values` how
    many values it is asked with."""

    table: str
    columns: list[Value]
    needs: set[str]
    where: Where
    values: int
    keyed: bool


class Write(NamedTuple):
    """A write to one table.

    `places` are the columns of which each row that it touches is known to have a value of the
    statement before and after; `whole` says that these rows are new and have nothing else.
    `sets` are the columns that it gives a value of the statement, where it does no more.
    """

    table: str
    places: dict[str, int]
    fixed: dict[str, Value]
    whole: bool = False
    sets: dict[str, int] | None = None


def _where(text: str, first: int) -> Where | None:
    """Conditions, whose values begin at a place. `None` where they are of another form."""
    found = Where({}, {}, True, [])
    whole = True
    for part in text.split(" AND "):
        equal = _EQUAL.fullmatch(part)
        if equal is None:
            if not _OTHER.fullmatch(part):
                return None
            whole = False
        elif equal[2] in found.places or equal[2] in found.fixed:
            return None
        elif equal[3] == "?":
            found.places[equal[2]] = first
            found.names.append(equal[1])
        else:
            said = equal[3]
            found.fixed[equal[2]] = said.strip("'") if said.startswith("'") else int(said)
        first += part.count("?")
    return found._replace(whole=whole)


@cache
def question(sql: str) -> Question | None:
    """What a question asks, or `None` where it is of another form."""
    found = _QUESTION.fullmatch(sql)
    where = found and _where(found[3], 0)
    if not found or not where:
        return None
    names = [column.rpartition(".")[2] for column in found[1].split(", ")]
    columns: list[Value] = [int(name) if name.isdigit() else name for name in names]
    needs = {*filter(str.isidentifier, names), *where.places, *where.fixed}
    keyed = where.whole and bool(where.places) and not found[4] and not found[5]
    table = found[2].partition(" ")[0]
    return Question(table, columns, needs, where, sql.count("?"), keyed)


@cache
def write(sql: str) -> Write | None:
    """What a statement writes, or `None` where it is of another form."""
    if found := _INSERT.fullmatch(sql):
        return _inserted(found)
    if "SELECT" in sql or " FROM " in sql.removeprefix("DELETE FROM"):
        return None
    if found := _UPDATE.fullmatch(sql):
        return _updated(found)
    if (found := _DELETE.fullmatch(sql)) and (where := _where(found[2], 0)):
        return Write(found[1], where.places, where.fixed)
    return None


def _inserted(found: re.Match[str]) -> Write | None:
    columns = found[2].split(", ")
    places = {column: place for place, column in enumerate(columns)}
    if len(columns) != found[3].count("?"):
        return None
    if found[5] is None:
        return Write(found[1], places, {}, whole=True)
    if found[5] == "NOTHING":
        return Write(found[1], places, {})
    if found[4] is None or set(found[4].split(", ")) & set(_ASSIGNED.findall(found[5])):
        return None
    return Write(found[1], {column: places[column] for column in found[4].split(", ")}, {})


def _updated(found: re.Match[str]) -> Write | None:
    where = _where(found[3], found[2].count("?"))
    assigned = _ASSIGNED.findall(found[2])
    if where is None or not assigned:
        return None
    places = {name: place for name, place in where.places.items() if name not in assigned}
    fixed = {name: said for name, said in where.fixed.items() if name not in assigned}
    sets = None
    if _SET.fullmatch(found[2]) and where.whole and where.places.keys() == {"id"} == {*places}:
        sets = {column: place for place, column in enumerate(assigned)}
    return Write(found[1], places, fixed, sets=None if where.fixed else sets)


@cache
def concerns(written: str, asked: str) -> bool:
    """Whether a question may be answered otherwise after a statement ran: it names the table that
    is written. Of a statement of another form nobody knows."""
    found = _WRITES.match(written)
    return found is None or found[1] in _WORDS.findall(asked)


@cache
def key(written: str, asked: str) -> tuple[int, ...] | None:
    """The places of the values of a write that make the values of the one question of this text
    that it may answer otherwise. `None` where it may be several questions."""
    wrote, asks = write(written), question(asked)
    if wrote is None or asks is None or len(asks.where.places) != asks.values:
        return None
    if not asks.where.places.keys() <= wrote.places.keys():
        return None
    return tuple(wrote.places[column] for column in asks.where.places)


@cache
def many(sql: str, widths: tuple[int, ...]) -> str:
    """A keyed question about many rows at once, found by lists of so many values for each column.

    What names a row comes before what is asked. Rows that nobody asked for may be among them, where
    a value of one list meets that of another's question.
    """
    asks = question(sql)
    assert asks is not None and asks.keyed
    names = asks.where.names
    columns, _, rest = sql.removeprefix("SELECT ").partition(" FROM ")
    table, _, where = rest.partition(" WHERE ")
    parts = [part for part in where.split(" AND ") if "?" not in part]
    for name, width in zip(names, widths, strict=True):
        parts.append(f"{name} IN ({', '.join('?' * width)})")
    return f"SELECT {', '.join([*names, columns])} FROM {table} WHERE {' AND '.join(parts)}"


def equals(asks: Question, values: tuple[Any, ...]) -> dict[str, Any]:
    """The columns of which a row must have a value to be in the answer to a question."""
    places = asks.where.places
    return {**{column: values[place] for column, place in places.items()}, **asks.where.fixed}
