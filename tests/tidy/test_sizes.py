"""File and function sizes, and the ratchet that only shrinks."""

from tests.tidy.conftest import Make, said
from tools.tidy.sizes import FILE_LINES, FUNCTION_LINES, RATCHET, TABLES, sizes

LONG = "def long():\n" + "    x = 1\n" * FUNCTION_LINES


def test_what_fits_is_fine(make: Make) -> None:
    fits = "def fits():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)
    table = dict.fromkeys(TABLES, "x = 1\n" * 2000)
    assert not [*sizes(make({"a.py": "x = 1\n" * FILE_LINES, "b.py": fits, **table}))]


def test_what_is_too_long_is_found(make: Make) -> None:
    tree = make({"a.py": "x = 1\n" * (FILE_LINES + 1), "b.py": "class B:\n    y = 1\n" + LONG})
    assert said([*sizes(tree)]) == [
        "a.py:1: a.py has 451 lines, 450 is the most",
        "b.py:3: long has 61 lines, 60 is the most",
    ]


def test_a_listed_exception_may_stay_but_not_grow(make: Make) -> None:
    assert not [*sizes(make({"b.py": LONG, RATCHET: "# why\nb.py:long 61\n"}))]
    grown = make({"b.py": LONG + "    y = 1\n", RATCHET: "b.py:long 61\n"})
    assert said([*sizes(grown)]) == ["b.py:1: long has 62 lines, 61 is the most"]


def test_the_ratchet_follows_what_shrinks(make: Make) -> None:
    shrunk = make({"b.py": LONG, RATCHET: "b.py:long 70\nb.py 900\ngone.py 500\n"})
    assert [str(finding) for finding in sizes(shrunk)] == [
        f"{RATCHET}:2: b.py has shrunk to 61 lines — remove its line",
        f"{RATCHET}:1: b.py:long has shrunk to 61 lines — write 61 there",
        f"{RATCHET}:3: gone.py is gone — remove its line",
    ]
