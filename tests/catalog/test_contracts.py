"""A seller's data contract becomes a draft, or is refused with the place that is wrong."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.testing import TestClient

from datafloor.adapters.secrets import load_key
from datafloor.contexts import catalogue
from datafloor.contexts.participants import IssueToken, Role, TokenUse, digest_of
from datafloor.kernel.clock import DAY, now
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web import problems
from datafloor.web.api import contracts
from datafloor.web.exchange import Exchange
from datafloor.web.protocols.open_catalogue import as_contract, prefilled
from tests.catalog.conftest import BASE, Listed
from tests.catalog.test_judges import described

CONTRACT = b"""
apiVersion: v3.0.2
kind: DataContract
id: traffic-by-hour
name: Road traffic by the hour
version: 1.2.0
status: active
description:
  purpose: Counts of vehicles.
  limitations: Not for <b>billing</b>.
"""


def test_what_a_contract_says_of_a_product() -> None:
    said = prefilled(CONTRACT)
    assert (said.title_en, said.title_vi) == ("Road traffic by the hour",) * 2
    assert said.description_en == "Counts of vehicles.\nNot for <b>billing</b>."
    assert (said.origin, said.origin_note) == ("collected", "traffic-by-hour 1.2.0")


def test_what_we_write_we_read_back() -> None:
    of = described()
    said = prefilled(as_contract(BASE, of))
    for name in msgspec.structs.asdict(said):
        assert getattr(said, name) == getattr(of.view, name)


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [(1_205, "EUR", "12.05"), (5, "USD", "0.05"), (99_000, "VND", "99000"), (0, "EUR", "0.00")],
)
def test_a_price_is_exact(minor: int, currency: str, written: str) -> None:
    of = described()
    offer = msgspec.structs.replace(of.offers[0], price=Money(minor, currency))
    contract = as_contract(BASE, msgspec.structs.replace(of, offers=[offer]))
    assert f'"priceAmount": {written},'.encode() in contract
    assert yaml.safe_load(contract)["price"]["priceCurrency"] == currency


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"- a list",
        b"\xff\xfe\x00",
        b"a: [",
        b"kind: DataContract\napiVersion: v2.0\nname: Road traffic",
        b"kind: Something\napiVersion: v3.1.0\nname: Road traffic",
        b"kind: DataContract\napiVersion: v3.1.0\nname: ab",
        b"kind: DataContract\napiVersion: v3.1.0\nname: [a, b]",
        b"kind: DataContract\napiVersion: v3.1.0\nname: &a Road\nid: *a",
        b"a: " + b"[" * 5_000,
        b"a: !!python/object/apply:os.getcwd []",
        b"a: 2026-13-45",
    ],
)
def test_what_is_no_contract_is_refused(wrong: bytes) -> None:
    with pytest.raises(Refused) as refused:
        prefilled(wrong)
    assert refused.value.why is Refusal.contract_unreadable


def test_many_aliases_are_not_followed() -> None:
    lines = ["kind: DataContract", "a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(Refused, match="contract_unreadable"):
        prefilled("\n".join(lines).encode())


@pytest.fixture
def seller(listed: Listed, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    """A client that holds the seller's token."""
    exchange = listed.exchange
    exchange.now = max(exchange.now, now())
    exchange.door.execute(
        IssueToken(
            token=new_id("token"),
            secret_digest=digest_of("secret"),
            use=TokenUse.api,
            scope=(Role.seller,),
            expires_at=exchange.now + DAY,
        ),
        listed.seller,
        new_id("request"),
    )
    web = Litestar(
        [Router("/api", route_handlers=contracts.ROUTES)],
        state=State(
            {
                "exchange": Exchange(
                    exchange.door, exchange.database, load_key(tmp_path / "key"), BASE
                )
            }
        ),
        exception_handlers={Exception: problems.handle},
    )
    with TestClient(web) as made:
        made.headers["authorization"] = "Bearer secret"
        yield made


def test_a_seller_begins_a_product_with_a_contract(
    listed: Listed, seller: TestClient[Litestar]
) -> None:
    product = new_id("product")
    where = "/api/products/from-odcs"
    asked = {"product": product, "origin": "derived"}
    answer = seller.post(where, params=asked, content=CONTRACT)
    assert answer.status_code == 201, answer.text
    view = listed.exchange.question(catalogue.product, product)
    assert (view.state, view.title_en, view.origin) == (
        "draft",
        "Road traffic by the hour",
        "derived",
    )
    said = listed.exchange.question(catalogue.listing, product).statement
    assert said is not None and said.limitations == "Not for <b>billing</b>."
    again = seller.post(where, params=asked, content=CONTRACT)
    assert (again.status_code, again.json()["code"]) == (409, "id_taken")
    wrong = seller.post(where, params={"product": new_id("product")}, content=b"nothing")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "contract_unreadable")
    nobody = seller.post(where, params=asked, content=CONTRACT, headers={"authorization": ""})
    assert nobody.status_code == 401
