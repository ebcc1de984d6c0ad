"""Some rows of a version, drawn the same each time."""

from typing import TYPE_CHECKING

from datafloor.adapters.tables.files import opened
from datafloor.adapters.tables.versions import Tables

if TYPE_CHECKING:
    import pyarrow as pa


def pick_rows(
    tables: Tables, location: str, version: int, columns: list[str], count: int, seed: bytes
) -> "pa.Table":
    """Up to so many rows of a version, all equally likely and none twice, in their order.

    Reads the table once, a group of rows at a time.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    snapshot = tables.snapshot(location, version)
    draw = np.random.default_rng(int.from_bytes(seed[:16]))
    total = snapshot.rows
    chosen = np.sort(draw.choice(total, min(count, total), replace=False))
    parts: list[pa.Table] = []
    before = 0
    for file in snapshot.files:
        with opened(tables.objects, file.key) as held, pq.ParquetFile(held) as parquet:
            for number in range(parquet.num_row_groups):
                after = before + parquet.metadata.row_group(number).num_rows
                first, last = np.searchsorted(chosen, (before, after))
                if first < last:
                    group = parquet.read_row_group(number, columns)
                    parts.append(group.take(pa.array(chosen[first:last] - before)))
                before = after
    return pa.concat_tables(parts) if parts else pa.table({name: [] for name in columns})
