"""Sharing over HTTP: two suppliers and the people in the data, from the files to the đồng."""

import asyncio
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from datafloor.adapters.contributions import head_of
from datafloor.contexts import settlement
from datafloor.kernel.ids import derived, new_id
from datafloor.web.dividing import Dividing
from tests.api.served import Served, Somebody
from tests.api.test_listing import done, refused
from tests.trading import LAWFUL, digest

DELIVERED = "visit,person,cost\n" + "".join(f"{n},P{n % 3},{n * 10}\n" for n in range(12))
"""Twelve visits of three people, four each."""

OWN = "visit,ward\n" + "".join(f"{n},north\n" for n in range(6))
OTHERS = "ward,visit\n" + "".join(f"south,{n}\n" for n in range(4, 10))
COPIED = OWN
PAYEE = {"bank": "970415", "account": "101010101010", "holder": "LE BINH"}
PRICE = 1_200_000


@pytest.fixture(scope="module")
def operator(exchange: Served) -> Somebody:
    return exchange.join("share-operator", "operator")


@pytest.fixture(scope="module")
def parties(exchange: Served, operator: Somebody) -> tuple[Somebody, Somebody, Somebody]:
    """The seller, its co-provider and a buyer with money."""
    seller, other = exchange.join("clinic", "seller"), exchange.join("lab", "seller")
    buyer = exchange.join("insurer", "buyer")
    rule = {
        "share_points": 1_000,
        "equal_points": 5_000,
        "processing_points": 2_000,
        "threshold": {"minor": 10_000, "currency": "VND"},
        "claim_days": 365,
        "fund": operator.organisation,
    }
    done(operator.post("/api/people-rule", {"rule": rule}))
    money = {"minor": 10 * PRICE, "currency": "VND"}
    entry = {"entry": digest("money"), "organisation": buyer.organisation, "amount": money}
    done(operator.post("/api/payments", entry))
    return seller, other, buyer


