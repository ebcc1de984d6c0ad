"""What every table of an exchange holds, to compare two moments."""

from typing import Any

from datafloor.kernel.db import Database
from datafloor.kernel.house import House

KERNEL_TABLES = ("meta", "door", "journal", "attempts", "cursors", "mentions")

Contents = dict[str, list[tuple[Any, ...]]]


def contents(database: Database, house: House, *, without: tuple[str, ...] = ()) -> Contents:
    """Every row of every table."""
    with database.reading() as tx:
        return {
            table: sorted(tx.rows(f"SELECT * FROM {table}"), key=repr)
            for table in (*KERNEL_TABLES, *house.tables)
            if table not in without
        }
