"""Short words for tests that negotiate."""

from typing import Any

from datafloor.contexts import negotiation
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import Actor
from tests.trading import Trading

WANTED: dict[str, Any] = {
    "title": "Bus rides of 2026",
    "content": "Each ride with line, stop and time",
    "period": "2026",
    "subject": "Transport",
    "coverage": "All of Hà Nội",
    "format": "A table in Parquet",
    "delivery": "Delta Sharing",
    "quality": "At most one in a thousand rides missing",
    "use": "To plan new lines",
    "days": 365,
    "purposes": ["internal_analysis"],
}


def proposal(t: Trading, price: int | None, **but: Any) -> dict[str, Any]:
    """Research in Vietnam for a year, valid for a week, but for what is said of the licence."""
    licence: dict[str, Any] = {
        "days": 365,
        "purposes": ["research"],
        "territory": ["VN"],
        "exclusive": False,
        "onward": "none",
        "ip": ["attribution"],
    } | but
    return {
        "licence": licence,
        "price": None if price is None else {"minor": price, "currency": "VND"},
        "purpose": licence["purposes"][0],
        "country": "VN",
        "expires_at": t.now + 7 * DAY,
    }


def look_for(t: Trading, buyer: Actor, **but: Any) -> str:
    """A buy request for a month."""
    wanted = new_id("wanted")
    t.ask(
        buyer,
        negotiation.PublishBuyRequest,
        buy_request=wanted,
        wanted=WANTED | but,
        open_until=t.now + 30 * DAY,
    )
    return wanted


def request(t: Trading, buyer: Actor, product: str, price: int | None, **but: Any) -> str:
    """A buyer opens a negotiation; without a price it asks for a quotation."""
    talk = new_id("negotiation")
    said: dict[str, Any] = {
        "negotiation": talk,
        "product": product,
        "proposal": proposal(t, price, **but),
    }
    t.ask(buyer, negotiation.OpenNegotiation, **said)
    return talk


def propose(t: Trading, by: Actor, talk: str, price: int | None, **but: Any) -> None:
    """A counter-offer."""
    t.ask(by, negotiation.MakeProposal, negotiation=talk, proposal=proposal(t, price, **but))


def seen(t: Trading, talk: str) -> negotiation.Conversation:
    """The negotiation as it stands."""
    found = t.question(negotiation.conversation, talk)
    assert found is not None
    return found


def step(t: Trading, by: Actor, command: Any, talk: str) -> None:
    """Accept, agree or verify what is on the table."""
    t.ask(by, command, negotiation=talk, digest=seen(t, talk).digest)


def conclude(t: Trading, seller: Actor, buyer: Actor, talk: str) -> None:
    """From the proposal on the table to the order."""
    if seen(t, talk).negotiation.state == "OFFERED":
        step(t, buyer, negotiation.AcceptProposal, talk)
    step(t, seller, negotiation.AgreeProposal, talk)
    step(t, buyer, negotiation.VerifyAgreement, talk)
