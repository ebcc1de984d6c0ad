"""Packages have reasons, pins have hashes, and links have ends."""

from tests.tidy.conftest import Make, said
from tools.tidy.documents import references
from tools.tidy.packages import REASONS, packages, pins

PROJECT = '[project]\ndependencies = ["litestar>=2,<3", "psycopg[binary]"]\n'
BASE = "# what it runs on\nlitestar>=2,<3\npsycopg[binary]\n"


def test_a_package_with_a_reason_is_fine(make: Make) -> None:
    reasons = "| base | litestar, psycopg |"
    files = {"pyproject.toml": PROJECT, "requirements/base.in": BASE, REASONS: reasons}
    assert not [*packages(make(files))]


def test_what_is_asked_for_twice_differently_or_without_reason_is_found(make: Make) -> None:
    files = {"pyproject.toml": PROJECT, "requirements/base.in": "litestar\nmsgspec\n"}
    tree = make({**files, REASONS: "litestar psycopg"})
    both = "is in only one of dependencies and requirements/base.in"
    assert said([*packages(tree)]) == [
        "requirements/base.in:2: msgspec has no reason",
        f"pyproject.toml:1: msgspec {both}",
        f"pyproject.toml:1: psycopg {both}",
    ]


def test_a_pinned_list_is_fine(make: Make) -> None:
    pinned = "lite-star==2.1 \\\n    --hash=sha256:00\n"
    tree = make({"requirements/base.in": "Lite_star\n", "requirements/base.txt": pinned})
    assert not [*pins(tree)]


def test_a_list_without_pin_hash_or_package_is_found(make: Make) -> None:
    tree = make({"requirements/base.in": "a\nb\n", "requirements/base.txt": "a>=1 \\\nc==1\n"})
    assert said([*pins(tree)]) == [
        "requirements/base.txt:1: a>=1 \\ has no pin or no hash",
        "requirements/base.txt:2: c==1 has no pin or no hash",
        "requirements/base.txt:1: b of requirements/base.in is missing",
    ]


def test_links_and_targets_exist(make: Make) -> None:
    files = {
        "Makefile": "demo: x ## runs\n",
        "docs/b.md": "",
        "a.md": "[b](docs/b.md), [c](docs/b.md#part), [d](https://example.org), `make demo`\n",
    }
    assert not [*references(make(files))]
    tree = make({**files, "a.md": "[b](b.md)\n\n    make all\nmake serve\n`make test`\n"})
    assert said([*references(tree)]) == [
        "a.md:1: b.md is not there",
        "a.md:4: make serve does not exist",
        "a.md:5: make test does not exist",
    ]
