"""The scratch database: it answers as any other, and makes only the indexes that are asked for."""

from datafloor.kernel.scratch import Scratch, scratch

SCHEMA = """
CREATE TABLE toy_bean (id TEXT PRIMARY KEY, jar TEXT NOT NULL, colour TEXT NOT NULL) STRICT;
CREATE INDEX toy_bean_jar ON toy_bean (jar);
CREATE INDEX toy_bean_colour ON toy_bean (colour);
CREATE UNIQUE INDEX toy_bean_both ON toy_bean (jar, colour)
"""


def indexes(tx: Scratch) -> set[str]:
    return {
        name
        for (name,) in tx.rows(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
    }


def test_an_index_is_made_for_the_first_statement_that_would_use_it() -> None:
    with scratch() as tx:
        tx.create([SCHEMA])
        insert = "INSERT INTO toy_bean (id, jar, colour) VALUES (?, ?, ?)"
        tx.run(insert, "1", "a", "red")
        tx.many(insert, [("2", "b", "red"), ("3", "b", "blue")])
        tx.run("UPDATE toy_bean SET colour = ? WHERE id = ?", "green", "1")
        assert indexes(tx) == {"toy_bean_both"}  # it says what may be, so it is there always
        assert tx.row("SELECT count(*) FROM toy_bean WHERE colour = ?", "red") == (1,)
        assert indexes(tx) == {"toy_bean_both", "toy_bean_colour"}
        tx.run("DELETE FROM toy_bean WHERE colour = ?", "red")
        assert tx.rows("SELECT id, colour FROM toy_bean ORDER BY id") == [
            ("1", "green"),
            ("3", "blue"),
        ]


def test_nothing_is_left_of_it() -> None:
    with scratch() as tx:
        tx.create([SCHEMA])
        (path,) = {row[2] for row in tx.rows("PRAGMA database_list")}
    with scratch() as other:
        assert other.rows("PRAGMA database_list")[0][2] != path
        assert other.rows("SELECT name FROM sqlite_master") == []
