"""Acknowledging: by the buyer, of exactly what was stated, signed with its own key or not."""

from msgspec.structs import replace

from datafloor.contexts.delivery import AcknowledgeDelivery, DeliveryAcknowledged
from datafloor.contexts.delivery.model import AcknowledgeFacts
from datafloor.contexts.delivery.rules import acknowledge_delivery
from datafloor.kernel import canonical
from datafloor.kernel.ids import new_id
from datafloor.verify import jws
from tests.rules.deciding import BUYER, OTHER_BUYER, may, said
from tests.rules.delivery.facts import CONTRACT, GRANT

STATEMENT = "3" * 64
KEY, SEED = new_id("key"), bytes(range(32))
FACTS = AcknowledgeFacts(GRANT, STATEMENT, False, {KEY: jws.public_of(SEED)})
ASKED = AcknowledgeDelivery(contract=CONTRACT, statement=STATEMENT)
PAYLOAD = canonical.encode({"contract": CONTRACT, "statement": STATEMENT})


def event(signed: str | None) -> DeliveryAcknowledged:
    return DeliveryAcknowledged(
        contract=CONTRACT,
        grant=GRANT.grant,
        statement=STATEMENT,
        key=KEY if signed else None,
        public_key=jws.public_of(SEED) if signed else None,
        jws=signed,
    )


def test_decided() -> None:
    assert said(acknowledge_delivery, FACTS, ASKED, BUYER) == [event(None)]
    assert said(acknowledge_delivery, replace(FACTS, acknowledged=True), ASKED, BUYER) == []
    assert said(acknowledge_delivery, FACTS, ASKED, OTHER_BUYER) == "not_yours"
    assert said(acknowledge_delivery, None, ASKED, BUYER) == "contract_unknown"
    for other in ("", "4" * 64):
        unlike = replace(FACTS, statement=other)
        assert said(acknowledge_delivery, unlike, ASKED, BUYER) == "statement_other"


def test_a_signature_is_that_of_a_key_of_the_buyer_over_this_statement() -> None:
    signed = jws.sign(SEED, KEY, PAYLOAD)
    assert said(acknowledge_delivery, FACTS, replace(ASKED, jws=signed), BUYER) == [event(signed)]
    for wrong in (
        jws.sign(bytes(32), KEY, PAYLOAD),
        jws.sign(SEED, new_id("key"), PAYLOAD),
        jws.sign(SEED, KEY, PAYLOAD + b" "),
    ):
        asked = replace(ASKED, jws=wrong)
        assert said(acknowledge_delivery, FACTS, asked, BUYER) == "signature_wrong"


def test_who_may() -> None:
    assert may(AcknowledgeDelivery) == {"buyer"}
