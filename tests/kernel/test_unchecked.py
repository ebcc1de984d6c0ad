"""Types without bounds: the same shape, methods and defaults, and no look at what a value is."""

from typing import Annotated

import pytest
from msgspec import Meta, Struct, ValidationError, field
from msgspec.json import decode

from datafloor.kernel.unchecked import unchecked

Bean = Annotated[str, Meta(pattern="^bean_[0-9]$")]


class Few(Struct, frozen=True, tag="few"):
    beans: tuple[Bean, ...]

    def count(self) -> int:
        return len(self.beans)


class Many(Struct, frozen=True, tag="many"):
    number: Annotated[int, Meta(ge=100)]


class Jar(Struct, frozen=True, forbid_unknown_fields=True):
    holds: Few | Many
    best: Bean | None = None
    labels: list[str] = field(default_factory=list)


def test_values_are_taken_as_they_are() -> None:
    read = decode(b'{"holds": {"type": "few", "beans": ["a", "b"]}}', type=unchecked(Jar))
    assert isinstance(read, Jar)
    assert isinstance(read.holds, Few)
    assert (read.holds.count(), read.best, read.labels) == (2, None, [])
    many = decode(b'{"holds": {"type": "many", "number": 1}, "best": "c"}', type=unchecked(Jar))
    assert isinstance(many.holds, Many)
    assert (many.holds.number, many.best) == (1, "c")


@pytest.mark.parametrize(
    "text",
    [
        b'{"holds": {"type": "many", "number": "1"}}',
        b'{"holds": {"type": "none"}}',
        b'{"holds": {"type": "few", "beans": []}, "lid": 1}',
        b"{}",
    ],
)
def test_another_shape_is_refused(text: bytes) -> None:
    with pytest.raises(ValidationError):
        decode(text, type=unchecked(Jar))
