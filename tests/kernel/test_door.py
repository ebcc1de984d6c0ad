"""The door: one order, one answer for each request, and nobody suffers for another."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

import pytest

from datafloor.kernel import journal
from datafloor.kernel.db import Database, StoreFailed
from datafloor.kernel.execute import GROUP, Door, Fault, Receipt, Waiting
from datafloor.kernel.house import House
from datafloor.kernel.message import Actor, Command
from datafloor.kernel.refusal import Refusal, Refused
from tests.contents import contents
from tests.kernel.conftest import HandClock
from tests.kernel.toy import ANNA, BINH, NOBODY, Put, Tip, Trouble


class Group:
    """Commands that go through the door in one transaction."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._waiting: list[Waiting] = []

    def ask(self, command: Command, request_id: str, by: Actor = ANNA) -> "Future[Receipt]":
        answer: Future[Receipt] = Future()
        self._waiting.append(Waiting(command, by, request_id, f"digest of {command}", answer))
        return answer

    def go(self) -> None:
        """As the door's thread does with what it took from the queue."""
        self._door._carry_out(self._waiting)


def beans(database: Database) -> dict[str, int]:
    with database.reading() as tx:
        return dict(tx.rows("SELECT id, held FROM toy_jar"))


def attempts(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as tx:
        return tx.rows("SELECT by_person, request_id, command, refusal FROM attempts ORDER BY 2")


def entries(database: Database) -> list[journal.Entry]:
    with database.reading() as tx:
        return [entry for chunk in journal.read_all(tx) for entry in chunk]


def test_a_command_becomes_an_event_and_a_receipt(
    door: Door, database: Database, time: HandClock
) -> None:
    receipt = door.execute(Put(jar="a", beans=3), ANNA, "request-1")
    assert receipt == Receipt("request-1", 1, 1, time.now)
    (entry,) = entries(database)
    assert (entry.by_person, entry.by_organisation) == ("person_anna", "org_red")
    assert entry.kind == "toy.beans_put.v1"
    assert entry.body == '{"beans":3,"jar":"a","then":"","tip":false}'
    assert beans(database) == {"a": 3}


def test_what_follows_is_in_the_same_receipt_and_under_the_same_asker(
    door: Door, database: Database
) -> None:
    receipt = door.execute(Put(jar="a", beans=3, tip=True), ANNA, "request-1")
    assert (receipt.first, receipt.last) == (1, 2)
    assert beans(database) == {"a": 3, "tips": 1}
    assert [e.by_person for e in entries(database)] == ["person_anna", "person_anna"]


def test_commands_are_carried_out_in_the_order_asked(door: Door, database: Database) -> None:
    futures = [door.submit(Put(jar=f"j{n}", beans=n), ANNA, f"request-{n}") for n in range(1500)]
    receipts = [future.result() for future in futures]
    assert [receipt.first for receipt in receipts] == list(range(1, 1501))
    assert [e.request_id for e in entries(database)] == [f"request-{n}" for n in range(1500)]


def test_many_askers_at_once_share_few_commits(
    door: Door, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    carry_out = Door._carry_out

    def counted(self: Door, group: Sequence[Waiting]) -> None:
        sizes.append(len(group))
        carry_out(self, group)

    monkeypatch.setattr(Door, "_carry_out", counted)

    async def all_at_once() -> list[Receipt]:
        asked = (door.ask(Put(jar="a", beans=1), ANNA, f"request-{n}") for n in range(600))
        return await asyncio.gather(*asked)

    receipts = asyncio.run(all_at_once())
    assert sorted(receipt.first for receipt in receipts) == list(range(1, 601))
    assert beans(database) == {"a": 600}
    assert len(sizes) < 100
    assert max(sizes) <= GROUP


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Trouble.refused, "not_yours"),
        (Trouble.refused_late, "not_yours"),
        (Trouble.nothing, "nothing_to_change"),
    ],
)
def test_a_refusal_leaves_no_trace_but_an_attempt(
    door: Door, database: Database, house: House, trouble: Trouble, why: str
) -> None:
    door.execute(Put(jar="a", beans=3), ANNA, "request-1")
    before = contents(database, house, without=("attempts",))
    with pytest.raises(Refused, match=why):
        door.execute(Put(jar="a", beans=5, trouble=trouble), ANNA, "request-2")
    assert contents(database, house, without=("attempts",)) == before
    assert attempts(database) == [("person_anna", "request-2", "toy.put", why)]


