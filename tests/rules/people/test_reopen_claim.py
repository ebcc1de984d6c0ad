"""A payout that was given up is due again."""

from datafloor.contexts.people import ReopenClaim
from datafloor.contexts.people.events import ClaimReopened
from datafloor.contexts.people.model import ReopenFacts
from datafloor.contexts.people.rules import reopen_claim
from tests.rules.deciding import may, said
from tests.rules.people.facts import CLAIM, PAYOUT

ASKED = ReopenClaim(payout=PAYOUT)


def test_reopened() -> None:
    reopened = [ClaimReopened(claim=CLAIM, payout=PAYOUT)]
    assert said(reopen_claim, ReopenFacts(CLAIM), ASKED) == reopened
    assert said(reopen_claim, ReopenFacts(None), ASKED) == []
    assert may(ReopenClaim) == {"exchange"}
