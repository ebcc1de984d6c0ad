"""Followers: each entry, in order, at least once, whatever fails in between."""

import logging
import threading
from collections.abc import Sequence
from time import monotonic, sleep

import pytest

from datafloor.kernel.db import Database
from datafloor.kernel.execute import Door
from datafloor.kernel.follow import Follower, Following, catch_up
from datafloor.kernel.journal import Entry
from tests.kernel.toy import ANNA, Put


class Outside:
    """The outside world: it remembers what reached it, and may fail before or after."""

    def __init__(self) -> None:
        self.reached: list[int] = []
        self.fail_before = False
        self.fail_after = False

    def take(self, entries: Sequence[Entry]) -> None:
        if self.fail_before:
            self.fail_before = False
            raise ConnectionError("did not happen")
        self.reached += [entry.seq for entry in entries]
        if self.fail_after:
            self.fail_after = False
            raise ConnectionError("happened, and the reply was lost")


def put(door: Door, first: int, last: int) -> None:
    for n in range(first, last + 1):
        door.execute(Put(jar="a", beans=1), ANNA, f"request-{n}")


def test_each_entry_once_and_in_order(door: Door, database: Database) -> None:
    outside = Outside()
    follower = Follower("mail", outside.take)
    assert catch_up(database, follower) == 0
    put(door, 1, 3)
    assert catch_up(database, follower) == 3
    assert catch_up(database, follower) == 0
    put(door, 4, 5)
    assert catch_up(database, follower) == 2
    assert outside.reached == [1, 2, 3, 4, 5]


def test_what_did_not_happen_is_done_again(door: Door, database: Database) -> None:
    outside = Outside()
    put(door, 1, 3)
    outside.fail_before = True
    with pytest.raises(ConnectionError):
        catch_up(database, Follower("mail", outside.take))
    assert catch_up(database, Follower("mail", outside.take)) == 3
    assert outside.reached == [1, 2, 3]


def test_who_died_between_the_effect_and_the_cursor_is_asked_again(
    door: Door, database: Database
) -> None:
    outside = Outside()
    put(door, 1, 2)
    outside.fail_after = True
    with pytest.raises(ConnectionError):
        catch_up(database, Follower("mail", outside.take))
    put(door, 3, 3)
    catch_up(database, Follower("mail", outside.take))
    assert outside.reached == [1, 2, 1, 2, 3]  # repeated, never skipped, never out of order


def test_two_followers_have_a_cursor_each(door: Door, database: Database) -> None:
    one, other = Outside(), Outside()
    put(door, 1, 2)
    catch_up(database, Follower("one", one.take))
    put(door, 3, 3)
    catch_up(database, Follower("one", one.take))
    catch_up(database, Follower("other", other.take))
    assert one.reached == other.reached == [1, 2, 3]


def test_a_long_journal_is_read_in_chunks(door: Door, database: Database) -> None:
    futures = [door.submit(Put(jar="a", beans=1), ANNA, f"r-{n}") for n in range(1, 2_101)]
    for future in futures:
        future.result()
    outside = Outside()
    sizes = []
    while found := catch_up(database, Follower("mail", outside.take)):
        sizes.append(found)
    assert sizes == [1_000, 1_000, 100]
    assert outside.reached == list(range(1, 2_101))


def test_a_running_follower_hears_of_commits_and_gets_over_failures(
    door: Door, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    outside = Outside()
    outside.fail_before = True
    with caplog.at_level(logging.ERROR):
        following = Following(database, Follower("mail", outside.take))
        door.on_commit(following.tell)
        put(door, 1, 50)
        deadline = monotonic() + 10
        while len(outside.reached) < 50 and monotonic() < deadline:
            sleep(0.01)
        following.close()
    assert outside.reached == list(range(1, 51))
    assert "follower mail failed" in caplog.text
    following.tell(0)  # told after its end, it stays ended
    assert not [thread for thread in threading.enumerate() if thread.name == "mail"]


def test_one_that_always_fails_tells_the_whole_story_once_and_then_rests_longer(
    door: Door, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0

    def take(entries: Sequence[Entry]) -> None:
        nonlocal tries
        tries += 1
        raise ConnectionError("nobody is there")

    put(door, 1, 1)
    with caplog.at_level(logging.ERROR):
        following = Following(database, Follower("mail", take))
        deadline = monotonic() + 10
        while tries < 3 and monotonic() < deadline:
            following.tell(0)  # commits do not hurry it
            sleep(0.01)
        following.close()
    rests = [record.getMessage().partition("again in ")[2] for record in caplog.records]
    assert rests == ["0.5 s", "1.0 s", "2.0 s"]
    assert [record.exc_info is not None for record in caplog.records] == [True, False, False]
