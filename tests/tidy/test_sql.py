"""Where SQL may stand, and which tables it may name."""

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.sql import foreign_tables, sql_places, tables

STORE = "datafloor/contexts/market/store.py"


def test_sql_belongs_in_store_queries_and_kernel(make: Make) -> None:
    question = 'X = "SELECT id FROM market_offer"\n'
    tree = make(
        {
            STORE: question,
            "datafloor/contexts/market/queries/offers.py": question,
            "datafloor/kernel/journal.py": question,
            "datafloor/web/api.py": '"""Select from a list."""\nX = "Updated. SELECT it"\n',
            "tests/test_x.py": question,
        }
    )
    assert not [*sql_places(tree)]


@pytest.mark.parametrize(
    "sql",
    [
        '"SELECT 1 FROM market_offer"',
        'f"SELECT {1} FROM market_offer"',
        '"""\n  INSERT INTO market_offer (id) VALUES (?)"""',
        '"UPDATE market_offer SET x = 1"',
        '"DELETE FROM market_offer"',
        '"CREATE TABLE market_offer (id TEXT)"',
        '"WITH one AS (SELECT 1) SELECT * FROM one"',
    ],
)
@pytest.mark.parametrize("path", ["datafloor/web/api.py", "datafloor/contexts/market/rules.py"])
def test_sql_elsewhere_is_found(make: Make, path: str, sql: str) -> None:
    tree = make({path: f"X = {sql}\n"})
    assert said([*sql_places(tree)]) == [f"{path}:1: SQL outside store, queries and kernel"]


def test_other_databases_may_be_asked_outside_the_web(make: Make) -> None:
    tree = make(
        {
            "datafloor/kernel/db.py": 'X = "CREATE TABLE journal (seq INTEGER)"',
            STORE: "",
            "datafloor/adapters/engine.py": 'X = f"SELECT a FROM {files}"',
            "datafloor/app/other.py": 'X = "SELECT 1 FROM other"',
            "datafloor/app/a.py": 'X = "SELECT seq FROM journal"',
            "datafloor/app/b.py": 'X = "DELETE FROM market_offer"',
        }
    )
    assert [finding.path for finding in sql_places(tree)] == [
        "datafloor/app/a.py",
        "datafloor/app/b.py",
    ]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT a FROM t_one o, t_two AS w JOIN t_three ON x = y", {"t_one", "t_two", "t_three"}),
        ("INSERT INTO t_one (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = 1", {"t_one"}),
        ("UPDATE t_one SET a = 1 WHERE b IS DISTINCT FROM c", {"t_one"}),
        ("DELETE FROM t_one WHERE a = 'copied FROM elsewhere' -- FROM here", {"t_one"}),
        ("WITH big AS (SELECT a FROM t_one), n (b) AS (SELECT 1) SELECT b FROM big, n", {"t_one"}),
        ("CREATE UNIQUE INDEX i ON t_one (a); CREATE TABLE t_two (a TEXT REFERENCES t_three (a))",
         {"t_one", "t_two", "t_three"}),
        ("SELECT a FROM t_one {} FOR UPDATE", {"t_one"}),
        ("SELECT a FROM (SELECT b FROM t_one) x", {"t_one"}),
    ],
)  # fmt: skip
def test_the_tables_that_sql_names(sql: str, names: set[str]) -> None:
    assert tables(sql) == names


def test_a_context_keeps_to_its_own_tables(make: Make) -> None:
    assert not [*foreign_tables(make({STORE: 'X = "SELECT 1 FROM market_offer"'}))]
    foreign = make({STORE: 'X = "SELECT 1 FROM market_offer JOIN policy_terms ON 1 = 1, journal"'})
    assert said([*foreign_tables(foreign)]) == [f"{STORE}:1: market names the table policy_terms"]
    kernels = make({STORE: 'X = "SELECT seq FROM journal"'})
    assert said([*foreign_tables(kernels)]) == [f"{STORE}:1: market names the table journal"]
