"""Another person may act for one's organisation."""

from typing import Any

import pytest

from datafloor.contexts.participants import PersonAdded
from datafloor.contexts.participants.commands import AddPerson
from datafloor.contexts.participants.model import PersonFacts
from datafloor.contexts.participants.rules import add_person
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import ORG, OTHER_PERSON, Case, by, check

WHOLE = Refusal.whole_scope_needed
ASKED = AddPerson(
    person=OTHER_PERSON, person_name="Lê Bình", email="binh@mayxanh.vn", password_hash="$argon2id$"
)


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (PersonFacts(False, False), [PersonAdded(person=OTHER_PERSON, organisation=ORG)]),
        (PersonFacts(True, False, ORG), Refusal.id_taken),
        (PersonFacts(False, True), Refusal.email_taken),
        (PersonFacts(True, True), Refusal.id_taken),
        (
            PersonFacts(False, False, roles=frozenset({"buyer"})),
            [PersonAdded(person=OTHER_PERSON, organisation=ORG)],
        ),
        (PersonFacts(False, False, roles=frozenset({"buyer", "seller"})), WHOLE),
    ],
)
def test_add_person(facts: PersonFacts, comes_to: Any) -> None:
    check(add_person, Case(facts, ASKED, by("buyer"), comes_to))
    assert AddPerson.may(by()) is None
    assert AddPerson.may(by(organisation="")) is Refusal.sign_in_required
