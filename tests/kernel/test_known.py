"""What a transaction knows is what the tables hold, whatever was written, undone and asked."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from datafloor.app.build import CONTEXTS
from datafloor.kernel.db import KERNEL_SCHEMA, statements
from datafloor.kernel.known import Known, at_once
from datafloor.kernel.plain import question, write
from datafloor.kernel.together import Waiting, together

SCHEMA = """
CREATE TABLE orders (id TEXT PRIMARY KEY, product TEXT, exclusive INTEGER, until INTEGER);
CREATE TABLE accounts (account TEXT, currency TEXT, balance INTEGER,
    PRIMARY KEY (account, currency));
CREATE TABLE moves (number INTEGER PRIMARY KEY, account TEXT);
"""
QUESTIONS = {
    "SELECT id, until FROM orders WHERE id = ?": ["o"],
    "SELECT x.until FROM orders x WHERE x.id = ? AND x.exclusive = 1": ["o"],
    "SELECT 1 FROM orders WHERE product = ? AND until > ? AND exclusive = 1 LIMIT 1": ["p", "n"],
    "SELECT 1 FROM orders WHERE product = ? AND until > ? LIMIT 1": ["p", "n"],
    "SELECT id FROM orders WHERE product = ? ORDER BY id": ["p"],
    "SELECT id FROM orders WHERE product IS NOT NULL AND exclusive = ? ORDER BY id": ["e"],
    "SELECT balance FROM accounts WHERE account = ? AND currency = ?": ["a", "c"],
    "SELECT count(*), sum(balance) FROM accounts": [],
    "SELECT (SELECT count(*) FROM moves), until FROM orders WHERE id = ?": ["o"],
}
WRITES = {
    "INSERT INTO orders (id, product, exclusive, until) VALUES (?, ?, ?, ?)": ["new", *"pen"],
    "INSERT INTO orders (id, product, exclusive) VALUES (?, ?, ?)": ["new", "p", "e"],
    "INSERT INTO orders (id, product, exclusive, until) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING": [*"mpen"],
    "UPDATE orders SET until = ? WHERE id = ?": ["n", "o"],
    "UPDATE orders SET product = ?, exclusive = ? WHERE id = ?": ["p", "e", "o"],
    "UPDATE orders SET until = until + 1 WHERE product = ?": ["p"],
    "UPDATE orders SET until = ? WHERE id = ? AND until IS NULL": ["n", "o"],
    "UPDATE orders SET exclusive = 1 WHERE product = ? AND until < ?": ["p", "n"],
    "DELETE FROM orders WHERE id = ?": ["o"],
    "DELETE FROM orders": [],
    "INSERT INTO accounts (account, currency, balance) VALUES (?, ?, ?) ON CONFLICT"
    " (account, currency) DO UPDATE SET balance = accounts.balance + excluded.balance": [*"acn"],
    "UPDATE accounts SET balance = balance - ? WHERE account = ? AND currency = ?": [*"nac"],
    "INSERT INTO moves (number, account) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM moves),"
    " ?)": ["a"],
}


def value(kind: str, dice: random.Random, fresh: Iterator[int]) -> Any:
    """A value of a kind: few of each, so that statements meet."""
    match kind:
        case "new":
            return f"n{next(fresh)}"
        case "o":
            return f"n{dice.randrange(12)}" if dice.random() < 0.8 else f"m{dice.randrange(3)}"
        case "e":
            return dice.randrange(2)
        case "n":
            return dice.choice([0, 5, 9, 2**40])
    return f"{kind}{dice.randrange(3)}"


def told(database: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[Any]:
    return database.execute(sql, tuple(values)).fetchall()


@pytest.mark.parametrize("seed", range(40))
def test_what_is_known_is_what_would_be_answered(seed: int) -> None:
    dice, fresh = random.Random(seed), iter(range(10**6))
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(SCHEMA)
    known, answered = Known(), 0
    database.execute("BEGIN")
    for _ in range(60):
        known.begin()
        database.execute("SAVEPOINT command")
        for _ in range(dice.randrange(8)):
            if dice.random() < 0.4:
                sql, kinds = dice.choice(list(WRITES.items()))
                values = tuple(value(kind, dice, fresh) for kind in kinds)
                database.execute(sql, values)
                known.written(sql, values)
            else:
                sql, kinds = dice.choice(list(QUESTIONS.items()))
                values = tuple(value(kind, dice, fresh) for kind in kinds)
                true, found = told(database, sql, values), known.answer(sql, values)
                answered += found is not None
                assert found in (None, true), (sql, values)
                known.learn(sql, values, true)
        if dice.random() < 0.3:
            known.undo()
            database.execute("ROLLBACK TO command")
        database.execute("RELEASE command")
    assert answered
    database.close()


@pytest.mark.parametrize("seed", range(40))
def test_writes_sent_together_come_to_the_same(seed: int) -> None:
    dice, fresh = random.Random(seed), iter(range(10**6))
    waiting = []
    for _ in range(120):
        sql, kinds = dice.choice([*WRITES.items()][:4] * 9 + [*WRITES.items()])
        values = [value(kind, dice, fresh) for kind in kinds]
        waiting.append(Waiting(sql, values, values))
    sent = list(together(waiting))
    assert len(sent) < len(waiting)
    ends = []
    for some in (waiting, sent):
        database = sqlite3.connect(":memory:", isolation_level=None)
        database.executescript(SCHEMA)
        for each in some:
            assert list(each.values) == list(each.params)
            database.execute(each.sql, tuple(each.params))
        ends.append(
            [
                sorted(told(database, f"SELECT * FROM {t}", ()), key=repr)
                for t in ("orders", "accounts", "moves")
            ]
        )
        database.close()
    assert ends[0] == ends[1]


def test_questions_asked_at_once_have_the_same_answers() -> None:
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    rows = [(f"a{n % 7}", f"c{n % 3}", n) for n in range(21)]
    database.executemany("INSERT INTO accounts VALUES (?, ?, ?)", rows)
    sql = "SELECT balance FROM accounts WHERE account = ? AND currency = ?"
    counted = "SELECT count(*) FROM accounts WHERE balance > ?"
    asked = [(sql, (f"a{n % 9}", f"c{n % 4}")) for n in range(40)] + [(counted, (5,))]
    found = {}
    batches = list(at_once([*asked, *asked]))
    for each in batches:
        for values, answer in each.told(told(database, *each.asked)):
            found[each.sql, values] = answer
    assert len(batches) == 2
    assert found == {each: told(database, *each) for each in asked}
    database.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM t WHERE a = ?",
        "SELECT a FROM t WHERE a = ? OR b = ?",
        "SELECT a FROM t WHERE a = (SELECT 1 FROM u)",
        "SELECT a FROM t JOIN u ON u.b = t.b WHERE a = ?",
        "SELECT a FROM t, u WHERE a = ?",
        "SELECT a FROM t WHERE a = ? UNION SELECT b FROM u WHERE b = ?",
        "SELECT a FROM t UNION SELECT b FROM u WHERE b = ?",
        "SELECT a FROM t WHERE a = ? AND a = ?",
        "SELECT a FROM t WHERE a = ? FOR UPDATE",
    ],
)
def test_of_other_questions_nothing_is_claimed(sql: str) -> None:
    assert question(sql) is None


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t (a, b) VALUES (?, 1)",
        "INSERT INTO t (a) SELECT a FROM u",
        "INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
        "INSERT INTO t (a) VALUES (?) RETURNING a",
        "UPDATE t SET a = (SELECT 1) WHERE b = ?",
        "UPDATE t SET a = u.a FROM u WHERE b = ?",
        "UPDATE t SET a = ? WHERE b = ? OR c = ?",
        "DELETE FROM t WHERE a IN (?)",
        "CREATE TABLE t (a TEXT)",
    ],
)
def test_of_other_writes_nothing_is_claimed(sql: str) -> None:
    assert write(sql) is None


def test_a_column_named_id_is_its_table_s_key() -> None:
    tables = [
        statement
        for schema in [KERNEL_SCHEMA, *(context.schema for context in CONTEXTS)]
        for statement in statements(schema)
        if statement.startswith("CREATE TABLE")
    ]
    assert tables
    for table in tables:
        for line in table.splitlines():
            if line.split()[:1] == ["id"]:
                assert "PRIMARY KEY" in line, table
