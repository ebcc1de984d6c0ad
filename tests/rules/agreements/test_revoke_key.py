"""A key that signs no more."""

from datafloor.contexts.agreements import KeyRevoked, RevokeKey
from datafloor.contexts.agreements.rules import revoke_key
from tests.rules.agreements.facts import KEY, KEY_ID, but
from tests.rules.deciding import BUYER, OTHER_BUYER, may, said

ASKED = RevokeKey(key=KEY_ID)


def test_its_owner_revokes_it_once() -> None:
    assert said(revoke_key, KEY, ASKED, BUYER) == [KeyRevoked(key=KEY_ID)]
    assert said(revoke_key, but(KEY, replaced=True), ASKED, BUYER) == [KeyRevoked(key=KEY_ID)]
    assert said(revoke_key, but(KEY, revoked=True), ASKED, BUYER) == []


def test_refused() -> None:
    assert said(revoke_key, None, ASKED, BUYER) == "key_unknown"
    assert said(revoke_key, KEY, ASKED, OTHER_BUYER) == "not_yours"


def test_who_may() -> None:
    assert may(RevokeKey) == {"seller", "buyer"}
