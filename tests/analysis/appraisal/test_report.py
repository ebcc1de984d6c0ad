"""The whole report: what it finds, its grade, and that it is the same to the last bit."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

import polars as pl
import pytest

from datafloor.analysis.appraisal.model import (
    Citizens,
    Expected,
    Options,
    Severity,
    Threshold,
    decode,
    encode,
)
from datafloor.analysis.appraisal.page import page
from datafloor.analysis.appraisal.text import text
from datafloor.analysis.appraisal.words import MEASURES, SAID, number, percent, say
from tests.analysis.appraisal.corpus import address, cccd, email, person
from tests.analysis.appraisal.tables import TODAY, codes, finding, report

THRESHOLDS = (
    Threshold("basic", 100, 1000, "QD20", "unverified", "in_force"),
    Threshold("sensitive", 50, 400, "QD20", "unverified"),
    Threshold("bank", 100, None, "QD20", "unverified"),
)


def people(rows: int = 200) -> dict[str, list[Any]]:
    r = Random(1)
    return {
        "cccd": [cccd(r) for _ in range(rows)],
        "ho_ten": [person(r) for _ in range(rows)],
        "dia_chi": [address(r) for _ in range(rows)],
        "email": [email(r) for _ in range(rows)],
        "diem": [round(r.gauss(6, 1), 2) for _ in range(rows)],
    }


def stations(rows: int = 2000) -> dict[str, list[Any]]:
    r = Random(2)
    return {
        "reading_id": [f"R{index:06d}" for index in range(rows)],
        "measured_on": [f"2026-{1 + i % 10:02d}-{1 + i % 28:02d}" for i in range(rows)],
        "temperature": [round(r.gauss(27, 3), 3) for _ in range(rows)],
        "price_vnd": [r.randrange(1, 500) * 1000 for _ in range(rows)],
    }


def test_personal_data_block_and_their_values_are_never_shown() -> None:
    data = people()
    found = report(data, thresholds=THRESHOLDS)
    blocked = {one.columns[0] for one in found.findings if one.code == "personal_column"}
    assert blocked == {"cccd", "ho_ten", "email"}
    assert finding(found, "perhaps_personal").columns == ("dia_chi",)
    assert found.grade.letter == "E"
    whole = encode(found).decode() + page(found) + text(found)
    for name in ("cccd", "ho_ten", "dia_chi", "email"):
        assert not [value for value in data[name] if value in whole]


def test_a_clean_table_is_graded_a() -> None:
    found = report(stations())
    assert found.grade.letter == "A"
    assert {part.measure for part in found.grade.parts} <= set(MEASURES)
    assert found.keys == (("reading_id",),)
    marks = {column.name: column.mark.may for column in found.columns if column.mark}
    assert marks == {
        "reading_id": False,
        "measured_on": False,
        "temperature": True,
        "price_vnd": False,
    }


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"x": [1] * 50}, "one_value"),
        ({"a": [None] * 40, "b": [1.5] * 40}, "empty_column"),
        ({"a": [1, None] * 40}, "missing_values"),
        ({"a": ["1"] * 99 + ["x"]}, "bad_values"),
        ({"tinh": ["Hà Nội", "Huế", "Hà Tây"] * 20}, "unknown_codes"),
        ({"vi_do": [10.5, 20.5, 120.0] * 20}, "out_of_range"),
        ({"ngay": ["2026-01-01", "2031-01-01"] * 20}, "future_dates"),
        ({"nhiet": [*range(100), -999, -999, -999]}, "placeholder"),
        ({"nhiet": [*range(100), 5000]}, "outliers"),
        ({"ngay": ["2026-01-01", "31/12/2025"] * 20}, "mixed_dates"),
        ({"ngay": ["25/12/2025", "12/25/2025", "01/02/2025"] * 20}, "unclear_dates"),
        ({"a": ["x", "x", "y"], "b": [1, 1, 2]}, "duplicate_rows"),
        ({"ma_don": [*range(99), 5]}, "key_repeats"),
        ({"a": [1, 1], "b": [2, 2]}, "no_key"),
        ({"col_1": [1.5, 2.5]}, "vague_name"),
        ({"note": ["=HYPERLINK(1)", "x"] * 20}, "formula_cells"),
        ({"note": ["<b>x</b>", "y"] * 20}, "markup_cells"),
        ({"a": [[1], [2]]}, "nested_column"),
        ({"chan_doan": ["cúm", "sởi"] * 20}, "sensitive_column"),
        ({"a": [1, 2]}, "few_rows"),
        ({"a": [1, 2]}, "no_dates"),
        ({"a": [1, 2]}, "no_people"),
        ({"ngay": ["2026-11-01", "2026-11-11"] * 20}, "freshness"),
        (
            {"ghi_chu": [f"khách hẹn gọi lại 0912 345 {i} buổi chiều" for i in range(100, 200)]},
            "personal_text",
        ),
        (
            {"mst": ["0100233488", "0314409058", "0312687878", "0100112437", "0100109106",
                     "0100233489"]},
            "wrong_check_digit",
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found(columns: dict[str, list[Any]], code: str) -> None:
    found = report(columns)
    assert code in codes(found)
    assert code not in codes(report(stations())) - {"no_people", "freshness"}


def test_wards_and_dates_are_checked_against_each_other() -> None:
    found = report(
        {
            "province": ["01"] * 50,
            "ward": ["00004", "00008", "26704", "00004", "00008"] * 10,
            "start_date": ["2026-01-02"] * 50,
            "end_date": ["2026-01-03"] * 49 + ["2026-01-01"],
        }
    )
    assert finding(found, "ward_outside_province").count == 10
    order = finding(found, "date_order")
    assert (order.count, order.of, order.columns) == (1, 50, ("start_date", "end_date"))


def test_stale_data_are_told_from_a_promise() -> None:
    found = report({"ngay": ["2026-11-01"] * 40}, promised_days=7)
    stale = finding(found, "stale")
    assert (stale.count, stale.of, stale.severity) == (20, 7, Severity.warn)


def test_quasi_identifiers_are_chosen_and_measured() -> None:
    r = Random(5)
    rows = 3000
    columns: dict[str, list[Any]] = {
        "nam_sinh": [r.randint(1950, 2008) for _ in range(rows)],
        "gioi_tinh": [r.choice(["nam", "nữ"]) for _ in range(rows)],
        "tinh": [r.choice(["Hà Nội", "Huế", "Cà Mau"]) for _ in range(rows)],
        "chan_doan": [r.choice(["cúm", "sởi", "hen"]) for _ in range(rows)],
    }
    found = report(columns)
    assert found.privacy is not None
    assert found.privacy.quasi == ("nam_sinh", "gioi_tinh", "tinh")
    assert found.privacy.chosen_by == "automatic"
    assert dict(found.privacy.diversity).keys() == {"chan_doan"}
    assert codes(found) & {"crowd", "small_groups", "people_alone"}
    alone = report({**columns, "nghe": [f"nghề {i}" for i in range(rows)]}, quasi=("nghe",))
    assert finding(alone, "people_alone").count == rows
    assert alone.privacy is not None and alone.privacy.chosen_by == "stated"
    groups: dict[str, list[Any]] = {
        "tuoi": [30] * 40 + [31] * 3,
        "benh": ["cúm"] * 40 + ["hen"] * 3,
    }
    small = report(groups)
    assert finding(small, "small_groups").count == 3
    assert {one.columns for one in small.findings if one.code == "one_answer"} == {("benh",)}
    assert "crowd" in codes(report({"tuoi": [30, 31] * 20, "luong": [1.5, 2.5, 3.5, 4.5] * 10}))


def test_class_counts_citizens_cumulatively() -> None:
    level = {}
    for rows, before in ((50, 0), (85, 0), (120, 0), (120, 900), (120, 700)):
        found = report(people(rows), thresholds=THRESHOLDS, before=Citizens(basic=before))
        assert found.classed is not None
        level[rows, before] = (found.classed.level, sorted(codes(found) & CLASS))
    assert level == {
        (50, 0): ("other", []),
        (85, 0): ("other", ["class_near"]),
        (120, 0): ("important", ["class_important"]),
        (120, 900): ("core", ["class_core"]),
        (120, 700): ("important", ["class_important", "class_near"]),
    }
    sick = {**people(60), "chan_doan": ["cúm"] * 60}
    found = report(sick, thresholds=THRESHOLDS)
    assert found.classed is not None
    assert (found.classed.kind, found.classed.level) == ("sensitive", "important")


def test_a_rule_that_nobody_has_read_asks_for_a_person_and_blocks_nothing() -> None:
    unread = (Threshold("basic", 10, 100, "QD20", "unverified"),)
    found = report({"tuoi": [30, 40] * 100}, thresholds=unread)
    assert finding(found, "perhaps_core").severity is Severity.warn
    assert found.classed is not None and found.classed.status == "unverified"
    assert found.grade.letter != "E"


CLASS = {"class_core", "class_important", "class_near"}


def test_change_since_the_last_version() -> None:
    before = report({"nhiet": [float(i % 50) for i in range(1000)], "cu": [1.5] * 1000})
    same = report({"nhiet": [float(i % 50) for i in range(1000)]}, previous=before)
    assert "drift" not in codes(same) and "column_gone" in codes(same)
    moved = report(
        {"nhiet": [float(i % 50) + 30 for i in range(1000)], "moi": [2.5] * 1000}, previous=before
    )
    assert {"drift", "column_gone", "column_new"} <= codes(moved)
    (column,) = [column for column in moved.columns if column.name == "nhiet"]
    assert float(column.distance) == pytest.approx(30 / 24.5, abs=0.1)
    assert float(column.shift) > 0.25


@pytest.mark.parametrize(
    ("promise", "code"),
    [
        (Expected("gone"), "contract_missing"),
        (Expected("temperature", kind="text"), "contract_kind"),
        (Expected("temperature", required=True), None),
        (Expected("price_vnd", kind="decimal", minimum="1000", maximum="499000"), None),
        (Expected("price_vnd", maximum="400000"), "contract_broken"),
        (Expected("price_vnd", minimum="2000"), "contract_broken"),
        (Expected("price_vnd", unique=True), "contract_broken"),
        (Expected("reading_id", unique=True), None),
        (Expected("reading_id", values=("R000001",)), "contract_broken"),
    ],
)
def test_contract(promise: Expected, code: str | None) -> None:
    found = report(stations(), expected=(promise,))
    assert {one for one in codes(found) if one.startswith("contract")} == ({code} - {None})
    empty = report({"a": [1, None]}, expected=(Expected("a", required=True),))
    assert finding(empty, "contract_broken").count == 1


def test_every_sentence_says_the_same_in_both_languages() -> None:
    def gaps(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    for code, said in SAID.items():
        english, vietnamese = gaps(said.en), gaps(said.vi)
        assert {name.removesuffix("_vi") for name in vietnamese} == english, code
        assert said.measure in MEASURES and said.do_en and said.do_vi, code
        assert not gaps(said.do_en) | gaps(said.do_vi), code


def test_numbers_in_words() -> None:
    assert (number(1234567, "en"), number(1234567, "vi")) == ("1,234,567", "1.234.567")
    assert percent(1, 3, "en") == "33.3 %" and percent(1, 3, "vi") == "33,3 %"
    assert percent(1, 10**6, "en") == "< 0.1 %"
    assert percent(999_999, 10**6, "en") == "> 99.9 %"
    assert percent(5, 5, "en") == "100.0 %" and percent(0, 0, "en") == "0.0 %"
    assert "-12,5" in say("outliers", ("x",), 1, 2, low="-12.5", high="3").vi


def test_the_report_is_canonical_json_without_floats() -> None:
    found = report({**people(), "x": [0.1 + i for i in range(200)]}, thresholds=THRESHOLDS)
    data = encode(found)

    def no_float(value: str) -> float:
        raise AssertionError(f"a float: {value}")

    plain = json.loads(data, parse_float=no_float)
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == data
    assert decode(data) == found


_SCRIPT = """
import sys, hashlib
from datetime import date
from pathlib import Path
from datafloor.adapters.readfile import open_table
from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.appraisal.model import Options, encode
options = Options(date(2026, 11, 21), threads=int(sys.argv[2]))
report = appraise(open_table(Path(sys.argv[1])), options)
print(hashlib.sha256(encode(report)).hexdigest())
"""


def test_same_bits_twice_and_on_one_thread_or_two(tmp_path: Path) -> None:
    r = Random(9)
    rows = 300_000  # more than any sample, and many distinct values
    frame = pl.DataFrame(
        {
            "ma": [f"{r.getrandbits(60):x}" for _ in range(rows)],
            "gia_tri": [r.gauss(0, 1) for _ in range(rows)],
            "tuoi": [r.randint(1, 90) for _ in range(rows)],
            "gioi_tinh": [r.choice(["nam", "nữ", None]) for _ in range(rows)],
            "ngay": [f"2026-{r.randint(1, 11):02d}-{r.randint(1, 28):02d}" for _ in range(rows)],
        }
    )
    path = tmp_path / "t.parquet"
    frame.write_parquet(path)
    seen = set()
    for threads in ("1", "2", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(path), threads],
            env={**os.environ, "POLARS_MAX_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(ran.stdout)
    assert len(seen) == 1


def test_progress_is_told_and_can_stop_the_work() -> None:
    steps: list[tuple[int, int]] = []
    report(stations(), progress=lambda done, of, what: steps.append((done, of)))
    assert steps[-1] == (7, 7) and steps == sorted(steps)

    def stop(done: int, of: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        report(stations(), progress=stop)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_stands_alone(language: str) -> None:
    found = report({**stations(200), "<script>alert(1)</script>": ["<img src=x>", "b"] * 100})
    html = page(found, language)
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html and "&lt;img src=x&gt;" in html
    assert "http" not in html.replace('http-equiv="Content-Security-Policy"', "")
    assert f'<html lang="{language}">' in html
    assert html.count("<svg") == sum(column.bins is not None for column in found.columns)


def test_the_terminal_is_not_written_to_by_data() -> None:
    found = report({"a\x1b[31mred": ["x\x07", "y"] * 30, "b‮": [1, 2] * 30})
    shown = text(found)
    assert "\x1b" not in shown and "\x07" not in shown and "‮" not in shown


def test_options_need_only_a_day() -> None:
    assert Options(as_of=TODAY).threads == 2
