"""What the beginning and the end of a right to read mean for its copy."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datafloor.contexts.delivery import GrantOpened, GrantRevoked
from datafloor.contexts.marks.commands import CloseCopy, OpenCopy
from datafloor.kernel.message import Command, Event


def _grant_opened(event: GrantOpened) -> Sequence[Command]:
    if event.cut is not None:  # one table for all buyers of a lesser variant: it carries no marks
        return []
    return [OpenCopy(grant=event.grant, product=event.product, ends_at=event.ends_at)]


def _grant_revoked(event: GrantRevoked) -> Sequence[Command]:
    return [CloseCopy(grant=event.grant)]


REACTIONS: Mapping[type[Event], Callable[[Any], Sequence[Command]]] = {
    GrantOpened: _grant_opened,
    GrantRevoked: _grant_revoked,
}
