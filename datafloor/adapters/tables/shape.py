"""The types that a published table has: those of Delta that every reader knows.

A Delta table of reader version 1 has no unsigned numbers, no times of day, no nanoseconds and no
local times. What has an exact home there moves to it; what has none is refused by its name.
"""

import re
from typing import TYPE_CHECKING

from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import pyarrow as pa

NAME_ROOM = 255
_NOT_IN_NAMES = re.compile(r"[ ,;{}()\n\t=]")  # what Parquet readers of Delta tables forbid


def field_names(names: list[str]) -> list[str]:
    """Names as the table has them: signs that Parquet tables forbid become `_`.

    A nameless column is called by its place. Refuses two names that differ only in case.
    """
    kept = [
        _NOT_IN_NAMES.sub("_", name.strip())[:NAME_ROOM] or f"column_{place}"
        for place, name in enumerate(names, 1)
    ]
    seen: set[str] = set()
    for name in kept:
        if name.lower() in seen:
            raise Refused(Refusal.field_unreadable, field=name, problem="two fields have this name")
        seen.add(name.lower())
    return kept


def kept_schema(schema: "pa.Schema") -> "pa.Schema":
    """The schema of the published table for a source's schema."""
    import pyarrow as pa

    names = field_names(schema.names)
    return pa.schema(
        [
            pa.field(name, _kept(name, field.type), field.nullable)
            for name, field in zip(names, schema, strict=True)
        ]
    )


def kept_batch(batch: "pa.RecordBatch", schema: "pa.Schema", zone: str) -> "pa.RecordBatch":
    """The rows in the types of the published table. A time without a zone is one in `zone`."""
    import pyarrow as pa

    columns = []
    for column, field in zip(batch.columns, schema, strict=True):
        try:
            columns.append(_moved(column, field.type, zone))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as wrong:
            raise Refused(
                Refusal.field_unreadable, field=field.name, problem=_first_line(wrong)
            ) from wrong
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _moved(column: "pa.Array", kept: "pa.DataType", zone: str) -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.type == kept:
        return column
    if pa.types.is_timestamp(column.type):
        # Below a microsecond Delta keeps nothing; a source that says more says it to no reader.
        micros = pc.cast(column, pa.timestamp("us", column.type.tz), safe=False)
        if column.type.tz is None and zone != "UTC":  # casting takes it for UTC, and is quicker
            micros = pc.assume_timezone(micros, zone, ambiguous="earliest", nonexistent="earliest")
        return pc.cast(micros, kept)
    return pc.cast(column, kept)


def _kept(name: str, kind: "pa.DataType") -> "pa.DataType":
    import pyarrow as pa

    t = pa.types
    if t.is_dictionary(kind):
        return _kept(name, kind.value_type)
    if t.is_struct(kind):
        return pa.struct([f.with_type(_kept(f"{name}.{f.name}", f.type)) for f in kind])
    if t.is_map(kind):
        return pa.map_(_kept(name, kind.key_type), _kept(name, kind.item_type))
    if t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind):
        return pa.list_(_kept(name, kind.value_type))
    if t.is_timestamp(kind):
        return pa.timestamp("us", "UTC")
    if t.is_decimal(kind):
        if kind.precision <= 38 and 0 <= kind.scale <= kind.precision:
            return pa.decimal128(kind.precision, kind.scale)
    else:
        for accepts, home in (
            (t.is_null, pa.string()),
            (t.is_large_string, pa.string()),
            (t.is_string_view, pa.string()),
            (t.is_time, pa.string()),
            (t.is_large_binary, pa.binary()),
            (t.is_binary_view, pa.binary()),
            (t.is_fixed_size_binary, pa.binary()),
            (t.is_uint8, pa.int16()),
            (t.is_uint16, pa.int32()),
            (t.is_uint32, pa.int64()),
            (t.is_uint64, pa.decimal128(20, 0)),
            (t.is_float16, pa.float32()),
            (t.is_date64, pa.date32()),
        ):
            if accepts(kind):
                return home
        plain = (t.is_boolean, t.is_integer, t.is_floating, t.is_string, t.is_binary, t.is_date32)
        if any(accepts(kind) for accepts in plain):
            return kind
    raise Refused(
        Refusal.field_unreadable, field=name, problem=f"a Delta table has no type for {kind}"
    )
