"""Files that would hurt: refused by name, or survived with a word about it."""

import gzip
import io
import random
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datafloor.adapters import readfile
from datafloor.adapters.readfile import open_table
from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.appraisal.model import Options, Report, decode, encode
from datafloor.analysis.appraisal.page import page
from datafloor.kernel.refusal import Refusal, Refused
from tests.analysis.appraisal.tables import TODAY, codes, finding


def look(path: Path) -> Report:
    return appraise(open_table(path), Options(as_of=TODAY))


def wrote(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refused(path: Path) -> Refusal:
    with pytest.raises(Refused) as caught:
        look(path)
    assert caught.value.text("en") and caught.value.text("vi")
    return caught.value.why


def test_zip_bombs(tmp_path: Path) -> None:
    bomb = b"a,b\n" + b"0,0\n" * (18 << 20)
    packed = wrote(tmp_path / "bomb.csv.gz", gzip.compress(bomb, 9))
    assert refused(packed) is Refusal.file_expands_too_far
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", bomb)
    assert refused(tmp_path / "bomb.zip") is Refusal.file_expands_too_far


def test_compressed_tables_are_read(tmp_path: Path) -> None:
    text = b"nhiet_do,do_am\n" + b"".join(b"%d.5,%d\n" % (i, i % 7) for i in range(50))
    assert look(wrote(tmp_path / "t.csv.gz", gzip.compress(text))).rows == 50
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("t.csv", text)
    assert look(tmp_path / "t.zip").rows == 50
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", text)
        archive.writestr("b.csv", text)
    assert refused(tmp_path / "two.zip") is Refusal.file_not_read
    assert (
        refused(wrote(tmp_path / "cut.csv.gz", gzip.compress(text)[:40])) is Refusal.file_not_read
    )


def test_twenty_thousand_columns(tmp_path: Path) -> None:
    row = ",".join(f"c{i}" for i in range(20_000))
    path = wrote(tmp_path / "wide.csv", row + "\n" + ",".join("1" for _ in range(20_000)))
    assert refused(path) is Refusal.too_many_columns
    table = pa.table({f"c{i}": [1] for i in range(5_000)})
    pq.write_table(table, tmp_path / "wide.parquet")
    assert refused(tmp_path / "wide.parquet") is Refusal.too_many_columns
    keys = ",".join(f'"c{i}": 1' for i in range(5_000))
    assert refused(wrote(tmp_path / "wide.jsonl", "{" + keys + "}")) is Refusal.too_many_columns


@pytest.mark.parametrize("depth", [40, 150])
def test_deeply_nested_values(tmp_path: Path, depth: int) -> None:
    kind: pa.DataType = pa.int64()
    value: object = 1
    for _ in range(depth):
        kind, value = pa.struct([("a", kind)]), {"a": value}
    try:
        pq.write_table(pa.table({"x": pa.array([value], kind)}), tmp_path / "deep.parquet")
    except (RecursionError, pa.ArrowException):  # the writer gave up first
        wrote(tmp_path / "deep.parquet", b"PAR1")
    assert refused(tmp_path / "deep.parquet") in (
        Refusal.nested_too_deeply,
        Refusal.file_not_read,
    )
    line = '{"x": ' + "[" * depth * 1000 + "]" * depth * 1000 + "}"
    assert refused(wrote(tmp_path / "deep.jsonl", line)) is Refusal.nested_too_deeply


def test_shallow_nesting_is_told(tmp_path: Path) -> None:
    path = wrote(tmp_path / "t.jsonl", '{"a": {"b": [1]}, "c": 1.5}\n{"a": {"b": [2]}, "c": 2.5}\n')
    assert finding(look(path), "nested_column").columns == ("a",)


def _claiming(rows: int) -> bytes:
    """A ten-row Parquet file whose footer claims another number of rows."""
    out = io.BytesIO()
    pq.write_table(pa.table({"x": list(range(10))}), out)
    data = out.getvalue()
    size = int.from_bytes(data[-8:-4], "little")
    body, footer = data[: -8 - size], data[-8 - size : -8]
    zigzag, coded = rows * 2, bytearray()
    while zigzag > 0x7F:
        coded.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    coded.append(zigzag)
    # field 3 of the footer is num_rows: type i64 (0x16), the value, then a list (0x19)
    assert footer.count(b"\x16\x14\x19") == 1
    footer = footer.replace(b"\x16\x14\x19", b"\x16" + bytes(coded) + b"\x19")
    return body + footer + len(footer).to_bytes(4, "little") + b"PAR1"


@pytest.mark.parametrize("rows", [10**9, 11])
def test_a_claim_of_rows_that_are_not_there(tmp_path: Path, rows: int) -> None:
    assert refused(wrote(tmp_path / "claim.parquet", _claiming(rows))) in (
        Refusal.rows_not_as_claimed,
        Refusal.file_not_read,
    )
    assert look(wrote(tmp_path / "honest.parquet", _claiming(10))).rows == 10


def _hiding(shown: int) -> bytes:
    """A ten-row Parquet file whose footer shows only the first rows, in the file and its group."""
    data = _claiming(shown)
    size = int.from_bytes(data[-8:-4], "little")
    body, footer = data[: -8 - size], data[-8 - size : -8]
    # the last two fields of the only row group: its bytes, and num_rows: i64 (0x16) of 10 (0x14)
    at = footer.rindex(b"\x16\x14\x26")
    footer = footer[: at + 1] + bytes([shown * 2]) + footer[at + 2 :]
    return body + footer + len(footer).to_bytes(4, "little") + b"PAR1"


@pytest.mark.parametrize("rows", [9, 1])
def test_rows_that_the_footer_hides_are_noticed(tmp_path: Path, rows: int) -> None:
    path = wrote(tmp_path / "hiding.parquet", _hiding(rows))
    assert refused(path) is Refusal.rows_not_as_claimed


def test_more_rows_than_can_be_appraised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readfile, "MOST_ROWS", 10)
    path = wrote(tmp_path / "t.csv", "a\n" + "1\n" * 11)
    assert refused(path) is Refusal.file_too_large


