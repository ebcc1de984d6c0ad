"""Data that lie elsewhere: the exchange fetches them, never from inside its own network."""

from pathlib import Path

import pytest

from datafloor.contexts import catalogue
from datafloor.kernel.refusal import Refusal
from tests.browsing import Browser, read, site
from tests.fair import CSV, Fair, fair
from tests.harvest.serving import catalogues, plain
from tests.http.test_pages_forms import seller

__all__ = ["fair", "seller"]


def test_a_file_is_fetched_from_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAFLOOR_HARVEST_PRIVATE", "1")
    with catalogues() as store, site(tmp_path) as served, served.browser() as browser:
        store.answers["/lake/"] = plain(CSV, "text/csv")
        browser.join("seller", "seller")
        browser.get("/sell/new")
        said = {"address": f"{store.base}/lake/tram%20do.csv?signature=x", "origin": "collected"}
        answer = browser.send(browser.form("/sell/new"), origin_note="Ours", **said)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        browser.get("/sell")
        product = next(link for link in read(browser.at).links if "/sell/product_" in link)[-34:]
        for _ in range(200):
            found = served.exchange.question_now(catalogue.product, product)
            if found.versions:
                break
            browser.get(f"/sell/{product}/about")
        assert found.versions[0].rows == 100
        assert found.title_en == "Tram do"
        assert store.asked == ["/lake/tram%20do.csv?signature=x"]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/t.csv", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd"],
)
def test_nothing_inside_the_exchange_is_fetched(fair: Fair, seller: Browser, address: str) -> None:
    seller.get(f"/sell/{fair.draft}/data")
    answer = seller.send(seller.form("/versions"), address=address)
    assert answer.status_code == Refusal.feed_address_forbidden.value.status
    assert "inside a private network" in " ".join(read(answer).texts)
    assert seller.form("/versions").fields["address"] == [address]
