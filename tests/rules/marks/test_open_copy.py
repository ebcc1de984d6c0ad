"""Owing a copy: where the product carries marks."""

from datafloor.contexts.marks import CopyOwed, OpenCopy
from datafloor.contexts.marks.rules import open_copy
from tests.rules.cases import PRODUCT
from tests.rules.deciding import may, said
from tests.rules.marks.facts import GRANT

ASKED = OpenCopy(grant=GRANT, product=PRODUCT, ends_at=None)


def test_decided() -> None:
    assert said(open_copy, True, ASKED) == [CopyOwed(grant=GRANT, product=PRODUCT, ends_at=None)]
    assert said(open_copy, False, ASKED) == []


def test_who_may() -> None:
    assert may(OpenCopy) == {"exchange"}
