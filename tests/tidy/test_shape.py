"""The shape of contexts, their faces, their doors, and pure rules."""

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.shape import context_faces, context_files, doors, pure_rules, trust_sentences

MARKET = "datafloor/contexts/market"
POLICY = "datafloor/contexts/policy"


def test_files_of_the_shape_are_fine_also_as_packages(make: Make) -> None:
    names = ("__init__", "model", "rules/__init__", "rules/offers", "store", "queries")
    assert not [*context_files(make({f"{MARKET}/{name}.py": "" for name in names}))]


def test_another_file_or_a_missing_face_is_found(make: Make) -> None:
    tree = make({f"{MARKET}/extras.py": ""})
    assert said([*context_files(tree)]) == [
        f"{MARKET}/extras.py:1: extras is no part of a context's shape",
        f"{MARKET}:1: no __init__.py",
    ]


@pytest.mark.parametrize("name", ["store.py", "store/__init__.py"])
def test_a_store_says_who_is_trusted(make: Make, name: str) -> None:
    store = f"{MARKET}/{name}"
    assert not [*trust_sentences(make({store: '"""Trust: who can write it can all."""'}))]
    assert said([*trust_sentences(make({store: '"""Tables."""'}))]) == [
        f"{store}:1: no trust sentence"
    ]


def test_a_face_holds_names_only(make: Make) -> None:
    face = "from datafloor.contexts.market.rules import f\nTABLE = {1: f}\n"
    assert not [*context_faces(make({f"{MARKET}/__init__.py": face}))]
    defines = make({f"{MARKET}/__init__.py": face + "def g(): ...\nclass H: ...\n"})
    assert said([*context_faces(defines)]) == [
        f"{MARKET}/__init__.py:3: g is defined in a face",
        f"{MARKET}/__init__.py:4: H is defined in a face",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from collections.abc import Sequence",
        "import math",
        "from datafloor.kernel import clock",
        "from datafloor.kernel.clock import after_working_days",
        "from datafloor.contexts.market.model import Offer",
        "from datafloor.analysis import prices",
    ],
)
def test_rules_may_import_values(make: Make, line: str) -> None:
    assert not [*pure_rules(make({f"{MARKET}/rules.py": line}))]


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import random",
        "from pathlib import Path",
        "from datafloor.kernel.db import Tx",
        "from datafloor.kernel.clock import now",
        "from datafloor.kernel.ids import new_id",
        "from datafloor.kernel import clock; clock.now()",
        "import typing_extensions",
    ],
)
@pytest.mark.parametrize("role", ["rules", "rules/offers", "reactions", "model"])
def test_rules_do_no_io(make: Make, role: str, line: str) -> None:
    assert len([*pure_rules(make({f"{MARKET}/{role}.py": line}))]) == 1


def test_a_store_may_do_io(make: Make) -> None:
    assert not [*pure_rules(make({f"{MARKET}/store.py": "import os"}))]


def test_a_context_is_entered_by_its_face(make: Make) -> None:
    tree = make(
        {
            f"{MARKET}/__init__.py": "from datafloor.contexts.market import store",
            f"{MARKET}/store.py": "from datafloor.contexts import policy",
            f"{MARKET}/rules.py": "from datafloor.contexts.market.model import Offer",
            f"{POLICY}/__init__.py": "__all__ = ['queries']",
            "datafloor/web/api.py": "from datafloor.contexts.policy import queries, Terms",
            "tests/rules/test_x.py": "from datafloor.contexts.market.rules import place_order",
        }
    )
    assert not [*doors(tree)]


def test_other_entrances_are_found(make: Make) -> None:
    tree = make(
        {
            f"{MARKET}/__init__.py": "",
            f"{MARKET}/rules.py": "from datafloor.contexts.market import Offer",
            f"{MARKET}/store.py": "from datafloor.contexts.policy.store import load",
            "datafloor/web/api.py": "from datafloor.contexts.market import store",
            "datafloor/web/pages.py": "import datafloor.contexts.market.queries.offers",
        }
    )
    assert said([*doors(tree)]) == [
        f"{MARKET}/rules.py:1: takes Offer from its own package's face",
        f"{MARKET}/store.py:1: enters policy by its inner file store",
        "datafloor/web/api.py:1: enters market by its inner file store",
        "datafloor/web/pages.py:1: enters market by its inner file queries",
    ]
