"""The law can ask how surely somebody is who she says; the door looks before anything else."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from datafloor.app.build import CONTEXTS, house
from datafloor.contexts import participants
from datafloor.kernel import law
from datafloor.kernel.db import open_database
from datafloor.kernel.execute import Door
from datafloor.kernel.house import House
from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal, Refused
from tests.law.packs import HEADER, OLD_AND_NEW, write
from tests.trading import BEGIN, trading

ASKS = """
[[rule]]
id = 'acting.person'
cites = ['NEW 4.1']
stage = ['acting']
binds = ['seller']
from = 2026-07-01
status = 'in_force'
evidence = 'text'
check = { kind = 'acting_level', commands = ['participants.unlink_identity'], least = 2 }
vi = 'Ở mức độ 2.'
en = 'At level 2.'

[labels]
acting_level = { vi = 'mức độ định danh', en = 'level of identity' }
seller = { vi = 'bên bán', en = 'seller' }
"""
"""A law that lets only those unlink an identity who act at level 2."""


def answer(folder: Path, rule: str, by: Actor, at: int = BEGIN) -> Refused:
    pack = law.load(write(folder / "pack", {"pack.toml": HEADER, "law.toml": OLD_AND_NEW + rule}))
    one = House(CONTEXTS, pack)
    database = open_database(f"sqlite:///{folder}/x.db", one.schema)
    door = Door(one, database, time=lambda: at)
    try:
        with pytest.raises(Refused) as told:
            door.execute(participants.UnlinkIdentity(), by, "request-1")
    finally:
        door.close()
        database.close()
    return told.value


SHE = Actor("person_1", "org_1", frozenset({"seller"}))
CAME_IN = Refusal.identity_unlinked
"""What the rule itself says, once she has come past the door."""


def test_too_low_a_level_is_refused_with_the_article_and_what_to_do(tmp_path: Path) -> None:
    refused = answer(tmp_path, ASKS, SHE)
    assert refused.why is Refusal.assurance_too_low
    assert refused.details["citation"] == "NEW 4.1"
    assert "New Law, art. 4.1" in refused.text() and "level of identity" in refused.text()
    assert "Sign in with your electronic identity" in refused.text()
    assert "khoản 1 Điều 4 Luật mới" in refused.text("vi")


def test_the_level_that_is_asked_is_enough(tmp_path: Path) -> None:
    assert answer(tmp_path, ASKS, replace(SHE, level=2)).why is CAME_IN


def test_nobody_who_has_not_signed_in_is_told_about_levels(tmp_path: Path) -> None:
    assert answer(tmp_path, ASKS, Actor("", "")).why is Refusal.sign_in_required


def test_before_its_day_and_unread_it_refuses_nobody(tmp_path: Path) -> None:
    before = BEGIN - 300 * 86_400_000_000
    assert answer(tmp_path, ASKS, SHE, before).why is CAME_IN
    unread = ASKS.replace("'in_force'", "'unverified'").replace("'text'", "'memory'")
    folder = tmp_path / "unread"
    folder.mkdir()
    assert answer(folder, unread, SHE).why is CAME_IN


@pytest.mark.parametrize("name", law.names())
def test_a_pack_asks_it_of_commands_that_there_are(name: str) -> None:
    one = house(name)
    assert set(one.acting_levels) <= set(one.commands)


def test_the_level_of_whoever_acts_is_the_lower_of_two(tmp_path: Path) -> None:
    """How a session was opened, and what is recorded of the person."""
    with trading(f"sqlite:///{tmp_path}/x.db") as t:
        operator, seller = t.join("operator"), t.join("seller")
        for level, means in ((2, "second_factor"), (3, "provider"), (1, "password")):
            t.ask(
                replace(seller, level=3),
                participants.IssueToken,
                token=f"token_0000000000000000000000000{level}",
                use="session",
                secret_digest=participants.digest_of(f"session {level}"),
                scope=["seller"],
                expires_at=t.now + 1000,
                level_number=level,
                means=means,
            )

        def acting() -> list[int]:
            found = [
                t.question(participants.actor, f"session {level}", t.now) for level in (1, 2, 3)
            ]
            return [each.level for each in found]

        assert acting() == [1, 1, 1]
        t.assure(operator, seller, 2)
        assert acting() == [1, 2, 2]
        t.assure(operator, seller, 3)
        assert acting() == [1, 2, 3]
        assert t.replayed().different == []


@pytest.mark.parametrize(("level", "answer"), [(1, "needs_person"), (2, "passed")])
def test_a_decision_says_how_surely_it_was_she_who_acted(
    tmp_path: Path, level: int, answer: str
) -> None:
    with trading(f"sqlite:///{tmp_path}/x.db") as t:
        operator, seller = t.join("operator"), t.join("seller")
        product, terms = t.product(seller), t.terms(seller)
        t.list(seller, operator, product)
        t.offer(replace(seller, level=level), product, terms, 5_000)
        (body,) = t.rows("SELECT body FROM journal WHERE kind = 'market.offer_made.v1'")[0]
        said = {each["rule"]: each for each in json.loads(body)["judgement"]["answers"]}
        found = said["acting.trading_account"]
        assert (found["answer"], found["status"]) == (answer, "unverified")
