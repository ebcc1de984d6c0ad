"""Prices on pages: how they are paid, how they change, and the public history."""

import io
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pyarrow as pa
import pytest
from pyarrow import parquet

from datafloor.app.build import exchange as built
from datafloor.app.settings import read_settings
from datafloor.contexts import delivery
from datafloor.kernel.ids import derived
from tests.browsing import Browser, site
from tests.fair import Fair, listed, offered, ordered


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.fixture
def buyer(fair: Fair) -> Browser:
    return fair.browser("buyer")


def test_a_price_changes_for_later_orders_and_stays_in_the_history(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    offer = offered(seller, fair.product, "5.000")
    buyer.get(f"/offers/{offer}")
    before = buyer.form(offer)
    seller.get(f"/sell/{fair.product}/offers/{offer}/price")
    answer = seller.send(seller.form(f"{offer}/price"), price="7.000")
    assert answer.status_code == 200, answer.text
    stale = buyer.send(before)
    assert stale.status_code == 409
    assert "7.000" in stale.text
    page = buyer.get(f"/products/{fair.product}/prices").text
    assert page.index("7.000") < page.index("5.000")
    drawn = buyer.client.get(f"/en/products/{fair.product}/prices.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert len(re.findall("<polyline", drawn.text)) >= 2
    ElementTree.fromstring(drawn.text)


def test_what_is_quoted_has_no_price_and_cannot_be_ordered(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    (offer,) = form.fields["offer"]
    assert seller.send(form, price="0", choice="new", kind="negotiated").status_code == 200
    assert "Price on request" in buyer.get(f"/products/{fair.product}").text
    buyer.get(f"/offers/{offer}")
    refused = buyer.send(buyer.form(offer))
    assert refused.status_code == 409
    assert "quotation" in refused.text


def test_a_price_of_the_state_needs_its_decision(fair: Fair, seller: Browser) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    answer = seller.send(form, price="5", choice="new", kind="state_set")
    assert answer.status_code == 422
    assert "How the price is paid" in answer.text or "how the price is paid" in answer.text


def test_a_subscription_is_cancelled_and_kept_on_its_page(
    fair: Fair, seller: Browser, buyer: Browser
) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    typed: dict[str, Any] = {"price": "900.000.000", "choice": "new", "kind": "subscription"}
    typed["period_count"] = "1"
    endless = seller.send(form, **typed, days="365")
    assert endless.status_code == 422
    assert "must have no end" in endless.text
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    (offer,) = form.fields["offer"]
    assert seller.send(form, **typed, days="", renews="yes").status_code == 200
    assert "Paid for periods of 1 month." in buyer.get(f"/products/{fair.product}").text
    order = ordered(buyer, offer)
    reference = re.search(r"DF[0-9A-Z]{12}", buyer.at.text)
    assert reference is not None
    with fair.site.browser() as operator:
        operator.sign_in("operator")
        operator.fill(
            "/operator/money",
            "/operator/payments",
            bank_entry=order,
            amount="900.000.000",
            reference=reference[0],
        )
    page = buyer.get(f"/orders/{order}").text
    assert "What is paid under this contract" in page
    buyer.send(buyer.form("/subscription/cancellation"))
    assert "It is cancelled" in buyer.at.text
    buyer.send(buyer.form("/subscription/continuation"))
    assert "It goes on." in buyer.at.text


def test_use_is_offered_with_its_tiers(fair: Fair, seller: Browser, buyer: Browser) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    typed: dict[str, Any] = {"kind": "usage", "meter": "row", "lot_count": "1.000"}
    typed["tiers"] = "10.000 50\n30"
    answer = seller.send(
        seller.form("/offers"), price="0", choice="new", minimum="100", cap="900", **typed
    )
    assert answer.status_code == 200
    page = buyer.get(f"/products/{fair.product}").text
    assert "Up to 10,000 rows: 50 ₫ for 1,000 rows." in page
    assert "At most 900 ₫ a month." in page


def test_a_lesser_variant_really_gives_less(fair: Fair, seller: Browser, buyer: Browser) -> None:
    seller.get(f"/sell/{fair.product}/offers")
    form = seller.form("/offers")
    (offer,) = form.fields["offer"]
    typed: dict[str, Any] = {"price": "9.000", "choice": "new", "kind": "variants"}
    typed |= {"variant_2": "few", "price_2": "0", "columns_2": "giờ, pm25", "sample_2": "10"}
    typed |= {"variant_3": "dear", "price_3": "9.500", "delay_3": "30"}
    assert seller.send(form, **typed).status_code == 200
    assert "This price list can be outwitted" in seller.get(f"/sell/{fair.product}").text
    buyer.get(f"/offers/{offer}")
    buyer.send(buyer.form(offer), variant="dear", purpose="research", country="VN")
    assert "the product is younger" in buyer.at.text
    buyer.get(f"/offers/{offer}")
    buyer.send(buyer.form(offer), variant="few", purpose="research", country="VN")
    how: dict[str, Any] = {"as": "page"}
    page = buyer.send(buyer.form("/credentials"), **how).text
    secret = re.search(r"dfc_[\w-]+", page)
    assert secret is not None
    table = read_shared(fair.site.url, secret[0])
    assert table.column_names == ["giờ", "pm25"]
    assert table.num_rows == 10
    hours = table["giờ"].to_pylist()
    assert hours == sorted(hours)


def read_shared(url: str, secret: str) -> pa.Table:
    """The one table that a credential opens, once it is made."""
    headers = {"authorization": f"Bearer {secret}"}
    with httpx.Client(base_url=f"{url}/delta-sharing", headers=headers) as client:
        deadline = time.monotonic() + 30
        while (shares := client.get("/shares")).status_code == 503:
            assert time.monotonic() < deadline, "the variant was never made"
            time.sleep(0.1)
        (share,) = shares.json()["items"]
        (named,) = client.get(f"/shares/{share['name']}/all-tables").json()["items"]
        path = f"/shares/{share['name']}/schemas/{named['schema']}/tables/{named['name']}/query"
        lines = [json.loads(line) for line in client.post(path, json={}).text.splitlines()]
        fields = json.loads(lines[1]["metaData"]["schemaString"])["fields"]
        assert [each["name"] for each in fields] == ["giờ", "pm25"]
        links = [urlsplit(line["file"]["url"]) for line in lines if "file" in line]
        sent = [httpx.get(f"{url}{link.path}?{link.query}").content for link in links]
        parts = [parquet.read_table(io.BytesIO(content)) for content in sent]
    return pa.concat_tables(parts)


def test_queries_are_counted_and_kept_when_the_exchange_stops(tmp_path: Path) -> None:
    with site(tmp_path) as served, served.browser() as seller, served.browser() as buyer:
        seller.join("seller", "seller")
        buyer.join("buyer", "buyer")
        product = listed(served, seller, "Paid by the query")
        seller.get(f"/sell/{product}/offers")
        form = seller.form("/offers")
        (offer,) = form.fields["offer"]
        typed: dict[str, Any] = {"kind": "usage", "meter": "query", "lot_count": "1"}
        answer = seller.send(form, price="0", choice="new", tiers="50", **typed)
        assert answer.status_code == 200
        assert "All use: 50 ₫ for 1 query." in buyer.get(f"/products/{product}").text
        order = ordered(buyer, offer)
        how: dict[str, Any] = {"as": "page"}
        secret = re.search(r"dfc_[\w-]+", buyer.send(buyer.form("/credentials"), **how).text)
        assert secret is not None
        headers = {"authorization": f"Bearer {secret[0]}"}
        with httpx.Client(base_url=f"{served.url}/delta-sharing", headers=headers) as client:
            share = derived("contract", order)
            (table,) = client.get(f"/shares/{share}/all-tables").json()["items"]
            path = f"/shares/{table['share']}/schemas/{table['schema']}/tables/{table['name']}"
            assert client.get(f"{path}/metadata").status_code == 200
            assert client.post(f"{path}/query", json={}).status_code == 200
    with built(read_settings(str(tmp_path))) as exchange:
        used = exchange.question_now(delivery.used, derived("grant", order))
    assert (used.queries, used.calls) == (1, 2)


def test_a_query_is_quoted_by_its_part_of_the_full_price(fair: Fair, buyer: Browser) -> None:
    buyer.get("/account")
    made = buyer.send(buyer.form("/account/tokens"), scope=["buyer"], token_days="1").text
    secret = re.search(r"dft_[\w-]+", made)
    assert secret is not None
    headers = {"authorization": f"Bearer {secret[0]}"}
    path = f"{fair.site.url}/api/products/{fair.product}/quote"

    def quote(**asked: Any) -> Any:
        return httpx.post(path, json=asked, headers=headers, timeout=60)

    everything = {"select": ["giờ", "trạm", "pm25"]}
    some = {"select": ["pm25"], "where": [{"field": "trạm", "test": "=", "value": "HN1"}]}
    whole = quote(query=everything).json()
    assert whole["price"] == whole["full"] == whole["charge"]
    part = quote(query=some).json()
    assert 0 < part["price"]["minor"] < whole["price"]["minor"]
    assert quote(query=some, had=[everything]).json()["charge"]["minor"] == 0
    rest = quote(query=everything, had=[some]).json()["charge"]["minor"]
    assert rest + part["price"]["minor"] == whole["price"]["minor"]
    wrong = quote(query={"select": ["nobody"]})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "query_malformed")
    assert httpx.post(path, json={"query": some}).status_code == 401


def test_what_is_not_sold_whole_is_not_quoted(fair: Fair, buyer: Browser) -> None:
    with fair.browser("seller") as seller:
        product = listed(fair.site, seller, "Sold to nobody")
    buyer.get("/account")
    made = buyer.send(buyer.form("/account/tokens"), scope=["buyer"], token_days="1").text
    secret = re.search(r"dft_[\w-]+", made)
    assert secret is not None
    answer = httpx.post(
        f"{fair.site.url}/api/products/{product}/quote",
        json={"query": {"select": ["pm25"]}},
        headers={"authorization": f"Bearer {secret[0]}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "quote_without_price")
