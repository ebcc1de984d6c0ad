"""Recording a copy: only what is new, and only while it may be read."""

from msgspec.structs import replace

from datafloor.contexts.marks import ColumnEffect, CopyMade, RecordCopy
from datafloor.contexts.marks.rules import record_copy
from tests.rules.cases import VERSION
from tests.rules.deciding import may, said
from tests.rules.marks.facts import COPY, GRANT

SAID = {
    "grant": GRANT,
    "version": VERSION,
    "delta_version": 1,
    "rows": 10,
    "bytes": 500,
    "digest": "0" * 64,
    "effects": (ColumnEffect("temperature", 1, -10, 3, 200),),
}
ASKED = RecordCopy(**SAID)  # type: ignore[arg-type]


def test_decided() -> None:
    assert said(record_copy, COPY, ASKED) == [CopyMade(**SAID)]  # type: ignore[arg-type]
    assert said(record_copy, replace(COPY, delta_version=1), ASKED) == []
    assert said(record_copy, replace(COPY, withdrawn=True), ASKED) == "licence_ended"
    assert said(record_copy, replace(COPY, deleted=True), ASKED) == "licence_ended"
    assert said(record_copy, None, ASKED) == "grant_unknown"


def test_who_may() -> None:
    assert may(RecordCopy) == {"exchange"}
