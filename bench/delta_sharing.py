"""Queries of a shared table a second: ten files and a thousand.

`python -m bench.delta_sharing` prints the figures.
"""

import json
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import Schema
from deltalake.transaction import AddAction, create_table_with_add_actions

from bench.load import load
from bench.sharing import PATH, serving
from datafloor.adapters.tables.files import statistics

RUNS = 5
GOALS = {10: 1_500, 1_000: 500}


def table_of(place: Path, files: int) -> None:
    """A Delta table with so many files of a hundred rows in one version."""
    rows = pa.table({"n": list(range(100)), "x": [n / 7 for n in range(100)], "s": ["word"] * 100})
    place.mkdir(parents=True)
    pq.write_table(rows, place / "one.parquet")
    content = (place / "one.parquet").read_bytes()
    measured = statistics(rows.schema, pq.read_metadata(place / "one.parquet"))
    adds = []
    for number in range(files):
        name = f"part-{number:05}.parquet"
        (place / name).write_bytes(content)
        adds.append(AddAction(name, len(content), {}, 0, True, measured))
    create_table_with_add_actions(str(place), Schema.from_arrow(rows.schema), adds)


def run(runs: int = RUNS, seconds: float = 3) -> list[dict[str, Any]]:
    """The figures: name, value, unit, goal and which way is better; medians of several runs."""
    figures: list[dict[str, Any]] = []
    body = b"{}"
    request = (
        f"POST {PATH}/query HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer token\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    ).encode() + body
    with tempfile.TemporaryDirectory() as folder:
        for files, goal in GOALS.items():
            table_of(Path(folder, f"t{files}"), files)
            with serving(folder, f"t{files}", 0) as (host, port):
                told = [load(host, port, request, seconds=seconds) for _ in range(runs)]
            name = f"delta_sharing_query_{files}_files"
            for figure, key, unit, wanted, better in (
                (name, "rate", "queries/s", goal, "higher"),
                (f"{name}_p99", "p99", "ms", 100, "lower"),
            ):
                figures.append(
                    {
                        "name": figure,
                        "value": round(median(each[key] for each in told), 1),
                        "unit": unit,
                        "goal": wanted,
                        "better": better,
                        "rival": None,
                        "rival_value": None,
                    }
                )
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
