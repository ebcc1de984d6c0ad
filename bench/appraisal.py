"""The appraisal beside DuckDB's SUMMARIZE on the same file, and personal columns on the corpus.

    python -m bench.appraisal [ROWS]

SUMMARIZE profiles columns (nulls, distinct, moments, quantiles) and nothing else; the appraisal
does that and keys, repeats, personal data, k-anonymity, the linkage attack, sketches and a grade.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

ROWS = 10_000_000
THREADS = 2

_APPRAISE = """
import sys, time
from datetime import date
from pathlib import Path
from datafloor.adapters.readfile import open_table
from datafloor.analysis.appraisal.appraise import appraise
from datafloor.analysis.appraisal.model import Options, encode
started = time.perf_counter()
report = appraise(open_table(Path(sys.argv[1])), Options(date(2026, 11, 21)))
encode(report)
print(time.perf_counter() - started)
"""


def write_trips(path: Path, rows: int) -> None:
    """A made-up table of trips, ten columns of every kind, from a fixed seed."""
    r = np.random.default_rng(20261121)
    day = np.datetime64("2026-01-01", "us")
    frame = pl.DataFrame(
        {
            "trip_id": np.arange(rows) * 7 + 1_000_003,
            "started_at": day + r.integers(0, 300 * 86_400, rows).astype("timedelta64[s]"),
            "stop_code": r.integers(4, 32_500, rows).astype(np.int32),
            "age": r.integers(16, 90, rows).astype(np.int16),
            "gender": pl.Series(np.array(["nam", "nữ"])[r.integers(0, 2, rows)]),
            "distance_km": np.round(r.lognormal(1.5, 0.8, rows), 3),
            "temperature": np.where(
                r.random(rows) < 0.03, np.nan, np.round(r.normal(27, 4, rows), 2)
            ),
            "fare_vnd": r.integers(10, 500, rows) * 1000,
            "vehicle": pl.Series(np.array(["xe máy", "ô tô", "xe buýt"])[r.integers(0, 3, rows)]),
            "device": pl.Series(r.integers(10**15, 2**60, rows)).cast(pl.String),
        }
    )
    frame.with_columns(pl.col("temperature").fill_nan(None)).write_parquet(path)


def _appraised(path: Path) -> tuple[float, float]:
    """Seconds from opening the file to the report in a fresh process, and its peak memory in GB."""
    child = subprocess.Popen(
        [sys.executable, "-c", _APPRAISE, str(path)],
        env={**os.environ, "POLARS_MAX_THREADS": str(THREADS)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    seconds = float(child.stdout.read())
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9


def _summarized(path: Path) -> float:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}")
        started = perf_counter()
        connection.execute("SUMMARIZE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        return perf_counter() - started


def _corpus() -> tuple[float, float]:
    """F1 of personal columns, and the share of clean columns that raise a false alarm."""
    from datafloor.analysis.appraisal import meaning
    from datafloor.analysis.appraisal.look import sample_texts
    from datafloor.analysis.appraisal.personal import detect
    from tests.analysis.appraisal.corpus import corpus

    right = faults = clean = alarms = 0
    for case in corpus(seed=7, rounds=2):
        texts = sample_texts(pl.Series([value or None for value in case.values], dtype=pl.String))
        place = meaning.of_column(case.header, "text", texts) in ("province", "ward")
        found = detect(case.header, texts, place)
        kind = found.kind if found else None
        clean += case.truth is None
        alarms += case.truth is None and kind is not None
        right += kind is not None and kind == case.truth
        faults += (kind != case.truth) * ((kind is not None) + (case.truth is not None))
    return 2 * right / (2 * right + faults), alarms / clean


def figures(rows: int = ROWS) -> list[dict[str, Any]]:
    """The figures: name, value, unit, goal, which way is better, the rival and its value."""
    out = []

    def add(
        name: str, value: float, unit: str, goal: float, better: str, rival: Any = None
    ) -> None:
        out.append(
            {
                "name": name,
                "value": round(value, 4),
                "unit": unit,
                "goal": goal,
                "better": better,
                "rival": "DuckDB SUMMARIZE" if rival is not None else None,
                "rival_value": None if rival is None else round(rival, 4),
            }
        )

    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large.parquet"), Path(folder, "small.parquet")
        write_trips(large, rows)
        write_trips(small, 100_000)
        runs = [_appraised(large) for _ in range(3)]
        rival = median(_summarized(large) for _ in range(3))
        seconds = median(one[0] for one in runs)
        add(f"appraise {rows:,} x 10", seconds, "s", 10, "lower", rival)
        add(f"memory of {rows:,} x 10", max(one[1] for one in runs), "GB", 4, "lower")
        seconds = median(_appraised(small)[0] for _ in range(5))
        rival = median(_summarized(small) for _ in range(5))
        add("appraise 100,000 x 10", seconds, "s", 1, "lower", rival)
    f1, alarms = _corpus()
    add("personal columns, F1", f1, "", 0.99, "higher")
    add("personal columns, false alarms", alarms, "", 0.01, "lower")
    return out


def run() -> list[dict[str, Any]]:
    """What `make bench` shows."""
    return list(figures())


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS), indent=2))
