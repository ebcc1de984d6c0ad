"""Publishing through the web's own step: done once, whole or not at all."""

import asyncio
import io
import tarfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from datafloor.adapters.objects import Objects
from datafloor.adapters.secrets import Key
from datafloor.adapters.tables import Mode, Reading, Tables, publish
from datafloor.contexts import catalogue
from datafloor.kernel.execute import Receipt
from datafloor.kernel.ids import new_id
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.appraising import Appraising
from datafloor.web.exchange import Exchange
from datafloor.web.publishing import Publisher, sweep
from tests.trading import Trading

ROWS = b"n,name\n1,one\n2,two\n"


class Desk:
    """A seller with a product, and the publisher that it uses."""

    def __init__(self, url: str, folder: Path) -> None:
        self.trading = Trading(url)
        self.seller = self.trading.join("seller")
        self.product = self.trading.product(self.seller, files=0)
        objects = Objects(str(folder / "objects"))
        self.tables = Tables(objects)
        self.folder = folder / "incoming"
        self.publisher = Publisher(self.tables, self.folder, Appraising(objects))
        door, database = self.trading.door, self.trading.database
        self.exchange = Exchange(door, database, Key(bytes(32)), "http://localhost")

    def publish(
        self, version: str, content: bytes, *, append: bool = False, name: str = "t.csv"
    ) -> Receipt:
        """Publish a file, of CSV where nothing else is said."""

        async def body() -> AsyncIterator[bytes]:
            for start in range(0, len(content), 7):
                yield content[start : start + 7]

        return asyncio.run(
            self.publisher.publish(
                self.exchange,
                self.seller,
                self.product,
                version,
                body(),
                name=name,
                append=append,
                reading=Reading(),
                request_id=f"publish_{version}",
            )
        )

    def rows(self) -> int:
        """How many rows the current version has."""
        found = self.trading.question(catalogue.product_facts, self.product)
        assert found is not None and found.current is not None
        return found.current.rows


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(f"sqlite:///{tmp_path}/exchange.db", tmp_path)
    yield made
    made.trading.close()


def test_repeated_it_is_done_once(desk: Desk) -> None:
    version = new_id("version")
    receipt = desk.publish(version, ROWS)
    assert desk.publish(version, ROWS) == receipt
    assert desk.rows() == 2
    with pytest.raises(Refused) as refused:
        desk.publish(version, ROWS + b"3,three\n")
    assert refused.value.why is Refusal.id_taken


def test_rows_are_added_to_the_version_before(desk: Desk) -> None:
    desk.publish(new_id("version"), ROWS)
    desk.publish(new_id("version"), b"n,name\n3,three\n", append=True)
    assert desk.rows() == 3
    desk.publish(new_id("version"), ROWS)
    assert desk.rows() == 2


def test_a_table_that_ran_ahead_of_the_journal_is_not_added_to(desk: Desk, tmp_path: Path) -> None:
    """As after a power cut between the table's commit and the journal's."""
    desk.publish(new_id("version"), ROWS)
    file = tmp_path / "t.csv"
    file.write_bytes(ROWS)
    publish(desk.tables, f"products/{desk.product}", file, Mode.overwrite)
    with pytest.raises(Refused) as refused:
        desk.publish(new_id("version"), ROWS, append=True)
    assert refused.value.why is Refusal.version_unfinished
    desk.publish(new_id("version"), ROWS + b"3,three\n")
    assert desk.rows() == 3


def packed(mode: str, claimed: int) -> bytes:
    """An archive of one file that claims so many bytes, and holds three."""
    info = tarfile.TarInfo("table/part.parquet")
    info.size = claimed
    if mode == "w:gz":
        found = io.BytesIO()
        with tarfile.open(fileobj=found, mode="w:gz") as archive:
            archive.addfile(info, io.BytesIO(bytes(claimed)))
        return found.getvalue()
    return info.tobuf() + b"abc".ljust(512, b"\0") + bytes(1024)


@pytest.mark.parametrize(("mode", "claimed"), [("w:gz", 10_000_000), ("w", 10**12)])
def test_an_archive_that_would_grow_is_not_unpacked(desk: Desk, mode: str, claimed: int) -> None:
    with pytest.raises(Refused) as refused:
        desk.publish(new_id("version"), packed(mode, claimed), name="table.tar")
    assert refused.value.why is Refusal.table_damaged
    assert list(desk.folder.iterdir()) == []


def test_nothing_stays_of_what_was_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.publish(new_id("version"), b"")
    assert list(desk.folder.iterdir()) == []
    (desk.folder / "incoming-cut-off").mkdir()
    sweep(desk.folder)
    assert list(desk.folder.iterdir()) == []
