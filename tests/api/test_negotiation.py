"""Buy requests and negotiations over HTTP."""

from time import monotonic, sleep
from typing import Any

import pytest

from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.kernel.ids import derived, new_id
from tests.api.served import Served, Somebody
from tests.api.test_listing import CLEAN, done, published, refused
from tests.talking import WANTED
from tests.trading import REASON


@pytest.fixture(scope="module")
def people(exchange: Served) -> dict[str, Somebody]:
    roles = {"seller": "seller", "buyer": "buyer", "stranger": "buyer"}
    offices = {"operator": "operator", "supervisor": "supervisor"}
    return {name: exchange.join(f"{name}-talks", role) for name, role in (roles | offices).items()}


@pytest.fixture(scope="module")
def product(exchange: Served, people: dict[str, Somebody]) -> str:
    """A listed product about the air, without an offer."""
    name = published(exchange, people["seller"], CLEAN)
    done(people["seller"].post("/api/products/submissions", {"product": name}))
    done(people["operator"].post("/api/listings", {"product": name, "reason": REASON}))
    return name


def proposal(price: int | None) -> dict[str, Any]:
    return {
        "licence": {
            "days": 30,
            "purposes": ["research"],
            "territory": ["VN"],
            "exclusive": False,
            "onward": "none",
            "ip": [],
        },
        "price": None if price is None else {"minor": price, "currency": "VND"},
        "purpose": "research",
        "country": "VN",
        "expires_at": clock.now() + DAY,
    }


def test_from_a_buy_request_to_an_order(
    exchange: Served, people: dict[str, Somebody], product: str
) -> None:
    seller, buyer = people["seller"], people["buyer"]
    wanted, talk = new_id("wanted"), new_id("negotiation")
    asked = {
        "buy_request": wanted,
        "wanted": WANTED | {"title": "Hourly air", "content": "Means of all stations"},
        "open_until": clock.now() + DAY,
    }
    done(buyer.post("/api/buy-requests", asked))
    listed = done(exchange.client.get("/api/buy-requests"))
    assert wanted in [each["buy_request"] for each in listed]
    patience = monotonic() + 20
    while not (near := done(exchange.client.get(f"/api/buy-requests/{wanted}"))["near"]):
        assert monotonic() < patience, "the index never knew the product"
        sleep(0.1)
    assert near[0]["product"] == product

    opened = {"negotiation": talk, "buy_request": wanted, "product": product}
    done(
        seller.post(
            "/api/negotiations/offers", opened | {"proposal": proposal(900), "note": "Cheap."}
        )
    )
    counter = {"negotiation": talk, "proposal": proposal(0)}
    done(buyer.post("/api/negotiations/proposals", counter))
    found = done(buyer.get(f"/api/negotiations/{talk}"))
    assert (found["negotiation"]["state"], found["negotiation"]["turn"]) == ("REQUESTED", "seller")
    parts = [each["part"] for each in found["messages"][1]["changes"]]
    assert parts == ["price", "expires_at"]
    assert found["messages"][0]["note"] == "Cheap."
    named = {"negotiation": talk, "digest": found["digest"]}
    done(seller.post("/api/negotiations/agreements", named))
    done(buyer.post("/api/negotiations/verifications", named))
    assert done(seller.get(f"/api/negotiations/{talk}"))["order"] == derived("order", talk)
    order = done(buyer.get(f"/api/orders/{derived('order', talk)}"))["order"]
    assert (order["offer"], order["awarded_by"], order["state"]) == (
        None,
        "negotiation",
        "concluded",
    )
    assert talk in [each["negotiation"] for each in done(buyer.get("/api/negotiations"))]


def test_a_negotiation_is_for_its_sides_and_the_supervisor(
    people: dict[str, Somebody], product: str
) -> None:
    talk = new_id("negotiation")
    body = {"negotiation": talk, "product": product, "proposal": proposal(None)}
    done(people["buyer"].post("/api/negotiations", body))
    done(people["supervisor"].get(f"/api/negotiations/{talk}"))
    for name in ("stranger", "operator"):
        assert refused(people[name].get(f"/api/negotiations/{talk}"), "negotiation_unknown")
    ending = {"negotiation": talk, "why": "price"}
    assert refused(
        people["stranger"].post("/api/negotiations/terminations", ending), "negotiation_unknown"
    )
    done(people["seller"].post("/api/negotiations/terminations", ending))
    told = refused(
        people["seller"].post("/api/negotiations/terminations", ending), "negotiation_state"
    )
    assert "TERMINATED" in told


def test_there_is_no_such_buy_request(exchange: Served) -> None:
    answer = exchange.client.get(f"/api/buy-requests/{new_id('wanted')}")
    assert refused(answer, "buy_request_unknown")
