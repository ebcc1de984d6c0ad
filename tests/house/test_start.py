"""What a served exchange holds while nobody asks: nothing that is large and not needed yet."""

import subprocess
import sys

LARGE = (
    *("numpy", "pyarrow", "polars", "duckdb", "deltalake", "pandas", "scipy", "numba", "lightgbm"),
    *("pyoxigraph", "holidays", "authlib", "httpx", "lxml", "psycopg"),
)


def test_a_served_exchange_loads_no_library_before_it_is_used() -> None:
    """Each is some megabytes and tens of milliseconds of every start. Import it in the function
    that works with it."""
    code = (
        "import sys, uvicorn, datafloor.app.build, datafloor.app.listening\n"
        f"print(*sorted(sys.modules.keys() & {set(LARGE)!r}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == []
