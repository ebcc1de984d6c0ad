"""The main work of each role, in a real browser, on a desk and on a phone, at an exchange of its
own; what people wait for comes by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from datafloor.app.story import tax_code
from datafloor.contexts.settlement import RecordPayment
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.money import Money
from datafloor.web.signing_in import COOKIE
from tests.browser.conftest import Open, opening
from tests.browser.test_journeys import reach
from tests.browsing import PASSWORD, Browser, Site, site
from tests.fair import listed, name_account, offered

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

WIDTHS = [1280, 390]


@dataclass
class Exchange:
    """An exchange whose state only these tests change."""

    site: Site
    people: dict[str, Browser]
    product: str
    offers: list[str]
    joined: list[int] = field(default_factory=lambda: [40])

    def session(self, who: str) -> str:
        return str(self.people[who].client.cookies[COOKIE])

    def organisation(self, who: str) -> str:
        found = re.search(r"org_\w{26}", self.people[who].get("/account").text)
        assert found is not None
        return found[0]

    def pay(self, reference: str, amount: str) -> None:
        """The operator counts what came."""
        self.people["operator"].fill(
            "/operator/money",
            "/operator/payments",
            bank_entry=f"FT {reference} {amount}",
            amount=amount,
            reference=reference,
        )


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    with site(tmp_path_factory.mktemp("roles")) as served:
        people = {who: served.browser() for who in ("operator", "supervisor", "seller", "buyer")}
        people["other"] = served.browser()
        for who in ("operator", "supervisor"):
            people[who].sign_in(who)
        people["seller"].join("seller", "seller")
        people["buyer"].join("buyer", "buyer")
        people["other"].join("other", "buyer")
        name_account(people["operator"])
        product = listed(served, people["seller"], "Rain in the delta")
        offers = [offered(people["seller"], product, price) for price in ("100.000", "250.000")]
        yield Exchange(served, people, product, offers)


@pytest.fixture
def tab(chromium: "Chromium", exchange: Exchange) -> Iterator[Open]:
    with opening(chromium, exchange.site.url, exchange.session) as opened:
        yield opened


@pytest.mark.parametrize("width", WIDTHS)
def test_a_visitor_finds_data_and_what_they_cost(tab: Open, exchange: Exchange, width: int) -> None:
    page = tab("", width)
    page.goto("/vi/")
    page.fill("#q", "khong khi rain")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/vi/search"))
    page.click(f"a[href$='{exchange.product}']")
    page.wait_for_url(re.compile(exchange.product))
    text = page.locator("main").inner_text()
    assert "100.000" in text
    assert "pm25" in text, "the fields are told"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_joins_and_the_operator_verifies(
    tab: Open, exchange: Exchange, width: int
) -> None:
    exchange.joined[0] += 1
    name = f"Công ty Số {exchange.joined[0]}"
    page = tab("", width)
    page.goto("/vi/join")
    page.fill("#name", name)
    page.fill("#tax_code", tax_code(exchange.joined[0]))
    page.check("input[value=seller]")
    page.fill("#person_name", "Lê Thị Mới")
    page.fill("#email", f"new{exchange.joined[0]}@example.vn")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(re.compile("/vi/account"))
    page.goto("/vi/papers")
    form = page.locator("form[action$='/papers/verification']")
    page.click("details:has(form[action$='/papers/verification']) summary")
    for file in form.locator("input[type=file]").all():
        file.set_input_files({"name": "p.pdf", "mimeType": "application/pdf", "buffer": b"paper"})
    form.locator("input[name=lawful_entity][value=yes]").check()
    form.locator("input[name=conditional_line][value=no]").check()
    form.locator("button:not([type])").click()
    page.wait_for_url(re.compile("done="))

    office = tab("operator", width)
    office.goto("/vi/operator/organisations")
    office.get_by_role("link", name=name).click()
    identity = office.locator("details:has(form[action$='/assurance'])")
    identity.locator("summary").click()
    identity.locator("input[name=level_number]").fill("2")
    identity.locator("input[type=file]").set_input_files(
        {"name": "id.pdf", "mimeType": "application/pdf", "buffer": b"identity"}
    )
    identity.locator("form button:not([type])").click()
    office.wait_for_url(re.compile("done="))
    act = office.locator("details:has(form[action$='/verify'])")
    act.locator("summary").click()
    for reason in act.locator("textarea").all():
        reason.fill("The papers were looked at.")
    act.locator("form button:not([type])").click()
    office.wait_for_load_state()
    assert office.locator("#errors").count() == 0
    assert "chưa xác minh" not in office.locator("main").inner_text().lower()


def _basket(page: "Page", exchange: Exchange) -> str:
    """Put both offers in and order them; returns the reference of the payment."""
    for offer in exchange.offers:
        page.goto(f"/vi/products/{exchange.product}")
        page.click(f"form:has(input[value='{offer}']) button")
        page.wait_for_url(re.compile("/basket"))
    page.select_option("#purpose", "research")
    page.click("form[action$='/basket/orders'] button")
    page.wait_for_url(re.compile("/payments/"))
    assert page.locator("img.qr").evaluate("one => one.naturalWidth") > 0
    found = re.search(r"DG[0-9A-Z]{12}", page.locator("main").inner_text())
    assert found is not None
    return found[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_buyer_orders_a_basket_pays_with_one_code_and_reads(
    tab: Open, exchange: Exchange, width: int
) -> None:
    page = tab("buyer", width)
    reference = _basket(page, exchange)
    exchange.pay(reference, "350.000")
    page.wait_for_selector(".note.done h2", timeout=20_000)  # nobody loads the page anew
    assert "Không còn gì phải thanh toán" in page.locator("main").inner_text()
    page.go_back()  # a form that was sent is not sent again by this
    page.goto("/vi/buy")
    before = page.locator(".card").count()
    page.click(".card a")
    page.click("button[value=page]")
    first = page.locator("#profile").inner_text()
    assert "bearerToken" in first
    page.goto(page.url.partition("?")[0].removesuffix("/credentials"))
    assert page.locator("#profile").count() == 0, "it is shown once"
    page.click("button[value=page]")
    second = page.locator("#profile").inner_text()
    assert second != first, "another in its place"
    page.click("form[action$=revocation] button >> nth=0")
    page.wait_for_url(re.compile("done="))
    page.goto("/vi/buy")
    assert page.locator(".card").count() == before


@pytest.mark.parametrize("width", WIDTHS)
def test_a_bid_is_seen_by_who_watches_at_once(tab: Open, exchange: Exchange, width: int) -> None:
    seller = exchange.people["seller"]
    seller.fill(
        f"/sell/{exchange.product}/auction",
        "/auction",
        mechanism="ascending",
        start="10.000",
        deposit="1.000",
        increment="1.000",
        hours="3",
        extension="5",
        pay_days="5",
    )
    found = re.search(r"auction_\w{26}", str(seller.at.url) + seller.at.text)
    assert found is not None
    for who in ("buyer", "other"):
        came = RecordPayment(
            entry=f"{abs(hash((who, width))):064x}"[-64:],
            amount=Money(1_000),
            organisation=exchange.organisation(who),
        )
        exchange.site.exchange.door.execute(came, EXCHANGE, new_id("request"))
    watching, bidding = tab("buyer", width), tab("other", width)
    watching.goto(f"/en/auctions/{found[0]}")
    bidding.goto(f"/en/auctions/{found[0]}")
    bidding.fill("#bid_amount", "12.000")
    bidding.click("form[action$='/bids'] button")
    bidding.wait_for_url(re.compile("done="))
    watching.get_by_text("12.000").first.wait_for(timeout=20_000)
    watching.fill("#bid_amount", "11.000")
    watching.click("form[action$='/bids'] button")
    fault = watching.locator("[role=alert]")
    assert "13.000" in fault.inner_text()
    assert watching.input_value("#bid_amount") == "11.000", "what was typed is kept"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_supervisor_looks_exports_and_orders_a_suspension(
    tab: Open, exchange: Exchange, width: int
) -> None:
    product = listed(exchange.site, exchange.people["seller"], f"To be stopped {width}")
    exchange.people["other"].get("/operator/money")
    page = tab("supervisor", width)
    page.goto("/en/supervisor")
    assert page.get_by_role("heading", name="Decisions to look at again").is_visible()
    with page.expect_download() as waiting:
        page.click("a[href$='attempts.csv']")
    assert waiting.value.suggested_filename == "attempts.csv"
    page.goto(f"/en/products/{product}")
    act = page.locator("details:has(form[action$='/suspend_product'])")
    act.locator("summary").click()
    act.locator("textarea").fill("Two sources contradict each other.")
    act.locator("form button").click()
    page.wait_for_url(re.compile("done="))
    assert "It is suspended" in page.locator("main").inner_text()
    page.goto("/en/journal")
    assert "catalogue.product_suspended.v1" in page.locator("main").inner_text()


def test_buying_from_the_first_page_with_the_keyboard_alone(tab: Open, exchange: Exchange) -> None:
    page = tab("buyer", 390)
    page.goto("/en/")
    reach(page, "#q")
    page.keyboard.type("rain")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    reach(page, f"a[href$='{exchange.product}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(exchange.product))
    reach(page, f"a[href$='{exchange.offers[0]}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/offers/"))
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/orders/"))
    assert "Reference" in page.locator("main").inner_text()
    reach(page, "form[action$='/cancellation'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=cancelled"))


def test_nothing_shifts_on_any_main_page(tab: Open, exchange: Exchange) -> None:
    """Cumulative layout shift, as the browser itself sums it, on a phone and a desk."""
    paths = ["/en/", "/vi/search?q=rain", f"/en/products/{exchange.product}", "/vi/auctions"]
    for width in WIDTHS:
        page = tab("buyer", width)
        for path in [*paths, "/en/buy", "/vi/money", "/en/wanted", "/vi/inventory"]:
            page.goto(path)
            shift = page.evaluate(
                """() => new Promise(done => {
                    let sum = 0;
                    new PerformanceObserver(list => {
                        for (const entry of list.getEntries()) sum += entry.value;
                    }).observe({type: "layout-shift", buffered: true});
                    setTimeout(() => done(sum), 300);
                })"""
            )
            assert shift < 0.01, f"{path} at {width}: {shift}"
