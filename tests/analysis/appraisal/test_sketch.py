"""Copies are recognised: whole, in part, shuffled, with columns renamed."""

from random import Random

import polars as pl
import pytest

from datafloor.analysis.appraisal import sketch
from datafloor.analysis.appraisal.mix import hash_numbers, hash_texts, mix, sample_rows
from datafloor.analysis.appraisal.model import ColumnSketch, Sketch
from datafloor.analysis.appraisal.profile import measure
from tests.analysis.appraisal.tables import codes, finding, report


def _sketch(values: list[str] | list[float]) -> ColumnSketch:
    seen = measure("x", pl.Series(values))
    return sketch.sketch_column(seen.report, seen.column.values)


def test_hashes_never_change() -> None:
    """Golden: sketches are stored, so these numbers may not change in any later version."""
    texts = pl.Series(["", "a", "Đường Láng", "x" * 63, "x" * 64, "x" * 65, "y" + "x" * 99])
    assert [f"{value:016x}" for value in hash_texts(texts).tolist()] == GOLDEN_TEXTS
    numbers = pl.Series([0.0, -0.0, 1.0, 21.5]).to_numpy()
    assert [f"{value:016x}" for value in hash_numbers(numbers).tolist()] == GOLDEN_NUMBERS


GOLDEN_TEXTS = [
    "a706dd2f4d197e6f",
    "2e291a69a5eb399b",
    "20baedbfe3591b75",
    "58055488313f79f0",
    "c97d3dbcdeafe97b",
    "5c6515400ff44af3",
    "175cf33546a80445",
]
GOLDEN_NUMBERS = ["e220a8397b1dcdaf", "e220a8397b1dcdaf", "88d7c35bbbf3eded", "5e98248616d4e286"]


def test_texts_that_differ_anywhere_near_their_ends_hash_apart() -> None:
    r = Random(4)
    texts = {"".join(r.choice("ab") for _ in range(r.randrange(1, 40))) for _ in range(3000)}
    texts |= {"x" * 80 + text for text in ("a", "b")} | {text + "x" * 80 for text in ("a", "b")}
    assert len(set(hash_texts(pl.Series(sorted(texts))).tolist())) == len(texts)


def test_hash_of_a_text_does_not_depend_on_its_neighbours() -> None:
    texts = ["một", "hai", "ba" * 50, "bốn"]
    alone = [int(hash_texts(pl.Series([text]))[0]) for text in texts]
    assert hash_texts(pl.Series(texts)).tolist() == alone
    assert hash_texts(pl.Series(["", *texts, "x"]).slice(1, 4)).tolist() == alone


def test_samples_are_fixed_and_spread() -> None:
    rows = sample_rows(1_000_000, 10_000, seed=7)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert 9_800 < len(rows) <= 10_000
    assert abs(float(rows.mean()) - 500_000) < 10_000
    assert sample_rows(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert int(mix(sample_rows(2, 2).astype("u8"))[0]) == 0xE220A8397B1DCDAF  # splitmix64(0)


@pytest.mark.parametrize(("mine", "theirs", "held"), [(1000, 1000, 1000), (300, 1000, 1000)])
def test_a_part_is_held_by_the_whole(mine: int, theirs: int, held: int) -> None:
    whole = [f"value {index}" for index in range(theirs)]
    part = whole[:mine]
    Random(1).shuffle(part)
    assert sketch.contained(_sketch(part), _sketch(whole)) == pytest.approx(held, abs=150)


def test_half_shared_and_nothing_shared() -> None:
    a = [f"{index}" for index in range(5000)]
    b = [f"{index}" for index in range(2500, 7500)]
    c = [f"{index}" for index in range(9000, 14000)]
    assert sketch.contained(_sketch(a), _sketch(b)) == pytest.approx(500, abs=120)
    assert sketch.contained(_sketch(a), _sketch(c)) == 0


def test_a_small_sketch_is_exact() -> None:
    a = [float(index) for index in range(100)]
    b = [float(index) for index in range(25, 125)]
    assert sketch.contained(_sketch(a), _sketch(b)) == 750


def _readings(seed: int, rows: int = 4000) -> dict[str, list[float] | list[str]]:
    r = Random(seed)
    return {
        "nhiet_do": [round(r.gauss(27, 4), 3) for _ in range(rows)],
        "pm25": [round(r.lognormvariate(3, 1), 3) for _ in range(rows)],
        "tram": [f"trạm {r.randrange(10**6)}" for _ in range(rows)],
    }


def test_open_data_resold_is_recognised() -> None:
    listed = report(_readings(1)).sketch
    renamed = {
        new: values[: len(values) // 2][::-1]
        for new, values in zip("xyz", _readings(1).values(), strict=True)
    }
    found = report(renamed, others=(Sketch("dữ liệu mở", listed.rows, listed.columns),))
    assert finding(found, "alike").count == 3
    assert found.alike[0].name == "dữ liệu mở"
    assert "alike" not in codes(report(_readings(2), others=(listed,)))


def test_counters_lists_and_people_leave_no_sketch() -> None:
    found = report(
        {
            "stt": list(range(500)),
            "tinh": ["Hà Nội", "Huế"] * 250,
            "sdt": [f"09{Random(i).randrange(10**8):08d}" for i in range(500)],
            "gia_tri": [Random(i).random() for i in range(500)],
        }
    )
    assert [column.name for column in found.sketch.columns] == ["gia_tri"]
