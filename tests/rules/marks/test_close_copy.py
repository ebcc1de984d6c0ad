"""Closing a copy: once, where there is one."""

from msgspec.structs import replace

from datafloor.contexts.marks import CloseCopy, CopyWithdrawn
from datafloor.contexts.marks.rules import close_copy
from tests.rules.deciding import may, said
from tests.rules.marks.facts import COPY, GRANT

ASKED = CloseCopy(grant=GRANT)


def test_decided() -> None:
    assert said(close_copy, COPY, ASKED) == [CopyWithdrawn(grant=GRANT)]
    assert said(close_copy, replace(COPY, withdrawn=True), ASKED) == []
    assert said(close_copy, None, ASKED) == []


def test_who_may() -> None:
    assert may(CloseCopy) == {"exchange"}
