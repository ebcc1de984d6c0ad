"""What a table seems to be: said from its name, columns and appraisal, the same each time."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from datafloor.adapters.readfile import open_table
from datafloor.analysis.appraisal import Options
from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.suggesting import Suggestions, named_after, suggest
from datafloor.analysis.suggesting.topics import TOPICS
from datafloor.contexts.catalogue import Coverage, Frequency, Theme

START = datetime(2025, 1, 1)  # noqa: DTZ001 - dates in a file have no zone
PLACES = ("Hà Nội", "Đà Nẵng", "TP. Hải Phòng")


def table(step: timedelta, rows: int = 900, places: tuple[str, ...] = PLACES) -> str:
    lines = [
        f"{(START + step * (n // 3)).isoformat()},{places[n % len(places)]},{n % 40 / 2}"
        for n in range(rows)
    ]
    return "\n".join(["thời gian,tỉnh,pm25", *lines]) + "\n"


def of(folder: Path, name: str, text: str) -> Suggestions:
    file = folder / name
    file.write_text(text)
    return suggest(name, appraise(open_table(file), Options(as_of=date(2026, 11, 22))))


def test_title_description_theme_and_provinces_come_from_the_table(tmp_path: Path) -> None:
    found = of(tmp_path, "tram_do.csv", table(timedelta(hours=1)))
    assert found.title.en == "Air quality: Hà Nội, Hải Phòng, Đà Nẵng, 2025"
    assert found.title.vi == "Chất lượng không khí: Hà Nội, Hải Phòng, Đà Nẵng, 2025"
    assert (found.theme, found.provinces, found.frequency) == (
        "environment",
        ("01", "31", "48"),
        "hourly",
    )
    for text in ("900 rows and 3 fields", "thời gian, tỉnh, pm25", "1 January 2025", "(tỉnh)"):
        assert text in found.description.en
    assert "gồm 900 dòng và 3 trường" in found.description.vi
    assert "01/01/2025" in found.description.vi
    assert found.fields["pm25"].vi == "Số, từ 0 đến 19,5"
    assert found.fields["tỉnh"].en.startswith("Province or city: ")


@pytest.mark.parametrize(
    ("step", "frequency"),
    [
        (timedelta(seconds=30), "continuous"),
        (timedelta(hours=1), "hourly"),
        (timedelta(days=1), "daily"),
        (timedelta(days=7), "weekly"),
        (timedelta(days=30), "monthly"),
        (timedelta(days=91), "quarterly"),
        (timedelta(days=365), "annual"),
    ],
)
def test_how_often_is_read_from_the_instants(
    tmp_path: Path, step: timedelta, frequency: str
) -> None:
    rows = 90 if step >= timedelta(days=91) else 900
    assert of(tmp_path, "t.csv", table(step, rows)).frequency == frequency


def test_of_nothing_that_is_known_nothing_is_said(tmp_path: Path) -> None:
    found = of(tmp_path, "x.csv", "a,b\n1,u\n2,v\n3,w\n")
    assert (found.theme, found.provinces, found.frequency) == ("", (), "")
    assert (found.title.en, found.title.vi) == ("Table", "Bảng dữ liệu")


def test_the_name_of_the_file_speaks_before_its_columns(tmp_path: Path) -> None:
    found = of(tmp_path, "doanh-thu_ban_le.csv", table(timedelta(hours=1)))
    assert found.theme == "economy"
    assert found.title.vi.startswith("Bán lẻ: ")


def test_values_that_point_to_people_are_in_no_suggestion(tmp_path: Path) -> None:
    rows = "".join(f"Nguyễn Thị An,09{10_000_000 + n:08}\n" for n in range(60))
    found = of(tmp_path, "khach.csv", "họ và tên,số điện thoại\n" + rows)
    said = str(found)
    assert "Nguyễn Thị An" not in said
    assert "0910" not in said


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("air-quality_2025.csv", "Air quality 2025"),
        ("giaDat (1).parquet", "Gia Dat 1"),
        ("backup.tar.gz", "Backup"),
        ("x.csv", ""),
        ("数据.csv", ""),
        ("Đất đai.CSV", "Đất đai"),
        ("a" * 300 + ".csv", "A" + "a" * 119),
    ],
)
def test_a_title_is_named_after_a_file(name: str, title: str) -> None:
    assert named_after(name) == title


def test_every_theme_is_one_of_the_catalogue() -> None:
    assert {topic.theme for topic in TOPICS} <= {each.value for each in Theme}
    assert Coverage(theme=Theme(TOPICS[0].theme), frequency=Frequency("hourly"))
