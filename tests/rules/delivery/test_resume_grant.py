"""Resuming: what is paused and stands."""

import msgspec

from datafloor.contexts.delivery import GrantResumed, ResumeGrant
from datafloor.contexts.delivery.rules import resume_grant
from tests.rules.deciding import may, said
from tests.rules.delivery.facts import GRANT


def test_decided() -> None:
    asked = ResumeGrant(grant=GRANT.grant)
    paused = msgspec.structs.replace(GRANT, paused=True)
    assert said(resume_grant, paused, asked) == [GrantResumed(grant=GRANT.grant)]
    assert said(resume_grant, GRANT, asked) == []
    revoked = msgspec.structs.replace(paused, revoked=True)
    assert said(resume_grant, revoked, asked) == []
    assert said(resume_grant, None, asked) == []


def test_who_may() -> None:
    assert may(ResumeGrant) == {"exchange"}
