"""Writes the code list of provinces and wards that the appraisal checks against.

    python -m tools.vietnam_units

The facts are the 34 provinces and 3,321 wards in force since 1 July 2025 (Decision
19/2025/QĐ-TTg), as the package `vietnamadminunits` (MIT) ships them. A test holds the committed
file to what this program writes.
"""

import sqlite3
from importlib import resources
from pathlib import Path

TARGET = Path(__file__).parent.parent / "datafloor/analysis/appraisal/units.csv"


def units() -> str:
    """The file's text: one ward a line, ordered by code."""
    source = resources.files("vietnamadminunits") / "data" / "dataset.db"
    with resources.as_file(source) as path:
        database = sqlite3.connect(path)
        try:
            rows = database.execute(
                "SELECT provinceCode, provinceShort, wardCode, ward FROM admin_units"
                " ORDER BY provinceCode, wardCode"
            ).fetchall()
        finally:
            database.close()
    lines = ["province_code,province,ward_code,ward"]
    lines += [",".join(row) for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(units(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