def send(exchange: Served, by: Somebody, path: str, content: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {by.secret}"}
    return exchange.client.put(path, content=content.encode(), headers=headers)


def drafted(exchange: Served, seller: Somebody) -> str:
    """A product with its data."""
    product = new_id("product")
    described = {
        "product": product,
        "title_en": "Visits",
        "title_vi": "Lượt khám",
        "description_en": "Visits to two wards",
        "description_vi": "Lượt khám ở hai khoa",
        "origin": "collected",
        "origin_note": "From the wards",
    }
    done(seller.post("/api/products", described))
    path = f"/api/products/{product}/versions/{new_id('version')}?name=visits.csv"
    done(send(exchange, seller, path, DELIVERED))
    done(seller.post("/api/products/statements", {"product": product, "statement": LAWFUL}))
    return product


def offered(seller: Somebody, operator: Somebody, product: str) -> httpx.Response:
    """Listed, and then an offer is asked for."""
    done(seller.post("/api/products/submissions", {"product": product}))
    listed = {"product": product, "reason": "The papers were looked at."}
    done(operator.post("/api/listings", listed))
    return offer(seller, product)[0]


def offer(seller: Somebody, product: str) -> tuple[httpx.Response, str]:
    terms, name = new_id("terms"), new_id("offer")
    said = {
        "terms": terms,
        "days": 30,
        "purposes": ["research"],
        "territory": ["VN"],
        "exclusive": False,
        "onward": "none",
        "ip": ["attribution"],
    }
    done(seller.post("/api/terms", said))
    price = {"minor": PRICE, "currency": "VND"}
    made = {"offer": name, "product": product, "terms": terms, "price": price}
    return seller.post("/api/offers", made), name


def contributed(exchange: Served, by: Somebody, sharing: str, content: str) -> httpx.Response:
    path = f"/api/sharings/{sharing}/contributions/{new_id('contribution')}?name=own.csv"
    return send(exchange, by, path, content)


def in_force(by: Somebody, sharing: str) -> dict[str, Any]:
    """The agreement once the exchange has measured, which it does by itself."""
    deadline = monotonic() + 20
    while monotonic() < deadline:
        found: dict[str, Any] = done(by.get(f"/api/sharings/{sharing}"))
        if found["state"] == "in_force":
            return found
        sleep(0.1)
    raise AssertionError("it was not measured")


def wallet(exchange: Served, who: Somebody) -> int:
    account = settlement.wallet(who.organisation)
    return exchange.exchange.question_now(settlement.balance, account)


def test_from_files_to_money(
    exchange: Served, operator: Somebody, parties: tuple[Somebody, Somebody, Somebody]
) -> None:
    seller, other, buyer = parties
    product, sharing = drafted(exchange, seller), new_id("sharing")
    terms = {
        "providers": [seller.organisation, other.organisation],
        "coverage_points": 10_000,
        "processing_points": 1_000,
        "people_points": 1_000,
        "key": ["visit"],
        "head": "person",
    }
    proposed = {"sharing": sharing, "product": product, "terms": terms}
    done(seller.post("/api/sharings", proposed))
    assert refused(offered(seller, operator, product), "sharing_not_agreed")
    done(contributed(exchange, seller, sharing, OWN))
    done(contributed(exchange, other, sharing, OTHERS))
    done(contributed(exchange, other, sharing, COPIED))  # what another registered gains nothing
    assert refused(contributed(exchange, buyer, sharing, OWN), "not_yours")
    assert refused(contributed(exchange, other, sharing, "ward\nnorth\n"), "no_such_column")
    assert refused(contributed(exchange, other, new_id("sharing"), OWN), "sharing_unknown")
    done(other.post("/api/sharings/agreements", {"sharing": sharing}))
    # 4 visits of the seller alone, 2 of both, 4 of the other alone, 2 that nobody registered
    coverage = in_force(other, sharing)["coverage"]
    assert [each["counts"] for each in coverage["supplies"]] == [[4, 2], [4, 2]]
    assert (coverage["own"], coverage["heads"]) == (2, 3)

    made, name = offer(seller, product)
    done(made)
    order = new_id("order")
    placed = {"order": order, "offer": name, "purpose": "research", "country": "VN"}
    done(buyer.post("/api/orders", placed))
    confirmed = {"contract": derived("contract", order)}
    done(buyer.post("/api/deliveries/confirmations", confirmed))
    split = done(other.get(f"/api/orders/{order}/split"))
    # 120.000 for the seller's work, 108.000 for the people, and of 972.000 five of twelve
    assert split["processing"]["minor"] == 120_000
    assert split["people"]["minor"] == 108_000
    shares = {line["organisation"]: line["by_coverage"]["minor"] for line in split["lines"]}
    assert shares == {seller.organisation: 567_000, other.organisation: 405_000}
    assert refused(other.post(f"/api/products/{product}/codes", {"called": "P"}), "product_unknown")
    assert wallet(exchange, other) == 405_000
    assert wallet(exchange, seller) == PRICE - 405_000 - 108_000
    assert done(other.get("/api/shares"))[0]["amount"]["minor"] == 405_000
    assert done(buyer.get(f"/api/orders/{order}/split")) == split
    assert refused(operator.get(f"/api/orders/{new_id('order')}/split"), "order_unknown")
    _people(exchange, operator, seller, product)


def _people(exchange: Served, operator: Somebody, seller: Somebody, product: str) -> None:
    dividing: Dividing = exchange.web.state["dividing"]
    asyncio.run(dividing.divide())
    (accrual,) = done(exchange.client.get(f"/api/products/{product}/accruals"))
    assert (accrual["amount"]["minor"], accrual["heads"]) == (108_000, 3)
    heads = [head_of(f"P{n}", dividing.key(product)) for n in range(3)]
    for head in heads:
        parts = done(exchange.client.get(f"/api/products/{product}/heads/{head}"))
        assert [part["micro"] for part in parts] == [36_000 * 10**6]
    assert done(exchange.client.get(f"/api/products/{product}/heads/{'0' * 16}"))[0]["micro"] == 0
    codes = f"/api/products/{product}/codes"
    assert done(seller.post(codes, {"called": "P0"})) == {"head": heads[0]}
    assert done(operator.post(codes, {"called": "P1"})) == {"head": heads[1]}
    claim = new_id("claim")
    asked = {"claim": claim, "product": product, "head": heads[0], "payee": PAYEE}
    done(seller.post("/api/claims", asked))
    again = asked | {"claim": new_id("claim")}
    assert refused(seller.post("/api/claims", again), "head_claimed")
    asyncio.run(dividing.divide())
    (found,) = done(seller.get(f"/api/products/{product}/claims"))
    assert (found["credited_micro"], found["paid_minor"]) == (36_000 * 10**6, 36_000)
    assert found["known"]
    (payout,) = exchange.exchange.question_now(settlement.open_payouts)
    assert (payout.amount.minor, payout.organisation) == (36_000, None)
    account = settlement.people(product)
    assert exchange.exchange.question_now(settlement.balance, account) == 72_000
    done(operator.post("/api/claims/erasures", {"claim": claim}))
    assert not done(seller.get(f"/api/products/{product}/claims"))[0]["known"]
    assert refused(operator.post("/api/claims/erasures", {"claim": claim}), "nothing_to_change")
    assert done(operator.get("/api/trial-balance")) == {"VND": 0}


def test_what_was_edited_behind_the_exchange_is_not_counted(
    exchange: Served, parties: tuple[Somebody, Somebody, Somebody]
) -> None:
    """A contribution's file that is not the one whose digest is in the journal is refused."""
    seller, _, _ = parties
    product, sharing = drafted(exchange, seller), new_id("sharing")
    terms = {"providers": [seller.organisation], "coverage_points": 10_000, "key": ["visit"]}
    done(seller.post("/api/sharings", {"sharing": sharing, "product": product, "terms": terms}))
    name = new_id("contribution")
    path = f"/api/sharings/{sharing}/contributions/{name}?name=own.csv"
    done(send(exchange, seller, path, OWN))
    dividing: Dividing = exchange.web.state["dividing"]
    place = f"people/{product}/{name}.parquet"
    content = dividing._objects.read(place)
    dividing._objects.write(place, content[:-1] + b"?")
    dividing._measured.clear()
    answer = send(
        exchange, seller, path.replace(name, new_id("contribution")), OWN.replace("north", "south")
    )
    assert answer.json()["code"] == "table_damaged"
    dividing._objects.write(place, content)
    assert in_force(seller, sharing)["coverage"]["own"] == 6
