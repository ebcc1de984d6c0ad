"""Ending a credential: by its buyer, once."""

from datafloor.contexts.delivery import CredentialRevoked, RevokeCredential
from datafloor.contexts.delivery.model import CredentialFacts
from datafloor.contexts.delivery.rules import revoke_credential
from datafloor.kernel.ids import new_id
from tests.rules.deciding import BUYER, OTHER_BUYER, may, said

ASKED = RevokeCredential(credential=new_id("credential"))


def test_decided() -> None:
    stands = CredentialFacts(BUYER.organisation, revoked=False)
    revoked = CredentialFacts(BUYER.organisation, revoked=True)
    assert said(revoke_credential, stands, ASKED, BUYER) == [
        CredentialRevoked(credential=ASKED.credential)
    ]
    assert said(revoke_credential, revoked, ASKED, BUYER) == []
    assert said(revoke_credential, stands, ASKED, OTHER_BUYER) == "not_yours"
    assert said(revoke_credential, None, ASKED, BUYER) == "credential_unknown"


def test_who_may() -> None:
    assert may(RevokeCredential) == {"buyer"}