@pytest.mark.parametrize(
    ("by", "command", "why"),
    [
        (NOBODY, Put(jar="a", beans=1), Refusal.sign_in_required),
        (ANNA, Tip(trouble=Trouble.none), Refusal.role_missing),
    ],
)
def test_who_may_not_ask_is_refused(
    door: Door, database: Database, by: Actor, command: Command, why: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        door.execute(command, by, "request-1")
    assert refused.value.why is why
    assert attempts(database) == [(by.person, "request-1", command.kind, why.name)]
    assert entries(database) == []


def test_a_repeated_request_gets_the_same_receipt(
    door: Door, database: Database, time: HandClock
) -> None:
    first = door.execute(Put(jar="a", beans=3, tip=True), ANNA, "request-1")
    time.now += 5_000_000
    door.execute(Put(jar="b", beans=1), ANNA, "request-2")
    again = door.execute(Put(jar="a", beans=3, tip=True), ANNA, "request-1")
    assert again == first
    assert beans(database) == {"a": 3, "tips": 1, "b": 1}
    assert attempts(database) == []


def test_a_request_id_with_other_content_is_refused(door: Door, database: Database) -> None:
    door.execute(Put(jar="a", beans=3), ANNA, "request-1")
    with pytest.raises(Refused, match="request_id_reused"):
        door.execute(Put(jar="a", beans=4), ANNA, "request-1")
    assert beans(database) == {"a": 3}


def test_another_person_s_request_ids_are_another_s(door: Door, database: Database) -> None:
    door.execute(Put(jar="a", beans=3), ANNA, "request-1")
    other = door.execute(Put(jar="b", beans=4), BINH, "request-1")
    assert (other.first, other.last) == (2, 2)
    again = door.execute(Put(jar="a", beans=3), ANNA, "request-1")
    assert (again.first, again.last) == (1, 1)


def test_a_refused_request_may_be_sent_again(door: Door, database: Database) -> None:
    with pytest.raises(Refused):
        door.execute(Put(jar="a", beans=3, trouble=Trouble.refused), ANNA, "request-1")
    assert door.execute(Put(jar="a", beans=3), ANNA, "request-1").first == 1


def test_a_repeat_within_one_group(door: Door, database: Database) -> None:
    group = Group(door)
    first = group.ask(Put(jar="a", beans=3, tip=True), "request-1")
    again = group.ask(Put(jar="a", beans=3, tip=True), "request-1")
    other = group.ask(Put(jar="a", beans=4), "request-1")
    binh_s = group.ask(Put(jar="b", beans=5), "request-1", by=BINH)
    group.go()
    assert first.result() == again.result() == Receipt("request-1", 1, 2, 1_000_000)
    with pytest.raises(Refused, match="request_id_reused"):
        other.result()
    assert binh_s.result().first == 3
    assert beans(database) == {"a": 3, "tips": 1, "b": 5}


def test_a_repeat_in_one_group_after_a_refusal_or_a_bug(door: Door, database: Database) -> None:
    group = Group(door)
    refused = group.ask(Put(jar="a", beans=3, trouble=Trouble.refused_late), "request-1")
    bug = group.ask(Put(jar="a", beans=3, trouble=Trouble.bug_late), "request-1")
    good = group.ask(Put(jar="a", beans=3), "request-1")
    group.go()
    assert isinstance(refused.exception(), Refused)
    assert isinstance(bug.exception(), Fault)
    assert good.result().first == 1
    assert beans(database) == {"a": 3}


@pytest.mark.parametrize("trouble", [Trouble.bug, Trouble.bug_late, Trouble.endless])
def test_a_rule_s_bug_is_a_fault_and_the_others_go_on(
    door: Door,
    database: Database,
    trouble: Trouble,
    caplog: pytest.LogCaptureFixture,
) -> None:
    group = Group(door)
    before = group.ask(Put(jar="a", beans=1), "request-1")
    bad = group.ask(Put(jar="a", beans=10, trouble=trouble), "request-2")
    after = group.ask(Put(jar="a", beans=100), "request-3")
    with caplog.at_level(logging.ERROR):
        group.go()
    assert (before.result().first, after.result().first) == (1, 2)
    fault = bad.exception()
    assert isinstance(fault, Fault)
    assert fault.incident in caplog.text
    assert beans(database) == {"a": 101}
    assert attempts(database) == []


def test_a_database_error_in_one_command_does_not_harm_the_others(
    door: Door, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    group = Group(door)
    before = group.ask(Put(jar="a", beans=1), "request-1")
    bad = group.ask(Put(jar="a", beans=10, trouble=Trouble.database), "request-2")
    refused = group.ask(Put(jar="a", beans=1, trouble=Trouble.refused), "request-3")
    after = group.ask(Put(jar="a", beans=100), "request-4")
    group.go()
    assert before.result().first == 1
    assert isinstance(bad.exception(), Fault)
    assert isinstance(refused.exception(), Refused)
    assert after.result().first == 2
    assert beans(database) == {"a": 101}
    assert len(attempts(database)) == 1
    assert "toy.put failed" in caplog.text


def test_a_clock_that_is_set_back_does_not_set_the_journal_back(
    door: Door, database: Database, time: HandClock, house: House
) -> None:
    door.execute(Put(jar="a", beans=1), ANNA, "request-1")
    time.now -= 500_000
    receipt = door.execute(Put(jar="a", beans=1), ANNA, "request-2")
    assert receipt.at == 1_000_000
    door.close()
    reopened = Door(house, database, time=HandClock(7))
    assert reopened.execute(Put(jar="a", beans=1), ANNA, "request-3").at == 1_000_000
    reopened.close()
    assert [entry.at for entry in entries(database)] == [1_000_000] * 3


def test_closing_carries_out_what_waits_and_takes_nothing_more(
    door: Door, database: Database
) -> None:
    futures = [door.submit(Put(jar="a", beans=1), ANNA, f"request-{n}") for n in range(900)]
    door.close()
    door.close()
    assert [future.result().first for future in futures] == list(range(1, 901))
    with pytest.raises(StoreFailed, match="closing"):
        door.execute(Put(jar="a", beans=1), ANNA, "request-late")
    assert beans(database) == {"a": 900}


def test_who_gives_up_waiting_does_not_take_the_command_back(
    door: Door, database: Database
) -> None:
    async def impatient() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(door.ask(Put(jar="a", beans=1), ANNA, "request-1"), 0)

    asyncio.run(impatient())
    door.close()
    # a wait of no time may not even have asked; what was asked is carried out
    again = len(entries(database))
    assert beans(database) == ({"a": 1} if again else {})


def test_a_command_asked_cannot_be_cancelled(door: Door, database: Database) -> None:
    future = door.submit(Put(jar="a", beans=1), ANNA, "request-1")
    assert not future.cancel()
    assert future.result().first == 1


def test_commits_are_heard_of_and_a_listener_s_bug_is_its_own(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    ends: list[int] = []

    def deaf(end: int) -> None:
        raise RuntimeError("cannot hear")

    door.on_commit(deaf)
    door.on_commit(ends.append)
    door.execute(Put(jar="a", beans=1, tip=True), ANNA, "request-1")
    with pytest.raises(Refused):
        door.execute(Put(jar="a", beans=1, trouble=Trouble.refused), ANNA, "request-2")
    door.execute(Put(jar="a", beans=1), ANNA, "request-3")
    door.close()
    assert ends == [2, 3]
    assert "cannot hear" in caplog.text


@pytest.mark.parametrize("text", ["a\0b", "\0", "\\\0", "\\\\\0"])
def test_a_nul_is_refused_alike_on_both_databases(door: Door, text: str) -> None:
    with pytest.raises(Refused, match="malformed"):
        door.execute(Put(jar=text, beans=1), ANNA, "request-1")


@pytest.mark.parametrize("text", ["\\u0000", "\\\\u0000", "đồng\n\x01'\"%s?{}", "😀", "𝄞" * 900])
def test_every_other_text_is_kept_as_it_is(door: Door, database: Database, text: str) -> None:
    door.execute(Put(jar=text, beans=1), ANNA, "request-1")
    assert beans(database) == {text: 1}


def test_threads_ask_without_waiting_for_each_other(door: Door, database: Database) -> None:
    def ask(name: str) -> None:
        for n in range(40):
            door.execute(Put(jar=name, beans=1), ANNA, f"{name}-{n}")

    threads = [threading.Thread(target=ask, args=(f"thread-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert beans(database) == {f"thread-{n}": 40 for n in range(8)}
    assert [entry.seq for entry in entries(database)] == list(range(1, 321))
