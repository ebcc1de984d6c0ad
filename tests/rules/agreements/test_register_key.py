"""A party's own key."""

from datafloor.contexts.agreements import KeyRegistered, RegisterKey
from datafloor.contexts.agreements.model import KeyDraftFacts
from datafloor.contexts.agreements.rules import register_key
from tests.rules.agreements.facts import KEY, KEY_ID
from tests.rules.deciding import BUYER, may, said

ASKED = RegisterKey(key=KEY_ID, public_key=KEY.public_key)


def test_a_party_registers_its_key_also_in_place_of_another() -> None:
    expected = KeyRegistered(
        key=KEY_ID, organisation=BUYER.organisation, public_key=KEY.public_key, held=False
    )
    for current in (None, KEY):
        facts = KeyDraftFacts(False, False, current)
        assert said(register_key, facts, ASKED, BUYER) == [expected]


def test_refused() -> None:
    assert said(register_key, KeyDraftFacts(True, True, None), ASKED, BUYER) == "id_taken"
    assert said(register_key, KeyDraftFacts(False, True, None), ASKED, BUYER) == "key_taken"


def test_who_may() -> None:
    assert may(RegisterKey) == {"seller", "buyer"}