def test_no_file_no_table_no_rows(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.csv") is Refusal.file_not_found
    assert refused(wrote(tmp_path / "empty.csv", "")) is Refusal.table_empty
    assert refused(wrote(tmp_path / "header.csv", "a,b\n")) is Refusal.table_empty
    assert refused(wrote(tmp_path / "picture.csv", b"\x89PNG\0\0\0")) is Refusal.file_not_read
    assert refused(wrote(tmp_path / "t.parquet", b"PAR1junkPAR1")) is Refusal.file_not_read
    assert refused(wrote(tmp_path / "t.jsonl", '{"a": 1}\nnot json\n')) is Refusal.file_not_read
    assert refused(wrote(tmp_path / "l.jsonl", '{"a": 1}\n[1]\n')) is Refusal.file_not_read


def test_mixed_encodings_are_survived_and_told(tmp_path: Path) -> None:
    good = "tên,số\n" + "Hà Nội,1\n" * 40
    path = wrote(tmp_path / "mixed.csv", good.encode() + "Đà Lạt".encode() + b",1\n"
                 + "H\u00f4,2\n".encode("cp1258"))  # fmt: skip
    found = look(path)
    mixed = finding(found, "mixed_encodings")
    assert (mixed.count, found.rows) == (1, 42)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1258"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    # cp1258 writes tone marks after the letter, as Windows did
    text = "c\u00f4t,gi\u00e1\n" + "\u00f4 t\u00f4,1\n" * 40
    found = look(wrote(tmp_path / "t.csv", text.encode(encoding)))
    assert [column.name for column in found.columns] == ["côt", "giá"]
    assert found.columns[0].top[0].text == "ô tô"
    assert ("other_encoding" in codes(found)) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, mark: str) -> None:
    rows = [["a", "b", "c"], *[[str(i), f'"x{mark}y"', "2"] for i in range(40)]]
    found = look(wrote(tmp_path / "t.csv", "\n".join(mark.join(row) for row in rows)))
    assert [column.name for column in found.columns] == ["a", "b", "c"]
    assert found.columns[1].top[0].text == f"x{mark}y"


