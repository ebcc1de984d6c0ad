"""Floats near money, places of one machine, generated documents, and what ruff is told to ban."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.__main__ import CHECKS
from tools.tidy.documents import GENERATED, documents, write
from tools.tidy.numbers import floats
from tools.tidy.refusals import ENUM
from tools.tidy.texts import places
from tools.tidy.tree import Tree

RULES = "datafloor/contexts/market/rules.py"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("line", ["x = 7 // 2", "x: int = 3", "# 1.5"])
def test_whole_numbers_are_fine(make: Make, line: str) -> None:
    assert not [*floats(make({RULES: line, "datafloor/analysis/a.py": "x = float(3) / 2.5"}))]


@pytest.mark.parametrize("line", ["x = float(y)", "def f(x: float): ...", "x = 0.5", "x = y / 2"])
@pytest.mark.parametrize("path", [RULES, "datafloor/kernel/money.py"])
def test_floats_near_money_are_found(make: Make, path: str, line: str) -> None:
    assert len([*floats(make({path: line}))]) == 1


@pytest.mark.parametrize("path", ["/" + "work/main/x", "/" + "tmp/x", "/" + "home/me/x"])
def test_a_machine_s_path_is_found(make: Make, path: str) -> None:
    assert len([*places(make({"docs/a.md": f"see {path}\n"}))]) == 1


def test_a_registry_s_host_is_found(make: Make) -> None:
    host = ".".join(("files", "pythonhosted", "org"))
    assert len([*places(make({"requirements/a.txt": f"\n--index-url https://{host}/x\n"}))]) == 1


def test_other_paths_are_fine(make: Make) -> None:
    lines = "GET /work\nhttps://example.org/tmp/x\n$HOME/tmp/x\n../tmp/x\n{folder}/tmp/x\n"
    assert not [*places(make({"docs/a.md": lines, "build/a.txt": "/" + "tmp/x"}))]


def test_a_generated_document_is_fresh(make: Make) -> None:
    enum = 'class Refusal(Enum):\n    closed = Said(409, "Closed | shut.", "Đã đóng.")\n'
    tree = make({ENUM: enum})
    assert said([*documents(tree)]) == [f"{path}:1: not fresh" for path in GENERATED]
    write(tree)
    fresh = Tree(tree.root)
    assert not [*documents(fresh)]
    assert "| `closed` | 409 | Closed \\| shut. | Đã đóng. |  |" in (
        fresh.sources["docs/refusals.md"].text
    )
    stale = make({ENUM: enum.replace("409", "410")})
    assert said([*documents(stale)]) == ["docs/refusals.md:1: not fresh"]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("import time\ntime.time()", "clock"),
        ("import time\ntime.time_ns()", "clock"),
        ("from datetime import datetime, UTC\ndatetime.now(UTC)", "clock"),
        ("from datetime import date\ndate.today()", "clock"),
        ("import json\njson.dumps({})", "canonical"),
        ("import uuid\nuuid.uuid4()", "ids"),
        ("import random\nrandom.random()", "ids"),
        ("print(1)", "print"),
    ],
)
def test_ruff_bans_the_call_and_names_what_to_use(line: str, instead: str) -> None:
    told = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise"),
            *("--select", "TID251,T20", "--stdin-filename", "datafloor/kernel/made.py", "-"),
        ],
        input=line + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert told.returncode == 1
    assert instead in told.stdout


def test_this_checkout_is_tidy() -> None:
    tree = Tree(ROOT)
    assert [str(finding) for check in CHECKS for finding in check(tree)] == []
