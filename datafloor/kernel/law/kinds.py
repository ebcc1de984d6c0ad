"""What every kind of check has in common, and the words in which their parameters are typed."""

from typing import Annotated

from msgspec import Meta, Struct

from datafloor.kernel.ids import whole

Name = Annotated[str, Meta(pattern=whole("[a-z][a-z0-9_]*"))]
Names = Annotated[tuple[Name, ...], Meta(min_length=1)]
Two = tuple[Name, Name]
Count = Annotated[int, Meta(ge=1)]
Percent = Annotated[int, Meta(ge=0, le=100)]


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Kind(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    tag=_snake,
):
    """A kind of check with its parameters. Packs name it by its class's name in small letters."""


def kind_of(check: Kind) -> str:
    """The word by which packs name this kind, such as `deadline_working_days`."""
    return _snake(type(check).__name__)


_WORDS = (
    *("when", "unless", "fact", "facts_false", "facts_true", "fields", "record", "of", "any_of"),
    *("values", "role", "apart_from", "exempts", "held", "unit", "kinds", "act", "holder"),
)
"""The parameters that hold words of the pack; all others are numbers, dates and currencies."""


def words_of(check: Kind) -> tuple[str, ...]:
    """Every fact and other word that a check names. A pack says what each is called."""
    words: list[str] = []
    for name in check.__struct_fields__:
        if name in _WORDS:
            value = getattr(check, name)
            words += [value] if isinstance(value, str) else value
    return tuple(words)
