"""The first rows of a version, as texts to look at."""

import io
from typing import TYPE_CHECKING, Any

from datafloor.adapters.tables.versions import Tables

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class _Ranges(io.RawIOBase):
    """An object that is read in ranges, wherever it lies."""

    def __init__(self, store: "ObjectStore", key: str) -> None:
        from obstore import head

        self._store, self._key, self._at = store, key, 0
        self._size = head(store, key)["size"]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = start + offset
        return self._at

    def readinto(self, into: Any) -> int:
        from obstore import get_range

        size = min(len(into), self._size - self._at)
        if size <= 0:
            return 0
        into[:size] = get_range(self._store, self._key, start=self._at, length=size)
        self._at += size
        return size


def first_rows(
    tables: Tables, location: str, version: int, count: int, most: int
) -> list[list[str]]:
    """At most `count` rows of the first file, each value cut to `most` signs; nothing is "".

    Only the head of one file is read, whatever the table's size.
    """
    import pyarrow.parquet as pq

    snapshot = tables.snapshot(location, version)
    if not snapshot.files:
        return []
    with pq.ParquetFile(_Ranges(tables.objects.store, snapshot.files[0].key)) as file:
        batch = next(file.iter_batches(batch_size=count), None)
        rows = batch.to_pylist() if batch is not None else []
        return [
            ["" if value is None else _text(value)[:most] for value in row.values()] for row in rows
        ]


def _text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
