"""What an author is told: where a pack is not honest, or no longer true."""

from datetime import date
from pathlib import Path

import pytest

from datafloor.kernel import law
from tests.law.packs import SMALL, write
from tests.law.test_load import changed

TODAY = date(2026, 11, 21)


def test_a_pack_in_order_has_no_problems(tmp_path: Path) -> None:
    assert law.problems(law.load(write(tmp_path / "small", SMALL)), TODAY) == []


@pytest.mark.parametrize("name", law.names())
def test_the_packs_of_the_program_are_in_order_on_their_day(name: str) -> None:
    pack = law.pack(name)
    assert law.problems(pack, pack.header.as_of) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            "status = 'future'",
            "status = 'in_force'",
            "rule answer.written is recorded as in_force, but on 2026-11-21 it is future",
        ),
        (
            "status = 'unverified'\nevidence = 'memory'",
            "status = 'in_force'\nevidence = 'memory'",
            "rule answer.polite is called in force, but nobody read it (memory)",
        ),
        (
            "cites = ['NEW 9']",
            "cites = ['OLD 9']",
            "rule answer.polite binds, but OLD 9 is repealed, and it does not say why",
        ),
        (
            "cites = ['NEW 7.2.a']\nstage = ['after']\nbinds = ['controller']\nfrom = 2026-07-01",
            "cites = ['NEW 7.2.a']\nstage = ['after']\nbinds = ['controller']\nfrom = 2026-07-01\n"
            "note_en = 'Doubtful.'",
            "answer.in_time: note is there in one language only",
        ),
        (
            "replaces = ['OLD']",
            "replaces = []",
            "instrument OLD says NEW repealed it; NEW does not say so",
        ),
        (
            "repealed_by = ['NEW']",
            "repealed_by = []",
            "instrument NEW says it replaces OLD; OLD does not say so",
        ),
        (
            "repealed_by = ['NEW']",
            "repealed_by = []",
            "instrument OLD is repealed, but not by what",
        ),
        (
            "from = 2026-07-01\nstatus = 'unverified'",
            "from = 2026-06-01\nstatus = 'unverified'",
            "rule answer.polite begins before NEW 9, on which it rests",
        ),
        (
            "from = 2026-07-01\nstatus = 'in_force'\nevidence = 'text'\nreplaces",
            "from = 2026-07-01\nstatus = 'unverified'\nevidence = 'press'\nreplaces",
            "rule answer.in_time is called in force, but NEW 7.2.a is unverified",
        ),
    ],
)
def test_problems(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert says in law.problems(law.load(write(tmp_path / "small", changed(before, after))), TODAY)


def test_a_rule_may_outlive_its_instrument_where_it_says_why(tmp_path: Path) -> None:
    files = changed(
        "cites = ['NEW 9']", "cites = ['OLD 9']\ndespite_en = 'Saved.'\ndespite_vi = 'Còn giữ.'"
    )
    assert law.problems(law.load(write(tmp_path / "small", files)), TODAY) == []


def test_a_rule_that_nobody_read_is_unverified_whatever_its_author_recorded(
    tmp_path: Path,
) -> None:
    boast = changed(
        "status = 'unverified'\nevidence = 'memory'", "status = 'in_force'\nevidence = 'memory'"
    )
    rule = law.load(write(tmp_path / "small", boast)).versions["answer.polite"][0]
    assert rule.status_on(TODAY) is law.Status.unverified


def test_what_falls_due_today_is_still_ahead(tmp_path: Path) -> None:
    day = "{ kind = 'deadline_date', on = 2026-12-31 }"
    pack = law.load(
        write(tmp_path / "small", changed("{ kind = 'required_field', fields = ['reason'] }", day))
    )
    due = [a.day for a in law.ahead(pack, date(2026, 12, 31)) if a.turn is law.Turn.due]
    assert due == [date(2026, 12, 31)]


def test_time_makes_a_pack_old(tmp_path: Path) -> None:
    pack = law.load(write(tmp_path / "small", SMALL))
    assert law.problems(pack, date(2027, 1, 1)) == [
        "rule answer.written is recorded as future, but on 2027-01-01 it is in_force"
    ]


def test_what_turns_next(tmp_path: Path) -> None:
    pack = law.load(write(tmp_path / "small", SMALL))
    assert [(a.day, a.turn, a.rule.id) for a in law.ahead(pack, date(2026, 6, 1))] == [
        (date(2026, 6, 30), law.Turn.last_day, "answer.in_time"),
        (date(2026, 7, 1), law.Turn.begins, "answer.in_time"),
        (date(2026, 7, 1), law.Turn.begins, "answer.polite"),
        (date(2027, 1, 1), law.Turn.begins, "answer.written"),
    ]
    assert law.ahead(pack, date(2027, 1, 1)) == ()
