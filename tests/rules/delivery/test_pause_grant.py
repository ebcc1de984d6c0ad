"""Pausing: what stands, once."""

import msgspec

from datafloor.contexts.delivery import GrantPaused, PauseGrant
from datafloor.contexts.delivery.rules import pause_grant
from tests.rules.deciding import may, said
from tests.rules.delivery.facts import GRANT


def test_decided() -> None:
    asked = PauseGrant(grant=GRANT.grant)
    assert said(pause_grant, GRANT, asked) == [GrantPaused(grant=GRANT.grant)]
    assert said(pause_grant, msgspec.structs.replace(GRANT, paused=True), asked) == []
    assert said(pause_grant, msgspec.structs.replace(GRANT, revoked=True), asked) == []
    assert said(pause_grant, None, asked) == []


def test_who_may() -> None:
    assert may(PauseGrant) == {"exchange"}
