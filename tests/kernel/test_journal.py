"""The chain: whatever is done to the journal behind the door's back shows, and where."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door
from datafloor.kernel.journal import Broken, Entry, append, chain, read, read_all, seen, take_head
from tests.kernel.toy import ANNA, BINH, Put

FIELDS = ("at", "by_person", "by_organisation", "request_id", "asked", "kind", "body", "digest")


@pytest.fixture
def ten(door: Door, database: Database) -> Database:
    """A database whose journal has ten entries."""
    for n in range(1, 11):
        door.execute(Put(jar="a", beans=n), ANNA, f"request-{n}")
    return database


def broken_at(database: Database) -> int | None:
    try:
        with database.reading() as tx:
            for _ in read_all(tx, chunk=4):
                pass
    except Broken as broken:
        return broken.seq
    return None


def tamper(database: Database, *statements: str) -> None:
    with database.writing() as tx:
        for statement in statements:
            tx.run(statement)


def test_an_honest_journal_holds(ten: Database) -> None:
    assert broken_at(ten) is None


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seq", [1, 5, 10])
def test_an_edited_row_shows(ten: Database, field: str, seq: int) -> None:
    value = "at + 1" if field == "at" else f"{field} || 'x'"
    tamper(ten, f"UPDATE journal SET {field} = {value} WHERE seq = {seq}")
    assert broken_at(ten) == seq


@pytest.mark.parametrize(
    ("statements", "seq"),
    [
        (["DELETE FROM journal WHERE seq = 5"], 6),
        (["DELETE FROM journal WHERE seq = 1"], 2),
        (["DELETE FROM journal WHERE seq = 10"], 10),  # the head says that there was one more
        (["DELETE FROM journal"], 1),
        (  # removed, and the rows after it moved up
            [
                "DELETE FROM journal WHERE seq = 5",
                "UPDATE journal SET seq = seq + 100 WHERE seq > 5",
                "UPDATE journal SET seq = seq - 101 WHERE seq > 100",
            ],
            5,
        ),
        (  # a copy of an entry put between
            [
                "UPDATE journal SET seq = seq + 100 WHERE seq > 5",
                "UPDATE journal SET seq = seq - 99 WHERE seq > 100",
                "INSERT INTO journal SELECT 6, at, by_person, by_organisation, request_id, asked,"
                " kind, body, digest FROM journal WHERE seq = 5",
            ],
            6,
        ),
        (  # appended behind the head
            [
                "INSERT INTO journal SELECT 11, at, by_person, by_organisation, request_id, asked,"
                " kind, body, digest FROM journal WHERE seq = 10"
            ],
            11,
        ),
        (  # two swapped
            [
                "UPDATE journal SET seq = 100 WHERE seq = 4",
                "UPDATE journal SET seq = 4 WHERE seq = 5",
                "UPDATE journal SET seq = 5 WHERE seq = 100",
            ],
            4,
        ),
        (["UPDATE door SET seq = 9"], 11),
        (["UPDATE door SET seq = 11"], 11),
        (["UPDATE door SET digest = 'x'"], 11),
    ],
)
def test_removed_inserted_and_moved_rows_show(
    ten: Database, statements: Sequence[str], seq: int
) -> None:
    tamper(ten, *statements)
    assert broken_at(ten) == seq


def test_a_forger_who_chains_anew_cannot_keep_the_head(ten: Database) -> None:
    """Who rewrites everything gets another head than the one that others have kept."""
    with ten.reading() as tx:
        entries = read(tx, 0, 100)
        before = tx.row("SELECT digest FROM door")
    digest, forged = "", []
    for entry in entries:
        body = entry.body.replace('"beans":3', '"beans":300')
        digest = chain(digest, entry._replace(body=body))
        forged.append(entry._replace(body=body, digest=digest))
    with ten.writing() as tx:
        tx.run("DELETE FROM journal")
        append(tx, forged)
    assert broken_at(ten) is None
    with ten.reading() as tx:
        assert tx.row("SELECT digest FROM door") != before


line = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6)


@given(
    st.tuples(*[line] * 6, st.integers(0, 99), st.integers(0, 99)),
    st.tuples(*[line] * 6, st.integers(0, 99), st.integers(0, 99)),
)
def test_two_entries_never_have_the_same_text(one: tuple[object], other: tuple[object]) -> None:
    assert (chain("", one) == chain("", other)) == (tuple(map(str, one)) == tuple(map(str, other)))


def test_what_was_asked_is_found_by_person_and_request(door: Door, database: Database) -> None:
    door.execute(Put(jar="a", beans=1, tip=True), ANNA, "request-1")
    door.execute(Put(jar="a", beans=1), BINH, "request-1")
    door.execute(Put(jar="a", beans=1), ANNA, "request-2")
    with database.reading() as tx:
        found = seen(tx, ["request-1", "request-3"])
    assert set(found) == {("person_anna", "request-1"), ("person_binh", "request-1")}
    anna_s = found["person_anna", "request-1"]
    assert (anna_s.first, anna_s.last) == (1, 2)


def test_reading_goes_on_where_it_stopped(ten: Database) -> None:
    with ten.reading() as tx:
        assert [entry.seq for entry in read(tx, 3, 4)] == [4, 5, 6, 7]
        assert isinstance(read(tx, 9, 4)[0], Entry)
        assert read(tx, 10, 4) == []


def test_the_head_is_held_by_one_writer_at_a_time(ten: Database) -> None:
    with ten.writing() as tx:
        head = take_head(tx)
    assert head.seq == 10
