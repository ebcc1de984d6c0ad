"""The supervisor's exports: all of the journal, all that was refused, and no formula."""

import csv
import io
import json

from datafloor.web.pages.exporting import _plain
from tests.fair import Fair, fair

__all__ = ["fair"]


def test_the_journal_is_whole_and_chained(fair: Fair) -> None:
    supervisor = fair.browser("supervisor")
    before = fair.site.entries()
    answer = supervisor.get("/supervisor/exports/journal.jsonl")
    assert "attachment" in answer.headers["content-disposition"]
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len(lines) >= before
    assert [each["seq"] for each in lines] == list(range(1, len(lines) + 1))
    digest = ""
    with fair.site.exchange.database.reading() as tx:
        for line in lines[:50]:
            row = tx.row("SELECT digest FROM journal WHERE seq = ?", line["seq"])
            assert row == (line["digest"],)
            digest = line["digest"]
    assert len(digest) == 64


def test_every_attempt_is_there_once(fair: Fair) -> None:
    buyer = fair.browser("buyer")
    buyer.get(f"/offers/{fair.offer}")
    buyer.send(buyer.form(fair.offer), purpose="credit_scoring", country="VN")
    supervisor = fair.browser("supervisor")
    before = _attempts(fair)
    answer = supervisor.get("/supervisor/exports/attempts.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["at", "by_person", "by_organisation", "command", "refusal"]
    assert before <= len(rows) - 1 <= _attempts(fair)
    assert any(row[3] == "market.place_order" for row in rows)


def _attempts(fair: Fair) -> int:
    with fair.site.exchange.database.reading() as tx:
        (count,) = tx.row("SELECT count(*) FROM attempts") or (0,)
    return int(count)


def test_a_formula_is_a_text() -> None:
    assert _plain("=1+1") == "'=1+1"
    assert _plain("market.place_order") == "market.place_order"


def test_only_the_supervisor_exports(fair: Fair) -> None:
    for who in ("buyer", "operator"):
        assert fair.browser(who).get("/supervisor/exports/journal.jsonl").status_code == 403
