"""The part of the tour that is about deliveries: stated, and acknowledged."""

from typing import Any

from datafloor.contexts import delivery
from datafloor.kernel.ids import derived
from datafloor.kernel.message import EXCHANGE, Actor
from tests.trading import Trading, digest


def deliver(t: Trading, buyer: Actor, order: str) -> None:
    """What was delivered is stated, and the buyer has it."""
    state(t, order)
    acknowledge(t, buyer, order)


def state(t: Trading, order: str) -> str:
    """The exchange states one file of a delivery; the statement's digest."""
    file = {"file": "0" * 32, "digest": digest("file"), "rows": 1000}
    said: dict[str, Any] = {"rows": 1000, "files_count": 2, "files": [file]}
    grant = derived("grant", order)
    t.ask(EXCHANGE, delivery.StateDelivery, grant=grant, version_digest=digest("all"), **said)
    view = t.question(delivery.statement, derived("contract", order))
    assert view is not None
    return view.digest


def acknowledge(t: Trading, buyer: Actor, order: str, **but: Any) -> None:
    """The buyer acknowledges what was stated."""
    contract = derived("contract", order)
    view = t.question(delivery.statement, contract)
    assert view is not None
    said = {"contract": contract, "statement": view.digest} | but
    t.ask(buyer, delivery.AcknowledgeDelivery, **said)
