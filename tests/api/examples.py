"""An example of anything that a route takes, made from its type: the smallest there is."""

import re
from functools import cache
from typing import Any

from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from msgspec import inspect


def example(asked: Any) -> Any:
    """JSON that is read as this type."""
    return _of(inspect.type_info(asked))


def _of(type_: inspect.Type) -> Any:
    match type_:
        case inspect.StructType():
            tag = {type_.tag_field: type_.tag} if type_.tag_field else {}
            return tag | {field.encode_name: _of(field.type) for field in type_.fields}
        case inspect.UnionType():
            return _of(next(one for one in type_.types if not isinstance(one, inspect.NoneType)))
        case inspect.VarTupleType() | inspect.ListType() | inspect.FrozenSetType():
            return [_of(type_.item_type)] * max(type_.min_length or 1, 1)
        case inspect.EnumType():
            return next(iter(type_.cls)).value
        case inspect.LiteralType():
            return type_.values[0]
        case inspect.StrType():
            if type_.pattern is not None:
                return matching(type_.pattern)
            return "x" * max(type_.min_length or 1, 12)
        case inspect.IntType():
            return max(type_.ge or 1, 1)
        case inspect.BoolType():
            return True
        case inspect.DateType():
            return "2026-11-21"
    raise AssertionError(f"no example for {type_}")


@cache
def matching(pattern: str) -> str:
    """A short text that matches."""
    if found := re.match(r"\^\(\?:([a-z]+)_\[0-7\]", pattern):
        return f"{found[1]}_{'0' * 26}"
    quick = settings(database=None, derandomize=True, max_examples=50, phases=[Phase.generate])
    return str(find(st.from_regex(pattern), lambda text: text.isprintable(), settings=quick))
