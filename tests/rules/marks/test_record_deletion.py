"""Recording that a copy's files are gone: once."""

from msgspec.structs import replace

from datafloor.contexts.marks import CopyDeleted, RecordDeletion
from datafloor.contexts.marks.rules import record_deletion
from tests.rules.deciding import may, said
from tests.rules.marks.facts import COPY, GRANT

ASKED = RecordDeletion(grant=GRANT)


def test_decided() -> None:
    assert said(record_deletion, COPY, ASKED) == [CopyDeleted(grant=GRANT)]
    assert said(record_deletion, replace(COPY, deleted=True), ASKED) == []
    assert said(record_deletion, None, ASKED) == "grant_unknown"


def test_who_may() -> None:
    assert may(RecordDeletion) == {"exchange"}
