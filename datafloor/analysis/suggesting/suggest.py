"""Suggestions for a table, from its file's name, its columns and its appraisal."""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from datafloor.analysis.appraisal import Report
from datafloor.analysis.appraisal.model import ColumnReport
from datafloor.analysis.appraisal.vietnam import units, words_of
from datafloor.analysis.suggesting.topics import Topic, topic_of

MOST_TITLE = 120
MOST_NAMED = 12
"""Columns that a description names; of a wider table it says how many more there are."""

ENDINGS = re.compile(
    r"\.(csv|tsv|txt|parquet|jsonl?|ndjson|xlsx?|tar|gz|zip|delta)$", re.IGNORECASE
)
PACES = (
    (200.0, "continuous"),
    (12.0, "hourly"),
    (0.5, "daily"),
    (0.1, "weekly"),
    (0.025, "monthly"),
    (0.008, "quarterly"),
    (0.002, "annual"),
)
"""From how many different instants a day on a table seems to be brought up to date so often."""

FEWEST_INSTANTS = 5
COUNTRY = 20
"""From so many provinces on a table is about the whole country, which no province is."""


class Both(Struct, frozen=True):
    """A text in English and in Vietnamese."""

    en: str
    vi: str


class Suggestions(Struct, frozen=True):
    """What a table seems to be. `fields` has one text for each column; `theme` and `frequency` are
    empty and `provinces` has none where nothing speaks for any."""

    title: Both
    description: Both
    fields: dict[str, Both]
    theme: str
    provinces: tuple[str, ...]
    frequency: str


class _Period(Struct, frozen=True):
    column: str
    first: date
    last: date
    pace: float


def named_after(name: str) -> str:
    """A title from a file's name: `air-quality_2025.csv` becomes `Air quality 2025`."""
    stem = name
    while ENDINGS.search(stem):
        stem = ENDINGS.sub("", stem)
    stem = re.sub(r"(?<=[a-zà-ỹ])(?=[A-ZĐ])", " ", stem)
    words = re.sub(r"[\s_.+()\-]+", " ", stem).strip()
    if len(words) < 3:
        return ""
    return (words[0].upper() + words[1:])[:MOST_TITLE]


def suggest(name: str, report: Report) -> Suggestions:
    """What a table seems to be that came in a file of this name."""
    period = _period(report.columns)
    codes, place_column = _provinces(report.columns)
    topic = topic_of(words_of(ENDINGS.sub("", name)), [words_of(c.name) for c in report.columns])
    places = _places(codes)
    return Suggestions(
        title=_title(name, topic, places, period),
        description=_description(report, topic, places, place_column, period),
        fields={each.name: _field(each) for each in report.columns},
        theme=topic.theme if topic else "",
        provinces=codes if len(codes) < COUNTRY else (),
        frequency=_frequency(period),
    )


def _period(columns: Sequence[ColumnReport]) -> _Period | None:
    """The days that the first column of dates spans, and how many instants it has a day."""
    for each in columns:
        if each.kind != "date" or each.personal is not None or not each.minimum:
            continue
        try:
            first = date.fromisoformat(each.minimum[:10])
            last = date.fromisoformat(each.maximum[:10])
        except ValueError:
            continue
        days = (last - first).days + 1
        return _Period(each.name, first, last, each.distinct / days)
    return None


def _frequency(period: _Period | None) -> str:
    if period is None or period.pace * ((period.last - period.first).days + 1) < FEWEST_INSTANTS:
        return ""
    return next((pace for least, pace in PACES if period.pace >= least), "")


def _provinces(columns: Sequence[ColumnReport]) -> tuple[tuple[str, ...], str]:
    """The provinces that a column of provinces names, and the column."""
    for each in columns:
        if each.meaning == "province" and each.personal is None:
            found = {units().province_of(value.text) for value in each.top}
            codes = tuple(sorted(code for code in found if code))
            if codes:
                return codes, each.name
    return (), ""


def _places(codes: Sequence[str]) -> list[str]:
    """What these provinces are called; of many, none."""
    return [units().province_names[code] for code in codes] if len(codes) < COUNTRY else []


def _title(name: str, topic: Topic | None, places: list[str], period: _Period | None) -> Both:
    after = named_after(name)
    en = topic.en if topic else after or "Table"
    vi = topic.vi if topic else after or "Bảng dữ liệu"
    where = ", ".join(places) if 0 < len(places) <= 3 else ""
    when = _years(period)
    tail = ", ".join(filter(None, (where, when if when not in en else "")))
    return Both(
        f"{en}: {tail}"[:MOST_TITLE] if tail else en, f"{vi}: {tail}"[:MOST_TITLE] if tail else vi
    )


