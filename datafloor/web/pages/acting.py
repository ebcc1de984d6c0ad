"""A form for a command: what it asks, drawn from its type, so that page and API ask the same.

A digest is typed, or measured from a file that is chosen; the file itself is not kept. Words for
the fields and for the values of enums are in `wording`.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime, time
from enum import Enum
from hashlib import sha256
from typing import Any, TypeVar

import msgspec
from litestar.datastructures import UploadFile
from msgspec import Struct, inspect

from datafloor.kernel.clock import HANOI, SECOND, Instant
from datafloor.kernel.message import Digest
from datafloor.kernel.money import Money
from datafloor.web.pages.forms import Form, whole

S = TypeVar("S", bound=Struct)
PIECE = 1 << 20
LONG = 200
"""Texts that may be longer than this have a field of several lines."""


class Input(Struct, frozen=True):
    """One field of a form. `kind` is `text`, `long`, `number`, `yesno`, `one`, `many`, `digest`,
    `digests`, `day` or `money`; `options` are the values that can be chosen."""

    name: str
    kind: str
    required: bool
    options: tuple[str, ...] = ()
    words: str = ""


class Act(Struct, frozen=True):
    """One thing that can be done now, with what it asks."""

    name: str
    inputs: list[Input]


def inputs(kind: type[Struct], without: Iterable[str] = ()) -> list[Input]:
    """The fields that a form for this type has; those of a struct inside are its own."""
    return list(_inputs(kind, frozenset(without)))


def _inputs(kind: type[Struct], without: frozenset[str]) -> Iterable[Input]:
    for field in msgspec.structs.fields(kind):
        if field.name in without:
            continue
        inner = _struct(field.type)
        if inner is not None:
            yield from _inputs(inner, without)
        else:
            yield _input(field.name, field.type, field.required)


def _input(name: str, asked: Any, required: bool) -> Input:
    type_ = _plain(asked)
    match type_:
        case inspect.BoolType():
            return Input(name, "yesno", required, ("yes", "no"))
        case inspect.EnumType():
            return Input(name, "one", required, _values(type_.cls), type_.cls.__name__.lower())
        case inspect.VarTupleType(item_type=inspect.EnumType() as item):
            return Input(name, "many", required, _values(item.cls), item.cls.__name__.lower())
        case inspect.VarTupleType():
            return Input(name, "digests", required)
        case inspect.IntType():
            return Input(name, "day" if name.endswith("_at") else "number", required)
        case inspect.StructType():
            return Input(name, "money", required)
        case inspect.StrType():
            if type_ == inspect.type_info(Digest):
                return Input(name, "digest", required)
            return Input(name, "long" if (type_.max_length or 0) > LONG else "text", required)
    raise TypeError(f"no field for {name}: {type_}")


def _values(kind: type[Enum]) -> tuple[str, ...]:
    return tuple(str(each.value) for each in kind)


def _plain(asked: Any) -> inspect.Type:
    """The type itself, where it may also be nothing."""
    type_ = inspect.type_info(asked)
    if isinstance(type_, inspect.UnionType):
        return next(one for one in type_.types if not isinstance(one, inspect.NoneType))
    return type_


def _struct(asked: Any) -> type[Struct] | None:
    type_ = _plain(asked)
    if isinstance(type_, inspect.StructType) and type_.cls is not Money:
        return type_.cls
    return None


async def measure(form: Form, fields: Iterable[Input]) -> None:
    """Put the digests of the files that were chosen into their fields."""
    for each in fields:
        if each.kind in ("digest", "digests") and (files := form.files.get(each.name)):
            found = [await digest(_pieces(file)) for file in files]
            typed = form[each.name].split() if each.kind == "digests" else []
            form.fill(**{each.name: "\n".join([*typed, *found])})


def read(form: Form, kind: type[S], /, **given: Any) -> S | None:
    """The struct that the form makes, with what is given; `None` where a field does not fit."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.name in given:
            values[field.name] = given[field.name]
        elif (inner := _struct(field.type)) is not None:
            made = read(form, inner, **given)
            values[field.name] = None if made is None else msgspec.to_builtins(made)
        else:
            asked = _input(field.name, field.type, field.required)
            values[field.name] = _value(form, asked) if asked.kind != "text" else form[field.name]
            if values[field.name] in (None, "") and not field.required:
                values[field.name] = ""  # its default
    return form.read(kind, **values)


def _value(form: Form, asked: Input) -> Any:
    typed = form[asked.name]
    match asked.kind:
        case "yesno":
            return {"yes": True, "no": False}.get(typed)
        case "many":
            return form.all(asked.name)
        case "digests":
            return tuple(typed.split())
        case "number":
            return whole(typed)
        case "day":
            return end_of_day(typed)
        case "money":
            return {"minor": whole(typed), "currency": "VND"} if typed else ""
    return typed


def end_of_day(typed: str) -> Instant | str:
    """The last instant of a day of Vietnam that was typed as `2027-01-31`; else what was typed."""
    try:
        end = datetime.combine(date.fromisoformat(typed), time.max, HANOI)
    except ValueError:
        return typed
    return int(end.timestamp()) * SECOND + SECOND - 1


async def digest(pieces: AsyncIterator[bytes]) -> str:
    """The SHA-256 of what comes."""
    made = sha256()
    async for piece in pieces:
        made.update(piece)
    return made.hexdigest()


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
    await file.close()
