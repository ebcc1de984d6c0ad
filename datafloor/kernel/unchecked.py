"""Types without bounds: for reading what was checked before it was written.

The door has checked every id and every number of an event, and the journal's chain of digests tells
whether it is still what was written. To match each id with its pattern again is most of the work of
reading an event.
"""

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct, defstruct, field
from msgspec.structs import FieldInfo, fields


def unchecked(kind: Any) -> Any:
    """The same type, whose values are of the right types and otherwise taken as they are.

    A struct becomes one that derives from it, with its methods. It is not equal to one of the
    original type.
    """
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return unchecked(parts[0])
    if origin in (Union, UnionType):
        return reduce(or_, map(unchecked, parts))
    if origin in (tuple, list, frozenset, dict):
        return origin[tuple(map(unchecked, parts))]
    return _struct(kind) if isinstance(kind, type) and issubclass(kind, Struct) else kind


@cache
def _struct(kind: type[Struct]) -> type[Struct]:
    types = get_type_hints(kind, include_extras=True)
    return defstruct(
        kind.__name__,
        [(each.name, unchecked(types[each.name]), _left_out(each)) for each in fields(kind)],
        bases=(kind,),
        module=kind.__module__,
        tag=kind.__struct_config__.tag,
        kw_only=True,
    )


def _left_out(found: FieldInfo) -> Any:
    """What stands for a field that is not written."""
    if found.default_factory is not NODEFAULT:
        return field(name=found.encode_name, default_factory=found.default_factory)
    if found.default is not NODEFAULT:
        return field(name=found.encode_name, default=found.default)
    return field(name=found.encode_name)
