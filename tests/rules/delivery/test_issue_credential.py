"""Making a credential: for one's own grant, while it opens something, and with an end."""

from typing import Any

import msgspec
import pytest

from datafloor.contexts.delivery import LONGEST_CREDENTIAL, CredentialIssued, IssueCredential
from datafloor.contexts.delivery.model import IssueFacts
from datafloor.contexts.delivery.rules import issue_credential
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, DAY, NOW, OTHER_BUYER, may, said
from tests.rules.delivery.facts import GRANT

FACTS = IssueFacts(GRANT, taken=False)
ASKED = IssueCredential(
    credential=new_id("credential"),
    grant=GRANT.grant,
    secret_digest="a" * 64,
    expires_at=NOW + DAY,
)


@pytest.mark.parametrize("expires_at", [NOW + 1, NOW + LONGEST_CREDENTIAL])
def test_a_credential(expires_at: int) -> None:
    asked = msgspec.structs.replace(ASKED, expires_at=expires_at)
    assert said(issue_credential, FACTS, asked, BUYER) == [
        CredentialIssued(
            credential=ASKED.credential,
            grant=GRANT.grant,
            secret_digest="a" * 64,
            expires_at=expires_at,
        )
    ]


@pytest.mark.parametrize(
    ("grant", "but", "asked", "refusal"),
    [
        ({}, {"grant": None}, {}, "grant_unknown"),
        ({}, {"taken": True}, {}, "id_taken"),
        ({}, {}, {"expires_at": NOW}, "expiry_out_of_range"),
        ({}, {}, {"expires_at": NOW + LONGEST_CREDENTIAL + 1}, "expiry_out_of_range"),
        ({"revoked": True}, {}, {}, "licence_ended"),
        ({"ends_at": NOW}, {}, {}, "licence_over"),
        ({"buyer": OTHER_BUYER.organisation}, {}, {}, "not_yours"),
    ],
)
def test_refused(
    grant: dict[str, Any], but: dict[str, Any], asked: dict[str, Any], refusal: str
) -> None:
    facts = IssueFacts(msgspec.structs.replace(GRANT, **grant), taken=False)
    facts = msgspec.structs.replace(facts, **but)
    what = msgspec.structs.replace(ASKED, **asked)
    assert said(issue_credential, facts, what, BUYER) == refusal


def test_who_may() -> None:
    assert may(IssueCredential) == {"buyer"}
