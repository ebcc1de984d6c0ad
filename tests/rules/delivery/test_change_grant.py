"""A right to read becomes what its contract says now."""

from datafloor.contexts.delivery import ChangeGrant, CredentialRevoked, GrantChanged
from datafloor.contexts.delivery.model import ChangeGrantFacts
from datafloor.contexts.delivery.rules import change_grant
from datafloor.contexts.policy import Purpose
from tests.rules.deciding import NOW, OTHER_BUYER, may, said
from tests.rules.delivery.facts import GRANT

BODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
CREDENTIAL = f"credential_{BODY}"
FACTS = ChangeGrantFacts(GRANT, (CREDENTIAL,))


def asked(buyer: str) -> ChangeGrant:
    return ChangeGrant(
        grant=GRANT.grant,
        buyer=buyer,
        terms=f"terms_{BODY}",
        purpose=Purpose.research,
        country="VN",
        ends_at=NOW + 1,
    )


def changed(buyer: str) -> GrantChanged:
    return GrantChanged(
        grant=GRANT.grant,
        buyer=buyer,
        terms=f"terms_{BODY}",
        purpose=Purpose.research,
        country="VN",
        ends_at=NOW + 1,
    )


def test_the_same_buyer_keeps_its_credentials() -> None:
    assert said(change_grant, FACTS, asked(GRANT.buyer)) == [changed(GRANT.buyer)]


def test_the_credentials_of_who_held_it_before_end() -> None:
    other = OTHER_BUYER.organisation
    assert said(change_grant, FACTS, asked(other)) == [
        changed(other),
        CredentialRevoked(credential=CREDENTIAL),
    ]


def test_who_may() -> None:
    assert may(ChangeGrant) == {"exchange"}
