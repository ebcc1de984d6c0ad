"""A store in a folder, and a short way to publish into it and read back."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Mode, Published, Reading, Tables, publish
from datafloor.kernel.refusal import Refused

LOCATION = "tables/t"


class Shop:
    """One store with one table in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = Tables(Objects(str(folder / "store")))

    def publish(self, path: Path, mode: Mode = Mode.create, **reading: Any) -> Published:
        return publish(self.tables, LOCATION, path, mode, Reading(**reading))

    def text(self, content: bytes, name: str = "a.csv", **reading: Any) -> Published:
        """Publish a file with these bytes as a new table."""
        path = self.folder / name
        path.write_bytes(content)
        return self.publish(path, **reading)

    def refused(self, content: bytes, name: str = "a.csv", **reading: Any) -> Refused:
        """What publishing a file with these bytes is refused with; nothing may be left of it."""
        before = self.files()
        with pytest.raises(Refused) as caught:
            self.text(content, name, **reading)
        assert self.files() == before
        assert "{" not in caught.value.text("vi")
        return caught.value

    def rows(self, version: int | None = None) -> list[dict[str, Any]]:
        table = DeltaTable(self.tables.objects.address(LOCATION), version=version)
        return list(pa.table(table.to_pyarrow_table()).to_pylist())

    def files(self) -> list[str]:
        return self.tables.objects.keys("tables")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)
