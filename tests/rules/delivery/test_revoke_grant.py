"""Revoking: once, and the first reason stands."""

import msgspec

from datafloor.contexts.delivery import GrantRevoked, RevokedFor, RevokeGrant
from datafloor.contexts.delivery.rules import revoke_grant
from tests.rules.deciding import may, said
from tests.rules.delivery.facts import GRANT


def test_decided() -> None:
    asked = RevokeGrant(grant=GRANT.grant, reason=RevokedFor.refunded)
    revoked = msgspec.structs.replace(GRANT, revoked=True)
    assert said(revoke_grant, GRANT, asked) == [
        GrantRevoked(grant=GRANT.grant, reason=RevokedFor.refunded)
    ]
    assert said(revoke_grant, revoked, asked) == []
    assert said(revoke_grant, None, asked) == "grant_unknown"


def test_who_may() -> None:
    assert may(RevokeGrant) == {"exchange"}