def _years(period: _Period | None) -> str:
    if period is None:
        return ""
    first, last = period.first.year, period.last.year
    return f"{first}" if first == last else f"{first}–{last}"


def _description(
    report: Report,
    topic: Topic | None,
    places: list[str],
    place_column: str,
    period: _Period | None,
) -> Both:
    en, vi = [_size_en(report, topic)], [_size_vi(report, topic)]
    names = [each.name for each in report.columns]
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED])
    en.append(f"Its fields are {listed}{f' and {more} more' if more > 0 else ''}.")
    vi.append(f"Các trường gồm {listed}{f' và {more} trường khác' if more > 0 else ''}.")
    if report.keys:
        key = " + ".join(report.keys[0])
        en.append(f"Each row is told from the others by {key}.")
        vi.append(f"Mỗi dòng được phân biệt bằng {key}.")
    if period:
        first, last = period.first, period.last
        en.append(
            f"It spans {first.day} {first:%B %Y} to {last.day} {last:%B %Y} ({period.column})."
        )
        vi.append(f"Dữ liệu từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} ({period.column}).")
    if places:
        en.append(f"Places: {', '.join(places)} ({place_column}).")
        vi.append(f"Địa bàn: {', '.join(places)} ({place_column}).")
    gaps = [each.name for each in report.columns if each.missing]
    if not gaps:
        en.append("No field is empty in any row.")
        vi.append("Không dòng nào để trống trường nào.")
    else:
        shown = ", ".join(gaps[:MOST_NAMED])
        en.append(f"Some rows leave these empty: {shown}.")
        vi.append(f"Có dòng để trống: {shown}.")
    return Both(" ".join(en), " ".join(vi))


def _size_en(report: Report, topic: Topic | None) -> str:
    what = f"{topic.en} as a table" if topic else "A table"
    rows = f"{report.rows:,} row{'' if report.rows == 1 else 's'}"
    fields = f"{len(report.columns)} field{'' if len(report.columns) == 1 else 's'}"
    return f"{what} of {rows} and {fields}."


def _size_vi(report: Report, topic: Topic | None) -> str:
    what = f"Bảng dữ liệu {topic.vi[0].lower()}{topic.vi[1:]}" if topic else "Bảng dữ liệu"
    rows = f"{report.rows:,}".replace(",", ".")
    return f"{what} gồm {rows} dòng và {len(report.columns)} trường."


_MEANINGS = {
    "province": Both("Province or city", "Tỉnh, thành phố"),
    "ward": Both("Ward or commune", "Phường, xã"),
    "district": Both("District", "Quận, huyện"),
    "latitude": Both("Latitude in degrees", "Vĩ độ, tính bằng độ"),
    "longitude": Both("Longitude in degrees", "Kinh độ, tính bằng độ"),
    "percent": Both("Percentage", "Tỷ lệ phần trăm"),
    "money": Both("Amount of money", "Số tiền"),
    "postcode": Both("Postal code", "Mã bưu chính"),
    "age": Both("Age in years", "Tuổi"),
}
_KINDS = {
    "integer": Both("Whole number", "Số nguyên"),
    "decimal": Both("Number", "Số"),
    "date": Both("Date", "Ngày"),
    "boolean": Both("Yes or no", "Có hoặc không"),
    "text": Both("Text", "Văn bản"),
}


def _field(column: ColumnReport) -> Both:
    """What a column seems to hold, with its span where that is shown to everybody anyway."""
    said = _MEANINGS.get(column.meaning) or _KINDS.get(column.kind) or Both("Value", "Giá trị")
    if column.is_key:
        said = Both(f"{said.en}, different in every row", f"{said.vi}, mỗi dòng một giá trị")
    elif column.personal is None and column.minimum and column.kind != "text":
        said = Both(
            f"{said.en}, from {column.minimum} to {column.maximum}",
            f"{said.vi}, từ {_local(column, column.minimum)} đến {_local(column, column.maximum)}",
        )
    elif column.personal is None and 1 < column.distinct <= len(column.top):
        values = ", ".join(value.text[:30] for value in column.top[:6])
        more = column.distinct > 6
        said = Both(
            f"{said.en}: {values}{' and others' if more else ''}",
            f"{said.vi}: {values}{' và giá trị khác' if more else ''}",
        )
    return said


def _local(column: ColumnReport, text: str) -> str:
    """A bound as Vietnamese writes it."""
    return text.replace(".", ",") if column.kind in ("integer", "decimal") else text
