"""Which files a reader can do without: those in which no row can meet its conditions.

Conditions come as the JSON predicates of the Delta Sharing protocol (JSON predicates for
Filtering) or as its older SQL expressions. They are hints: what is not understood keeps every
file, and a file is left out only where its statistics prove that none of its rows is wanted.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from datafloor.adapters.tables.versions import File, Snapshot
from datafloor.kernel import clock

DEEPEST = 50
_ACCEPTS = {
    "bool": {"boolean"},
    "int": {"byte", "short", "integer", "long"},
    "long": {"byte", "short", "integer", "long"},
    "float": {"byte", "short", "integer", "long", "float", "double"},
    "double": {"byte", "short", "integer", "long", "float", "double"},
    "string": {"string"},
    "date": {"date"},
    "timestamp": {"timestamp"},
}
_MIRRORED = {
    "lessThan": "greaterThan",
    "lessThanOrEqual": "greaterThanOrEqual",
    "greaterThan": "lessThan",
    "greaterThanOrEqual": "lessThanOrEqual",
    "equal": "equal",
}


class Condition(Struct, rename="camel"):
    """A node of a predicate tree, in the protocol's own words."""

    op: str
    children: list["Condition"] = []
    name: str = ""
    value: str | int | float | bool = ""
    value_type: str = ""


class _Fate(NamedTuple):
    """Whether rows of a file can make a condition true, and whether they can make it false."""

    true: bool
    false: bool


class _Range(NamedTuple):
    """What is known of a column in a file. A bound of `None` is unknown."""

    low: Any
    high: Any
    nulls: int | None
    rows: int | None


class NotUnderstood(ValueError):
    """A hint that is not a condition on this table; it is to be ignored."""


def wanted(
    snapshot: Snapshot, hints: Sequence[str], json_hints: str | bytes | None, limit: int | None
) -> list[File]:
    """The files that a reader with these hints needs, in their order.

    Conditions come before the limit. With conditions the limit is not used: which of the rows
    meet them is not known, and too few files would make a wrong answer.
    """
    try:
        conditions = [_sql(hint) for hint in hints]
        if json_hints:
            conditions.append(msgspec.json.decode(json_hints, type=Condition))
        if conditions:
            return _meeting(snapshot, conditions)
    except (NotUnderstood, msgspec.MsgspecError, RecursionError):
        return list(snapshot.files)
    if limit is None:
        return list(snapshot.files)
    taken: list[File] = []
    for file in snapshot.files:
        if limit <= 0:
            break
        taken.append(file)
        limit -= file.statistics.get("numRecords", 0)
    return taken


def _meeting(snapshot: Snapshot, conditions: list[Condition]) -> list[File]:
    fields = msgspec.json.decode(snapshot.metadata["schemaString"])["fields"]
    if snapshot.metadata["configuration"].get("delta.columnMapping.mode", "none") != "none":
        raise NotUnderstood("statistics go by physical names")
    types = {field["name"].lower(): (field["name"], field["type"]) for field in fields}
    kept = []
    for file in snapshot.files:
        columns = _Columns(types, file)
        if all(_fate(condition, columns, 0).true for condition in conditions):
            kept.append(file)
    return kept


class _Columns:
    """What the statistics and partition values of one file say about its columns."""

    def __init__(self, types: Mapping[str, tuple[str, Any]], file: File) -> None:
        self._types = types
        self._statistics = file.statistics
        self._partition: dict[str, str | None] = file.action["partitionValues"]

    def of(self, node: Condition) -> _Range:
        """The range of a column in the words of `valueType`; unknown where those do not fit."""
        if node.name.lower() not in self._types:
            raise NotUnderstood(node.name)
        name, kind = self._types[node.name.lower()]
        rows = self._statistics.get("numRecords")
        fits = isinstance(kind, str) and kind in _ACCEPTS.get(node.value_type, ())
        if name in self._partition:
            text = self._partition[name]
            if text in (None, ""):
                return _Range(None, None, rows, rows)
            value = _value(text, kind) if fits else None
            return _Range(value, value, 0, rows)
        nulls = self._statistics.get("nullCount", {}).get(name)
        low = self._statistics.get("minValues", {}).get(name) if fits else None
        high = self._statistics.get("maxValues", {}).get(name) if fits else None
        low = None if low is None else _value(low, kind)
        high = None if high is None else _value(high, kind)
        if kind == "timestamp" and high is not None:
            high += clock.SECOND // 1000 - 1  # statistics cut times to the millisecond
        if kind in ("float", "double"):
            high = None  # NaN is larger than every number and stands in no statistics
        return _Range(low, high, nulls if isinstance(nulls, int) else None, rows)


