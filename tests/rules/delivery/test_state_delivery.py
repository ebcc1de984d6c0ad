"""Stating a delivery: once, when it was proven."""

from msgspec.structs import replace

from datafloor.contexts.delivery import DeliveredFile, DeliveryStated, StateDelivery
from datafloor.contexts.delivery.model import StateFacts
from datafloor.contexts.delivery.rules import state_delivery
from datafloor.contexts.policy import Purpose
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from tests.rules.deciding import NOW, VN, may, said
from tests.rules.delivery.facts import GRANT

FILES = (DeliveredFile("0" * 32, "1" * 64, 10),)
ASKED = StateDelivery(
    grant=GRANT.grant, version_digest="2" * 64, rows=10, files_count=1, files=FILES
)
TERMS = new_id("terms")
FACTS = StateFacts(GRANT, TERMS, "research", "VN", True, 5, 9)


def test_decided() -> None:
    assert said(state_delivery, FACTS, ASKED, EXCHANGE, NOW, VN) == [
        DeliveryStated(
            contract=GRANT.contract,
            grant=GRANT.grant,
            product=GRANT.product,
            version=GRANT.version,
            version_digest="2" * 64,
            rows=10,
            files_count=1,
            files=FILES,
            terms=TERMS,
            purpose=Purpose.research,
            country="VN",
            law=VN.digest,
            first_at=5,
            last_at=9,
        )
    ]
    assert said(state_delivery, replace(FACTS, waits=False), ASKED) == []
    assert said(state_delivery, None, ASKED) == "grant_unknown"


def test_who_may() -> None:
    assert may(StateDelivery) == {"exchange"}
