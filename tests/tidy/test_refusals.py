"""A refusal has its status and both languages, is raised, and is tested."""

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.refusals import ENUM, refusal_texts, refusal_uses, written

WHOLE = """
class Refusal(Enum):
    '''Why.'''
    offer_closed = Said(409, "The offer {offer} is closed.", "Chào bán {offer} đã đóng.")
"""
RAISED = "raise Refused(Refusal.offer_closed)"


def test_a_whole_refusal_is_fine(make: Make) -> None:
    tree = make({ENUM: WHOLE, "datafloor/a.py": RAISED, "tests/test_a.py": "Refusal.offer_closed"})
    assert [(r.name, r.status, r.law) for r in written(tree)] == [("offer_closed", 409, "")]
    assert not [*refusal_texts(tree), *refusal_uses(tree)]


def test_a_scenario_may_name_it(make: Make) -> None:
    tree = make({ENUM: WHOLE, "datafloor/a.py": RAISED, "tests/a.txt": "-> offer_closed"})
    assert not [*refusal_uses(tree)]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("409", "200", "offer_closed has status 200"),
        ('"The offer {offer} is closed."', '""', "offer_closed has no English sentence"),
        ("Chào bán {offer} đã đóng", "Offer {offer} closed", "offer_closed has no Vietnamese text"),
        ("Chào bán {offer}", "Chào bán {id}", "offer_closed fills in different details"),
    ],
)
def test_what_a_refusal_lacks_is_found(make: Make, old: str, new: str, what: str) -> None:
    found = said([*refusal_texts(make({ENUM: WHOLE.replace(old, new)}))])
    assert f"{ENUM}:4: {what}" in found


def test_one_that_nothing_raises_or_tests_is_found(make: Make) -> None:
    assert said([*refusal_uses(make({ENUM: WHOLE}))]) == [f"{ENUM}:4: nothing raises offer_closed"]
    untested = make({ENUM: WHOLE, "datafloor/a.py": RAISED})
    assert said([*refusal_uses(untested)]) == [f"{ENUM}:4: no test names offer_closed"]
