"""One person, one electronic identity, by an explicit act of hers."""

from typing import Any

import pytest

from datafloor.contexts.participants import IdentityLinked, LinkIdentity
from datafloor.contexts.participants.model import IdentityFacts
from datafloor.contexts.participants.rules import link_identity
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import OTHER_PERSON, PERSON, Case, by, check


@pytest.mark.parametrize(
    ("facts", "comes_to"),
    [
        (IdentityFacts(None, False), [IdentityLinked(person=PERSON)]),
        (IdentityFacts(PERSON, True), []),
        (IdentityFacts(OTHER_PERSON, False), Refusal.identity_taken),
        (IdentityFacts(OTHER_PERSON, True), Refusal.identity_taken),
        (IdentityFacts(None, True), Refusal.identity_linked),
    ],
)
def test_link_identity(facts: IdentityFacts, comes_to: Any) -> None:
    check(link_identity, Case(facts, LinkIdentity(identity="a" * 64), by(), comes_to))
    assert LinkIdentity.may(by(organisation="")) is Refusal.sign_in_required
