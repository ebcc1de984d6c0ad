"""The exchange holds a key for whom has none."""

import pytest

from datafloor.contexts.agreements import HoldKey, KeyRegistered
from datafloor.contexts.agreements.model import KeyDraftFacts
from datafloor.contexts.agreements.rules import hold_key
from tests.rules.agreements.facts import HELD, KEY_ID
from tests.rules.deciding import BUYER, may, said


@pytest.mark.parametrize("organisation", [BUYER.organisation, None], ids=["theirs", "ours"])
def test_where_there_is_none_one_is_held(organisation: str | None) -> None:
    asked = HoldKey(key=KEY_ID, organisation=organisation, public_key=HELD.public_key)
    expected = KeyRegistered(
        key=KEY_ID, organisation=organisation, public_key=HELD.public_key, held=True
    )
    assert said(hold_key, KeyDraftFacts(False, False, None), asked) == [expected]
    assert said(hold_key, KeyDraftFacts(False, False, HELD), asked) == []
    assert said(hold_key, KeyDraftFacts(True, True, None), asked) == []


def test_who_may() -> None:
    assert may(HoldKey) == {"exchange"}
