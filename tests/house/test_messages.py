"""What holds for every command and event of the house, seen on the types themselves."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from datafloor.app.build import house
from datafloor.kernel.message import Actor, Command, Event, PublicText
from datafloor.kernel.refusal import Refusal

HOUSE = house()
PERSONAL = ("name", "email", "phone", "address", "password", "birth", "tax_code")


def parts(type_: inspect.Type, path: str) -> Iterator[tuple[str, inspect.Type]]:
    """A type and all that is inside it, each with where it is."""
    yield path, type_
    match type_:
        case inspect.StructType():
            for field in type_.fields:
                yield from parts(field.type, f"{path}.{field.name}")
        case inspect.UnionType():
            for one in type_.types:
                yield from parts(one, path)
        case inspect.VarTupleType() | inspect.ListType() | inspect.FrozenSetType():
            yield from parts(type_.item_type, f"{path}[]")
        case inspect.TupleType():
            for one in type_.item_types:
                yield from parts(one, f"{path}[]")
        case inspect.Metadata():
            yield from parts(type_.type, path)
        case _:
            pass


def everything(message: type[Any]) -> list[tuple[str, inspect.Type]]:
    return list(parts(inspect.type_info(message), message.__name__))


@pytest.mark.parametrize("event", HOUSE.apply, ids=lambda event: event.kind)
def test_an_event_holds_nothing_about_a_person(event: type[Event]) -> None:
    public = inspect.type_info(PublicText)
    allowed = (
        inspect.StructType,
        inspect.UnionType,
        inspect.VarTupleType,
        inspect.EnumType,
        inspect.BoolType,
        inspect.NoneType,
        inspect.IntType,
    )
    for path, type_ in everything(event):
        field = path.rpartition(".")[2]
        assert not field.startswith(PERSONAL) or path.endswith("fields[].name"), path
        if isinstance(type_, inspect.StrType):
            assert type_.pattern is not None or type_ == public, f"{path} could hold any text"
        else:
            assert isinstance(type_, allowed), f"{path} is of type {type_}"


@pytest.mark.parametrize("message", [*HOUSE.apply, *HOUSE.ways], ids=lambda one: one.kind)
def test_a_pattern_ends_where_the_text_ends(message: type[Any]) -> None:
    for path, type_ in everything(message):
        if isinstance(type_, inspect.StrType) and (type_.pattern or "").endswith("$"):
            assert str(type_.pattern).endswith(r"(?!\n)$"), f"{path}: a line break may follow"


@pytest.mark.parametrize("command", HOUSE.ways, ids=lambda command: command.kind)
def test_a_command_says_who_may(command: type[Command]) -> None:
    nobody, holder = Actor("", ""), Actor("person", "org", frozenset())
    for by in (nobody, holder):
        answer = command.may(by)
        assert answer is None or isinstance(answer, Refusal)
    if command.kind != "participants.register_organisation":
        assert command.may(nobody) is Refusal.sign_in_required


@pytest.mark.parametrize("command", HOUSE.ways, ids=lambda command: command.kind)
def test_a_command_takes_no_field_that_it_does_not_know(command: type[Command]) -> None:
    assert command.__struct_config__.forbid_unknown_fields
    assert command.__struct_config__.frozen
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"field_of_nobody": 1}', type=command)
