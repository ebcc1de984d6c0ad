"""The two databases, and the few ways in which they differ. Everything else is one plain SQL.

SQL is written in SQLite's words with `?` for a value, and keeps to what PostgreSQL shares.
`INTEGER` is 64 bits in both. No statement holds a literal `?` or `%`.

Trust: who can write to the database file, or holds its PostgreSQL password, can change every
table and rewrite the journal; the chain of digests shows it to whoever kept an older head.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Protocol

from datafloor.kernel.refusal import Refusal, Refused

Row = tuple[Any, ...]
Asked = tuple[str, tuple[Any, ...]]
"""A question and its values."""

SCHEMA_VERSION = 14
"""Raised by every change of a table. A program refuses a database with a newer one."""

KERNEL_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE door (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by_person TEXT NOT NULL,
    by_organisation TEXT NOT NULL,
    request_id TEXT NOT NULL,
    asked TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX journal_request ON journal (request_id);
CREATE TABLE attempts (
    at INTEGER NOT NULL,
    by_person TEXT NOT NULL,
    by_organisation TEXT NOT NULL,
    request_id TEXT NOT NULL,
    command TEXT NOT NULL,
    refusal TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_at ON attempts (at);
CREATE TABLE cursors (follower TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
CREATE TABLE mentions (
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (name, seq)
) STRICT;
INSERT INTO door (one, seq, at, digest) VALUES (1, 0, 0, '');
"""

WIDTHS = (1, 16, 64, 128, 512)
"""How long the lists in questions are, so that the database keeps few prepared plans."""


class Tx(Protocol):
    """A transaction, or a read snapshot. Writes take effect in the order in which they are run."""

    def run(self, sql: str, *values: Any) -> None:
        """A statement whose result nobody waits for."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row of values."""

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """All rows of a question."""

    def row(self, sql: str, *values: Any) -> Row | None:
        """The first row of a question, or `None`."""


class WriteTx(Tx, Protocol):
    """The one transaction that may change the exchange, held by the door."""

    FOR_UPDATE: ClassVar[str]
    """What a question ends with that locks the row it finds."""

    def expect(self, questions: Iterable[Asked]) -> None:
        """These will probably be asked. A database that is not in this process looks them up
        together, before they are; for another they are not even made."""

    def savepoint(self) -> None:
        """From here `undo` can go back."""

    def keep(self) -> None:
        """What ran since the savepoint stays."""

    def undo(self) -> None:
        """What ran since the savepoint did not happen."""


class Database(Protocol):
    """A database of the exchange, opened. Raises `StoreFailed` where it cannot serve."""

    url: str
    in_process: ClassVar[bool]
    """Whether a question is answered in this process, in microseconds."""

    def writing(self) -> AbstractContextManager[WriteTx]:
        """The one writing transaction: durable when the block ends, gone if it raises."""

    def reading(self) -> AbstractContextManager[Tx]:
        """A consistent snapshot for one question, on a connection of this thread."""

    def noting(self) -> AbstractContextManager[Tx]:
        """A small write of the kernel's own beside the door: a cursor, nothing of the exchange."""

    def create(self, schemas: Sequence[str]) -> None:
        """Make all tables, or none."""

    def close(self) -> None:
        """Let go of every connection, and of the folder."""


class StoreFailed(Exception):
    """The database did not take a transaction: full, gone or locked. Nothing of it happened,
    unless `unknown`: then the reply was lost, and asking again with the same request id tells.

    With `again` it only lost against another transaction, and can be begun anew at once."""

    def __init__(
        self, why: str, *, full: bool = False, unknown: bool = False, again: bool = False
    ) -> None:
        super().__init__(why)
        self.full = full
        self.unknown = unknown
        self.again = again


def rows_in(tx: Tx, sql: str, values: Sequence[str], *before: Any) -> list[Row]:
    """The rows of a question with `IN (?…)`, written `IN ({})` in `sql`, after other values.

    The list is padded to one of a few lengths.
    """
    found: list[Row] = []
    for start in range(0, len(values), WIDTHS[-1]):
        part = padded(list(values[start : start + WIDTHS[-1]]))
        found += tx.rows(sql.replace("{}", ",".join("?" * len(part))), *before, *part)
    return found


def padded(values: list[Any]) -> list[Any]:
    """A list of one of a few lengths, its last value repeated."""
    width = next(width for width in WIDTHS if width >= len(values))
    return values + values[-1:] * (width - len(values))


def open_database(url: str, schemas: Sequence[str], *, exclusive: bool = True) -> Database:
    """Open, and make on first use, the database that a URL names.

    `sqlite:///folder/exchange.db` or `postgresql://…`. With `exclusive`, a second process on the
    same SQLite file is refused. Raises `Refused` for a newer schema or a database in use.
    """
    database = connect(url, exclusive=exclusive)
    try:
        _prepare(database, schemas)
    except BaseException:
        database.close()
        raise
    return database


def connect(url: str, *, exclusive: bool = True) -> Database:
    """The database that a URL names, as it is. Only its own driver is loaded."""
    if url.startswith("sqlite:///"):
        from datafloor.kernel.sqlite import Sqlite

        return Sqlite(url, exclusive=exclusive)
    if url.startswith(("postgresql://", "postgres://")):
        from datafloor.kernel.postgres import Postgres

        return Postgres(url)
    raise ValueError(f"{url!r} is no database: use sqlite:///path or postgresql://…")


def _prepare(database: Database, schemas: Sequence[str]) -> None:
    try:
        found = _schema(database)
    except MissingTable:
        found = _create(database, schemas)
    if found != (str(SCHEMA_VERSION),):
        raise Refused(
            Refusal.database_other_version, found=found and found[0], known=SCHEMA_VERSION
        )


def _create(database: Database, schemas: Sequence[str]) -> Row | None:
    version = f"INSERT INTO meta (key, value) VALUES ('schema', '{SCHEMA_VERSION}')"
    try:
        database.create([KERNEL_SCHEMA, *schemas, version])
    except Exception as error:
        try:
            return _schema(database)  # another replica may have made them in this moment
        except MissingTable:
            raise error from None
    return (str(SCHEMA_VERSION),)


def _schema(database: Database) -> Row | None:
    with database.reading() as tx:
        return tx.row("SELECT value FROM meta WHERE key = 'schema'")


class MissingTable(Exception):
    """The database has no such table: it is empty, or another program's."""


def statements(schema: str) -> Iterator[str]:
    """The statements of a schema, one by one."""
    return (part.strip() for part in schema.split(";") if part.strip())