def _value(raw: Any, kind: str) -> Any:
    """A bound or a literal in a form that orders as the column does."""
    try:
        match kind:
            case "boolean" | "bool":
                return {"true": True, "false": False}[str(raw).lower()]
            case "byte" | "short" | "integer" | "int" | "long":
                return int(raw)
            case "float" | "double":
                number = float(raw)
                return None if math.isnan(number) else number
            case "string":
                return str(raw)
            case "date":
                return date.fromisoformat(str(raw)).isoformat()
            case "timestamp":
                return clock.instant(zoned(str(raw)))
    except (ValueError, KeyError, OverflowError) as wrong:
        raise NotUnderstood(str(raw)) from wrong
    raise NotUnderstood(kind)


def zoned(text: str) -> str:
    """A time as the protocol writes it: without a zone it is in UTC."""
    return text if re.search(r"(Z|[+-]\d\d:?\d\d)$", text) else f"{text}Z"


def _fate(node: Condition, columns: _Columns, depth: int) -> _Fate:
    if depth > DEEPEST:
        raise NotUnderstood("too deep")
    match node.op, node.children:
        case "and", [_, _, *_]:
            fates = [_fate(child, columns, depth + 1) for child in node.children]
            return _Fate(all(f.true for f in fates), any(f.false for f in fates))
        case "or", [_, _, *_]:
            fates = [_fate(child, columns, depth + 1) for child in node.children]
            return _Fate(any(f.true for f in fates), all(f.false for f in fates))
        case "not", [child]:
            fate = _fate(child, columns, depth + 1)
            return _Fate(fate.false, fate.true)
        case "isNull", [Condition(op="column") as column]:
            known = columns.of(column)
            return _Fate(known.nulls != 0, known.nulls is None or known.nulls != known.rows)
        case _, [Condition(op="column") as column, Condition(op="literal") as literal]:
            return _compared(node.op, columns.of(column), column, literal)
        case _, [Condition(op="literal") as literal, Condition(op="column") as column]:
            mirrored = _MIRRORED.get(node.op, "")
            return _compared(mirrored, columns.of(column), column, literal)
        case _, [Condition(op="column") as one, Condition(op="column") as other]:
            columns.of(one), columns.of(other)
            return _Fate(True, True)
    raise NotUnderstood(node.op)


def _compared(op: str, known: _Range, column: Condition, literal: Condition) -> _Fate:
    value = _value(literal.value, literal.value_type)
    if literal.value_type != column.value_type or value is None:
        return _Fate(True, True)
    if known.nulls is not None and known.nulls == known.rows:
        return _Fate(False, False)
    low, high, at = known.low, known.high, value
    under = low is None or low < at
    over = high is None or high > at
    within = (under or low == at) and (over or high == at)
    match op:
        case "equal":
            return _Fate(within, not (low == at == high))
        case "lessThan":
            return _Fate(under, high is None or high >= at)
        case "lessThanOrEqual":
            return _Fate(under or low == at, over)
        case "greaterThan":
            return _Fate(over, low is None or low <= at)
        case "greaterThanOrEqual":
            return _Fate(over or high == at, under)
    raise NotUnderstood(op)


_TERM = r"(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|`[^`]+`|[^\W\d]\w*)"
_COMPARISON = re.compile(rf"\s*({_TERM})\s*(<=|>=|<>|=|<|>)\s*({_TERM})\s*", re.IGNORECASE)
_NULL = re.compile(rf"\s*({_TERM})\s+IS\s+(NOT\s+)?NULL\s*", re.IGNORECASE)
_OPS = {
    "=": "equal",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
    "<>": "equal",
}


def _sql(text: str) -> Condition:
    """One of the simple SQL expressions of the protocol as a predicate tree."""
    if found := _NULL.fullmatch(text):
        column = Condition("column", name=found[1].strip("`"), value_type="string")
        null = Condition("isNull", [column])
        return Condition("not", [null]) if found[2] else null
    if not (found := _COMPARISON.fullmatch(text)):
        raise NotUnderstood(text)
    one, other = _term(found[1]), _term(found[3])
    for this, that in ((one, other), (other, one)):
        if this.op == "column":
            this.value_type = that.value_type
    compared = Condition(_OPS[found[2]], [one, other])
    return Condition("not", [compared]) if found[2] == "<>" else compared


def _term(text: str) -> Condition:
    if text.startswith("'"):
        value = text[1:-1].replace("''", "'")
        try:
            date.fromisoformat(value)
        except ValueError:
            return Condition("literal", value=value, value_type="string")
        return Condition("literal", value=value, value_type="date")
    if text.lower() in ("true", "false"):
        return Condition("literal", value=text.lower(), value_type="bool")
    if text[0].isdigit() or text[0] == "-":
        return Condition("literal", value=text, value_type="double" if "." in text else "long")
    return Condition("column", name=text.strip("`"))
