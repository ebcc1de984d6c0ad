"""What was contributed and whom data are about, as keyed digests in files of the object store.

A row is known by two digests of 64 bits: of the columns by which a record is known, and of all its
columns. Both are BLAKE2b under a key that follows from the exchange's, so that nobody who reads
the files can try out values. The rows themselves are not kept.

Trust: who can write these files can have a later version's coverage counted otherwise; the digest
of each file is in the journal, and reading one compares it.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b, sha256
from io import BytesIO
from typing import TYPE_CHECKING

from datafloor.adapters.objects import Objects
from datafloor.adapters.tables import Tables
from datafloor.kernel.refusal import Refusal, Refused

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Digests = NDArray[np.uint64]

BETWEEN = "\x1f"
NOTHING = "\x00"


def row_digests(
    batches: "Iterable[pa.RecordBatch]", columns: Sequence[str], key: bytes
) -> "tuple[Digests, Digests]":
    """For each row a digest of the named columns, and one of all, whatever their order.

    Values are compared as text: 7 in one file is 7 in another, whether it was read as a whole
    number or not.
    """
    records, contents = bytearray(), bytearray()
    for batch in batches:
        texts = {name: _texts(batch, name) for name in sorted({*batch.schema.names, *columns})}
        for row in zip(*(texts[name] for name in columns), strict=True):
            records += blake2b(BETWEEN.join(row).encode(), digest_size=8, key=key).digest()
        for row in zip(*texts.values(), strict=True):
            contents += blake2b(BETWEEN.join(row).encode(), digest_size=8, key=key).digest()
    return _digests(records), _digests(contents)


def column_digests(
    batches: "Iterable[pa.RecordBatch]", columns: Sequence[str], key: bytes
) -> "Digests":
    """For each row a digest of the named columns."""
    found = bytearray()
    for batch in batches:
        for row in zip(*(_texts(batch, name) for name in columns), strict=True):
            found += blake2b(BETWEEN.join(row).encode(), digest_size=8, key=key).digest()
    return _digests(found)


def head_of(text: str, key: bytes) -> str:
    """The head that a value of the column of people stands for."""
    digest = blake2b(text.encode(), digest_size=8, key=key).digest()
    return f"{int.from_bytes(digest, 'little'):016x}"


def _texts(batch: "pa.RecordBatch", name: str) -> list[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if name not in batch.schema.names:
        raise Refused(Refusal.no_such_column, column=name)
    column = batch.column(name)
    try:
        texts = pc.cast(column, pa.string()).to_pylist()
    except pa.ArrowNotImplementedError:  # lists and structs
        texts = [None if each is None else str(each) for each in column.to_pylist()]
    return [NOTHING if each is None else each for each in texts]


def _digests(content: bytearray) -> "Digests":
    import numpy as np

    return np.frombuffer(bytes(content), "<u8").astype(np.uint64)


def version_batches(
    tables: Tables, location: str, version: int, columns: Sequence[str]
) -> "Iterator[pa.RecordBatch]":
    """The named columns of a published version."""
    import pyarrow.parquet as pq

    for file in tables.snapshot(location, version).files:
        place = tables.objects.path(file.key)
        source = place if place is not None else BytesIO(tables.objects.read(file.key))
        yield from pq.ParquetFile(source).iter_batches(columns=list(columns), use_threads=False)


def keep(objects: Objects, key: str, columns: "dict[str, NDArray[np.generic]]") -> str:
    """Write columns of whole numbers into a Parquet file; the digest of the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = BytesIO()
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    content = buffer.getvalue()
    objects.write(key, content)
    objects.settle([key])
    return sha256(content).hexdigest()


def kept(objects: Objects, key: str, digest: str) -> "dict[str, NDArray[np.generic]]":
    """The columns of a file that was kept. Raises `Refused` where it is not the one with this
    digest."""
    import pyarrow.parquet as pq

    content = objects.read(key)
    if sha256(content).hexdigest() != digest:
        raise Refused(Refusal.table_damaged, kind="Parquet", problem="its digest is another")
    table = pq.read_table(BytesIO(content))
    return {name: table.column(name).to_numpy() for name in table.schema.names}
