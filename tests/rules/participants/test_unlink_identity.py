"""What is linked can be unlinked, by its person alone."""

from typing import Any

import pytest

from datafloor.contexts.participants import IdentityUnlinked, UnlinkIdentity
from datafloor.contexts.participants.model import IdentityFacts
from datafloor.contexts.participants.rules import unlink_identity
from datafloor.kernel.refusal import Refusal
from tests.rules.cases import PERSON, Case, by, check


@pytest.mark.parametrize(
    ("linked", "comes_to"),
    [(True, [IdentityUnlinked(person=PERSON)]), (False, Refusal.identity_unlinked)],
)
def test_unlink_identity(linked: bool, comes_to: Any) -> None:
    check(unlink_identity, Case(IdentityFacts(None, linked), UnlinkIdentity(), by(), comes_to))
    assert UnlinkIdentity.may(by(organisation="")) is Refusal.sign_in_required
