"""JSON lines: fields that come and go, nested values, and what is refused of it."""

import pytest

from datafloor.adapters.tables import lines
from datafloor.kernel.refusal import Refusal
from tests.tables.conftest import Shop


def test_fields_may_come_and_go(shop: Shop) -> None:
    shop.text(b'{"a": 1}\n\n{"b": "x", "a": 2.5}\n{"c": {"d": [1, 2]}}', "a.jsonl")
    assert shop.rows() == [
        {"a": 1.0, "b": None, "c": None},
        {"a": 2.5, "b": "x", "c": None},
        {"a": None, "b": None, "c": {"d": [1, 2]}},
    ]


def test_types_are_learned_across_blocks(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 10)
    content = b"".join(b'{"n": %d, "s": null}\n' % n for n in range(50))
    content += b'{"n": 0.5, "s": "late", "new": true}\n'
    shop.text(content, "a.json")
    rows = shop.rows()
    assert len(rows) == 51
    assert rows[-1] == {"n": 0.5, "s": "late", "new": True}
    assert rows[7] == {"n": 7.0, "s": None, "new": None}


@pytest.mark.parametrize(
    ("content", "why", "told"),
    [
        (b'{"a": 1}\n{"a": ', Refusal.table_damaged, "JSON lines"),
        (b'{"a": 1}\n{"a": "x"}\n', Refusal.table_damaged, "JSON lines"),
        (b'{"a": 1}\n{"a": "\xff"}\n', Refusal.encoding_unknown, "line 2"),
        (b"{}\n{}\n", Refusal.table_empty, "no fields"),
    ],
)
def test_what_is_no_table_is_refused(shop: Shop, content: bytes, why: Refusal, told: str) -> None:
    refused = shop.refused(content, "a.jsonl")
    assert refused.why is why
    assert told in refused.text()


def test_a_field_that_changes_its_type_is_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 10)
    assert shop.refused(b'{"a": 1}\n{"a": "x"}\n', "a.jsonl").why is Refusal.table_damaged


def test_a_line_without_end_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 10)
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    refused = shop.refused(b'{"a": 1}\n{"a": "' + b"x" * 200, "a.jsonl")
    assert refused.why is Refusal.table_damaged
