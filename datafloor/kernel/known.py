"""What a transaction knows without asking: answers that nothing written since has changed, and
rows that it wrote itself.

A purchase looks at the order that it has just placed, and hundreds of purchases look at one
offer. To a database that is not in this process each such question is a round trip, for which the
door and all who wait before it stand still.

Trust: it is right only where this transaction alone may change what it asks, as the door's may.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from datafloor.kernel.db import WIDTHS, Asked, Row, padded
from datafloor.kernel.plain import Question, Write, concerns, equals, key, many, question, write

Values = tuple[Any, ...]


class Known:
    """The answers and the rows that are known. A column named `id` is its table's primary key."""

    def __init__(self) -> None:
        self._answers: dict[str, dict[Values, list[Row]]] = {}
        self._concerned: dict[str, list[tuple[str, tuple[int, ...] | None]]] = {}
        self._rows: dict[str, dict[Any, dict[str, Any]]] = {}
        self._since: list[tuple[str, Values]] = []

    def answer(self, sql: str, values: Values) -> list[Row] | None:
        """The rows of a question, or `None` where it has to be asked."""
        answers = self._answers.get(sql)
        found = answers.get(values) if answers else None
        return self._own(sql, values) if found is None else found

    def _own(self, sql: str, values: Values) -> list[Row] | None:
        asks = question(sql)
        rows = self._rows.get(asks.table) if asks else None
        if not rows or not asks or not asks.keyed or "id" not in asks.where.places:
            return None
        row = rows.get(values[asks.where.places["id"]])
        if row is None or None in values or not row.keys() >= asks.needs:
            return None
        if any(row[column] != value for column, value in equals(asks, values).items()):
            return []
        return [tuple(row[c] if type(c) is str else c for c in asks.columns)]

    def learn(self, sql: str, values: Values, rows: list[Row]) -> None:
        """Keep the answer to a question as it is now."""
        if sql not in self._answers:
            self._answers[sql] = {}
            self._concerned.clear()
        self._answers[sql][values] = rows

    def written(self, sql: str, values: Values) -> None:
        """A statement will run: what it may change is not known any more."""
        self._since.append((sql, values))
        wrote = write(sql)
        self._forget(sql, values, wrote)
        if wrote is None:
            self._forget_rows(sql)
        elif wrote.whole and "id" in wrote.places:
            rows = self._rows.setdefault(wrote.table, {})
            rows[values[wrote.places["id"]]] = {
                column: values[place] for column, place in wrote.places.items()
            }
        elif (row := self._row(wrote, values)) is not None and wrote.sets is not None:
            row |= {column: values[place] for column, place in wrote.sets.items()}
        else:
            self._forget_row(wrote, values)

    def begin(self) -> None:
        """From here what is written may be undone."""
        self._since.clear()

    def undo(self) -> None:
        """What was written since did not happen."""
        undone, self._since = self._since, []
        for sql, values in undone:
            wrote = write(sql)
            if wrote is None:
                self._forget_rows(sql)
            else:
                self._forget_row(wrote, values)
            self._forget(sql, values, wrote)

    def clear(self) -> None:
        """Nothing is known."""
        self._answers.clear()
        self._concerned.clear()
        self._rows.clear()

    def _forget(self, sql: str, values: Values, wrote: Write | None) -> None:
        """Let go of the answers that a statement may change."""
        concerned = self._concerned.get(sql)
        if concerned is None:
            concerned = self._concerned[sql] = [
                (asked, key(sql, asked)) for asked in self._answers if concerns(sql, asked)
            ]
        for asked, places in concerned:
            answers = self._answers[asked]
            asks = question(asked)
            if places is not None:
                answers.pop(tuple([values[place] for place in places]), None)
            elif wrote is None or asks is None:
                answers.clear()
            else:
                touched = list(self._touched(wrote, values))
                for each in [v for v in answers if _is_in(touched, asks, v)]:
                    del answers[each]

    def _touched(self, wrote: Write, values: Values) -> Iterator[dict[str, Any]]:
        """What is known of the rows that a statement touches, before and after."""
        named = {column: values[place] for column, place in wrote.places.items()}
        row = self._row(wrote, values) if wrote.sets is not None else None
        if row is None or wrote.sets is None:
            yield named | wrote.fixed
        else:
            yield row
            yield row | {column: values[place] for column, place in wrote.sets.items()}

    def _row(self, wrote: Write, values: Values) -> dict[str, Any] | None:
        place = wrote.places.get("id")
        return None if place is None else self._rows.get(wrote.table, {}).get(values[place])

    def _forget_row(self, wrote: Write, values: Values) -> None:
        if (place := wrote.places.get("id")) is not None:
            self._rows.get(wrote.table, {}).pop(values[place], None)
        else:
            self._rows.pop(wrote.table, None)

    def _forget_rows(self, sql: str) -> None:
        for table in [table for table in self._rows if concerns(sql, table)]:
            del self._rows[table]


def _is_in(touched: Iterable[dict[str, Any]], asks: Question, values: Values) -> bool:
    """Whether one of the rows, as far as they are known, may be in the answer to a question."""
    wanted = equals(asks, values)
    return any(
        all(column not in row or row[column] == value for column, value in wanted.items())
        for row in touched
    )


class AtOnce(NamedTuple):
    """Questions of one text that are asked as one; without `names`, it is one of a kind."""

    sql: str
    asked: Asked
    names: int
    wanted: Iterable[Values]

    def told(self, rows: list[Row]) -> Iterable[tuple[Values, list[Row]]]:
        """The values of each question, and its answer."""
        if not self.names:
            return [(self.asked[1], rows)]
        answers: dict[Values, list[Row]] = {values: [] for values in self.wanted}
        for row in rows:
            if (answer := answers.get(row[: self.names])) is not None:
                answer.append(row[self.names :])
        return answers.items()


def at_once(questions: Iterable[Asked]) -> Iterator[AtOnce]:
    """The same questions, those about single rows of one table as one."""
    texts: dict[str, dict[Values, None]] = {}
    for sql, values in questions:
        texts.setdefault(sql, {})[values] = None
    for sql, found in texts.items():
        asks, wanted = question(sql), list(found)
        if len(wanted) == 1 or asks is None or not asks.keyed:
            yield from (AtOnce(sql, (sql, values), 0, ()) for values in wanted)
            continue
        for start in range(0, len(wanted), WIDTHS[-1]):
            part = wanted[start : start + WIDTHS[-1]]
            lists = [padded(list(dict.fromkeys(column))) for column in zip(*part, strict=True)]
            text = many(sql, tuple(map(len, lists)))
            yield AtOnce(sql, (text, tuple(v for each in lists for v in each)), len(lists), part)
