"""Confirming: by the buyer, while the right stands."""

import msgspec

from datafloor.contexts.delivery import ConfirmDelivery, DeliveryProven, Proof
from datafloor.contexts.delivery.rules import confirm_delivery
from tests.rules.deciding import BUYER, OTHER_BUYER, may, said
from tests.rules.delivery.facts import CONTRACT, GRANT

ASKED = ConfirmDelivery(contract=CONTRACT)


def test_decided() -> None:
    proven = msgspec.structs.replace(GRANT, proven=True)
    revoked = msgspec.structs.replace(GRANT, revoked=True)
    assert said(confirm_delivery, GRANT, ASKED, BUYER) == [
        DeliveryProven(contract=CONTRACT, grant=GRANT.grant, proof=Proof.confirmed)
    ]
    assert said(confirm_delivery, proven, ASKED, BUYER) == []
    assert said(confirm_delivery, revoked, ASKED, BUYER) == "licence_ended"
    assert said(confirm_delivery, GRANT, ASKED, OTHER_BUYER) == "not_yours"
    assert said(confirm_delivery, None, ASKED, BUYER) == "contract_unknown"


def test_who_may() -> None:
    assert may(ConfirmDelivery) == {"buyer"}
