"""An exchange for each test, with a table of three versions and three files in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datafloor.adapters.tables import Mode, publish
from tests.sharing.exchange import TOKEN, Exchange, listening


def hundred(start: int) -> pa.Table:
    """A hundred rows: a number that counts from `start`, its half, a name, a day and a time."""
    numbers = list(range(start, start + 100))
    return pa.table(
        {
            "number": numbers,
            "half": [each / 2 for each in numbers],
            "name": [None if each % 10 == 0 else f"tên {each}" for each in numbers],
            "day": pa.array([20_000 + each for each in numbers], pa.int32()).cast(pa.date32()),
            "time": pa.array([each * 10**9 for each in numbers], pa.timestamp("us", "UTC")),
        }
    )


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    with listening(str(tmp_path / "store")) as running:
        for start in (0, 100, 200):
            pq.write_table(hundred(start), tmp_path / "rows.parquet")
            mode = Mode.append if start else Mode.create
            published = publish(running.tables, "tables/one", tmp_path / "rows.parquet", mode)
        running.share("numbers", "tables/one", published.version)
        yield running


@pytest.fixture
def url(exchange: Exchange, tmp_path: Path) -> str:
    """The table as the official client names it: a profile file and three names."""
    profile: dict[str, Any] = {
        "shareCredentialsVersion": 1,
        "endpoint": f"{exchange.address}/delta-sharing",
        "bearerToken": TOKEN,
    }
    (tmp_path / "profile.share").write_text(json.dumps(profile))
    return f"{tmp_path}/profile.share#contract_1.data.numbers"
