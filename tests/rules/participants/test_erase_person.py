"""A person of one's own organisation is forgotten."""

from typing import Any

import pytest

from datafloor.contexts.participants import ErasePerson, PersonErased
from datafloor.contexts.participants.model import PersonFacts
from datafloor.contexts.participants.rules import erase_person
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import ORG, OTHER_ORG, PERSON, Case, by, check


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (PersonFacts(True, False, ORG), [PersonErased(person=PERSON)]),
        (PersonFacts(True, False, OTHER_ORG), Refusal.person_unknown),  # and it does not tell
        (PersonFacts(False, False), Refusal.person_unknown),
        (PersonFacts(True, False, ORG, frozenset({"seller"})), Refusal.whole_scope_needed),
    ],
)
def test_erase_person(facts: PersonFacts, comes_to: Any) -> None:
    check(erase_person, Case(facts, ErasePerson(person=PERSON), by(), comes_to))
    assert ErasePerson.may(by(organisation="")) is Refusal.sign_in_required
