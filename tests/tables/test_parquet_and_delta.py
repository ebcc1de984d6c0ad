"""Parquet files and Delta tables as sources: types, damage, lies, and deleted rows."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from datafloor.adapters.tables import Mode
from datafloor.kernel.refusal import Refusal, Refused
from tests.tables.conftest import Shop


def parquet(folder: Path, table: pa.Table, **options: Any) -> Path:
    pq.write_table(table, folder / "a.parquet", **options)
    return folder / "a.parquet"


def test_types_move_to_those_that_every_reader_knows(shop: Shop, tmp_path: Path) -> None:
    table = pa.table(
        {
            "u8": pa.array([255], pa.uint8()),
            "u64": pa.array([2**64 - 1], pa.uint64()),
            "half": pa.array([1.5], pa.float16()),
            "ns": pa.array([1_000_000_001], pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
            "local": pa.array([1_767_225_600_000], pa.timestamp("ms")),
            "clock": pa.array([dt.time(1, 2, 3)], pa.time64("us")),
            "words": pa.array(["a"]).dictionary_encode(),
            "large": pa.array(["a"], pa.large_string()),
            "nothing": pa.nulls(1),
            "money": pa.array([Decimal("1.10")], pa.decimal128(10, 2)),
            "list": pa.array([[1, 2]], pa.large_list(pa.uint8())),
            "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int32())),
            "deep": pa.array([{"x": dt.date(2026, 1, 1)}]),
            "raw": pa.array([b"\x00\xff"]),
        }
    )
    published = shop.publish(parquet(tmp_path, table))
    (row,) = shop.rows()
    assert row == {
        "u8": 255,
        "u64": Decimal(2**64 - 1),
        "half": 1.5,
        "ns": dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC),
        "local": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "clock": "01:02:03.000000",
        "words": "a",
        "large": "a",
        "nothing": None,
        "money": Decimal("1.10"),
        "list": [1, 2],
        "map": [("k", 1)],
        "deep": {"x": dt.date(2026, 1, 1)},
        "raw": b"\x00\xff",
    }
    protocol = shop.tables.snapshot(published.location, 0).protocol
    assert protocol["minReaderVersion"] == 1


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1], pa.duration("s")),
        pa.array([Decimal(1)], pa.decimal256(50, 0)),
    ],
)
def test_a_type_without_a_home_is_refused(shop: Shop, tmp_path: Path, column: pa.Array) -> None:
    with pytest.raises(Refused) as caught:
        shop.publish(parquet(tmp_path, pa.table({"odd": column})))
    assert caught.value.why is Refusal.field_unreadable
    assert "'odd'" in caught.value.text()


def big() -> pa.Table:
    return pa.table({"a": list(range(50_000)), "b": [f"text {n}" for n in range(50_000)]})


@pytest.mark.parametrize("keep", [4, 100, 0.5, 0.99, -1])
def test_a_truncated_file_is_refused(shop: Shop, tmp_path: Path, keep: float) -> None:
    path = parquet(tmp_path, big())
    content = path.read_bytes()
    cut = int(len(content) * keep) if isinstance(keep, float) else keep
    refused = shop.refused(content[:cut], "a.parquet")
    assert refused.why is Refusal.table_damaged
    assert "send it whole" in refused.text()


@pytest.mark.parametrize("at", [0.1, 0.5, 0.8])
def test_a_file_with_spoiled_pages_is_refused(shop: Shop, tmp_path: Path, at: float) -> None:
    shop.publish(parquet(tmp_path, big()))
    path = parquet(tmp_path, big(), write_page_checksum=True)
    content = bytearray(path.read_bytes())
    place = int(len(content) * at)
    content[place : place + 8] = bytes(8)
    path.write_bytes(content)
    before = shop.files()
    with pytest.raises(Refused) as caught:
        shop.publish(path, Mode.overwrite)
    assert caught.value.why is Refusal.table_damaged
    assert shop.files() == before
    assert len(shop.rows()) == 50_000


def test_a_file_that_says_more_rows_than_it_has_is_refused(shop: Shop, tmp_path: Path) -> None:
    """The count in the footer is changed; the pages are as they were."""
    path = parquet(tmp_path, pa.table({"a": pa.array([7] * 300, pa.int32())}), use_dictionary=False)
    content = path.read_bytes()
    count = bytes([0xD8, 0x04])  # 300 as Thrift's compact protocol writes it
    assert content.count(count) >= 2
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    refused = shop.refused(
        content[:start] + content[start:].replace(count, bytes([0xDA, 0x04])), "a.parquet"
    )
    assert refused.why is Refusal.table_damaged


@pytest.mark.parametrize("shown", [1, 299])
def test_a_file_that_says_fewer_rows_than_it_has_is_refused(
    shop: Shop, tmp_path: Path, shown: int
) -> None:
    """The counts of the file and of its row group are changed, as one would who hides rows."""
    table = pa.table({"a": pa.array([7] * 300, pa.int32()), "b": ["x"] * 300})
    content = parquet(tmp_path, table, use_dictionary=False).read_bytes()
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    footer, size = content[start:-8], content[-8:-4]
    few = bytes([shown * 2 & 0x7F | 0x80, shown * 2 >> 7])  # as long as 300 is written
    for before, after in ((b"\x16\xd8\x04\x19", b"\x19"), (b"\x16\xd8\x04\x26", b"\x26")):
        assert footer.count(before) >= 1
        at = footer.rindex(before)
        footer = footer[:at] + b"\x16" + few + after + footer[at + 4 :]
    refused = shop.refused(content[:start] + footer + size + b"PAR1", "a.parquet")
    assert refused.why is Refusal.table_damaged
    assert refused.details["problem"] == f"it says that it has {shown} rows and has 300"


def test_a_delta_table_is_published_as_its_rows_are_now(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "source"
    rows = pa.table({"part": ["x", "y", "x"], "n": [1, 2, 3]})
    write_deltalake(source, rows, partition_by=["part"])
    DeltaTable(source).delete("n = 3")
    published = shop.publish(source)
    assert sorted(shop.rows(), key=lambda row: row["n"]) == [
        {"part": "x", "n": 1},
        {"part": "y", "n": 2},
    ]
    metadata = shop.tables.snapshot(published.location, 0).metadata
    assert metadata["configuration"]["delta.enableChangeDataFeed"] == "true"


def test_a_damaged_delta_table_is_refused(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_deltalake(source, pa.table({"n": [1, 2]}))
    next(source.glob("*.parquet")).unlink()
    with pytest.raises(Refused) as caught:
        shop.publish(source)
    assert caught.value.why is Refusal.table_damaged
    assert shop.files() == []
    (source / "_delta_log" / f"{0:020}.json").write_text("no json")
    with pytest.raises(Refused):
        shop.publish(source)


def test_what_is_not_there_or_no_table_is_refused(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path, why in (
        (tmp_path / "folder", Refusal.table_kind_unknown),
        (tmp_path / "none.csv", Refusal.object_unknown),
    ):
        with pytest.raises(Refused) as caught:
            shop.publish(path)
        assert caught.value.why is why