def test_ragged_lines_and_bad_headers_are_told(tmp_path: Path) -> None:
    found = look(wrote(tmp_path / "t.csv", "a,,a\n1,2,3\n4,5,6,7\n8,9\n"))
    assert [column.name for column in found.columns] == ["a", "column_2", "a_3"]
    assert finding(found, "renamed_columns").count == 2
    assert finding(found, "ragged_lines").count == 1
    assert found.rows == 3


def test_stray_quotes_are_survived_and_told(tmp_path: Path) -> None:
    found = look(wrote(tmp_path / "t.csv", 'a,b\n1,5" pipe\n2,"x\n3,y\n'))
    assert (found.rows, "stray_quotes" in codes(found)) == (3, True)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2**64 - 1, 0, None], pa.uint64()),
        pa.array([2**62, 2**62 + 1, -(2**62)], pa.int64()),
        pa.array([1e308, -1e308, float("inf")]),
        pa.array([float("nan"), float("-inf"), None]),
        pa.array([1, 2, None], pa.duration("us")),
        pa.array([1, 2, None], pa.time64("us")),
        pa.array([b"x", None, b"y"]),
        pa.array(["x", None, "y"]).dictionary_encode(),
        pa.array([0, 2**60, None], pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
        pa.array([0, 2**40, None], pa.timestamp("ms")),
        pa.array([-62_135_596_800, 253_402_300_799, 0], pa.timestamp("s")),
    ],
    ids=str,
)
def test_values_at_the_edge(tmp_path: Path, column: pa.Array) -> None:
    pq.write_table(pa.table({"tuoi": column, "gioi_tinh": ["nam"] * 3}), tmp_path / "t.parquet")
    found = look(tmp_path / "t.parquet")
    assert found.rows == 3
    assert page(found, "vi").count("<article") == 2
    assert decode(encode(found)) == found


@pytest.mark.parametrize(
    "column", [pa.array([2**31 - 1], pa.date32()), pa.array([2**62], pa.timestamp("us"))], ids=str
)
def test_dates_off_the_calendar(tmp_path: Path, column: pa.Array) -> None:
    pq.write_table(pa.table({"ngay": column}), tmp_path / "t.parquet")
    assert refused(tmp_path / "t.parquet") is Refusal.file_not_read


def test_damaged_files_are_refused_or_read_and_never_crash(tmp_path: Path) -> None:
    r = random.Random(11)
    out = io.BytesIO()
    columns = {"ten": ["a", "bb", None] * 20, "so": list(range(60)), "x": [0.5] * 60}
    pq.write_table(pa.table(columns), out)
    whole = out.getvalue()
    refusals = 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(r.randint(1, 6)):
            damaged[r.randrange(4, len(damaged))] = r.randrange(256)
        try:
            look(wrote(tmp_path / "t.parquet", bytes(damaged)))
        except Refused:
            refusals += 1
    assert 0 < refusals < 150


def test_lines_that_disagree_on_types_become_text(tmp_path: Path) -> None:
    lines = '{"a": {"k": 2}}\n{"a": 1, "b": "x"}\n{"b": null}\n'
    found = look(wrote(tmp_path / "t.jsonl", lines))
    assert [(column.name, column.kind) for column in found.columns] == [
        ("a", "text"),
        ("b", "text"),
    ]


def test_all_columns_null(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": pa.nulls(50), "b": pa.nulls(50)}), tmp_path / "t.parquet")
    found = look(tmp_path / "t.parquet")
    assert [column.kind for column in found.columns] == ["empty", "empty"]
    assert found.grade.letter != "A"
