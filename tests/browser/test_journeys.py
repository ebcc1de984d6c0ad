"""What people do, in a real browser: with a mouse, with the keyboard alone, and without script."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Open, playwright, type_password
from tests.browsing import PASSWORD
from tests.fair import CSV, LAWFUL, Fair, begun

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

expect = playwright.expect
TABS = 80


def reach(page: "Page", selector: str) -> None:
    """Press Tab until what the selector names has the focus, and see that the focus shows."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            break
    assert page.evaluate("s => document.activeElement.matches(s)", selector), selector
    shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert shown != "none", f"{selector} has the focus and does not show it"


def test_a_double_click_orders_once(open_page: Open, fair: Fair) -> None:
    page = open_page("buyer")
    page.goto(f"/en/offers/{fair.offer}")
    before = fair.site.entries()
    page.dblclick("main button:has-text('Order')")
    page.wait_for_url(re.compile("/orders/"))
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)  # a second order would have come by now
    with fair.site.exchange.database.reading() as tx:
        placed = tx.row(
            "SELECT count(*) FROM journal WHERE seq > ? AND kind = 'market.order_placed.v1'",
            before,
        )
    assert placed == (1,)


def test_titles_are_suggested_while_one_types(open_page: Open, fair: Fair) -> None:
    page = open_page()
    page.goto("/vi/")
    page.locator("#q").press_sequentially("khong kh", delay=20)
    option = page.locator("#q-titles option").first
    option.wait_for(state="attached")
    assert (option.get_attribute("value") or "").startswith("Không khí")


def test_joining_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("", 390)
    page.goto("/vi/join")
    for field, text in (("name", "Công ty Bàn Phím"), ("tax_code", "0100112437")):
        reach(page, f"#{field}")
        page.keyboard.type(text)
    reach(page, "input[value=seller]")
    page.keyboard.press("Space")
    fields = {"person_name": "Lê Thị Phím", "email": "phim@example.vn", "password": PASSWORD}
    for field, text in fields.items():
        reach(page, f"#{field}")
        page.keyboard.type(text)
    reach(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/vi/account"))
    assert page.locator("h1").inner_text() == "Công ty Bàn Phím"


def choose_file(page: "Page", name: str = "tram_quan_trac.csv", content: str = CSV) -> None:
    """Choose a file, which only the system's own dialogue does."""
    page.set_input_files(
        "#file", {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )


@pytest.mark.parametrize(("code", "width"), [("en", 1280), ("vi", 390)])
def test_publishing_in_five_steps_with_the_keyboard_alone(
    open_page: Open, code: str, width: int
) -> None:
    page = open_page("seller", width)
    page.goto(f"/{code}/sell/new")
    choose_file(page)
    reach(page, "input[name=origin][value=collected]")
    page.keyboard.press("Space")
    reach(page, "#origin_note")
    page.keyboard.type("Our own stations")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/about"))
    expect(page.locator("#title_en")).to_have_value("Air quality")
    reach(page, "#title_en")
    page.keyboard.press("Control+A")
    page.keyboard.type("Air by keyboard")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/terms"))
    reach(page, "#days")
    page.keyboard.press("Control+A")
    page.keyboard.type("45")
    expect(page.locator("#says")).to_contain_text("45")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/price"))
    reach(page, "#price")
    page.keyboard.type("12.000")
    expect(page.locator("#says")).to_contain_text("12.000")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/listing"))
    reach(page, "main a[href$=statement]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/statement"))
    for name, said in LAWFUL.items():
        place = page.locator(f"#{name}")
        if page.locator(f"select#{name}").count():
            place.select_option(said)
        elif page.locator(f"input[type=radio][name={name}]").count():
            page.check(f"input[name={name}][value={said}]")
        else:
            place.fill(said)
    page.fill("#right_evidence", "0" * 64)
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=stated"))
    reach(page, "form[action$=submission] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("done=submitted"))
    assert page.locator("h1").inner_text() in ("Air by keyboard", "Chất lượng không khí")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_appraisal_appears_and_does_not_touch_what_is_typed(
    open_page: Open, tmp_path: Path
) -> None:
    """The page is open while the work goes on: findings come by themselves, typing stays."""
    page = open_page("seller")
    page.goto("/en/sell/new")
    file = tmp_path / "large.csv"
    columns = range(120)
    rows = "".join(
        ",".join(f"{(n * 7919 + c * 31) % 9973}" for c in columns) + "\n" for n in range(12_000)
    )
    file.write_text(",".join(f"v{c}" for c in columns) + "\n" + rows)
    page.set_input_files("#file", file)
    page.check("input[name=origin][value=generated]")
    page.fill("#origin_note", "Made for a test")
    page.click("main form button")
    page.wait_for_url(re.compile("/about"), timeout=60_000)
    page.fill("#title_en", "Typed while it ran")
    page.wait_for_selector("#appraisal .grade", timeout=60_000)
    assert page.input_value("#title_en") == "Typed while it ran"
    page.click("main form button")
    page.wait_for_url(re.compile("/terms"))
    assert "Typed while it ran" in page.locator("main").inner_text()


def test_another_tab_is_told_what_was_kept(open_page: Open, fair: Fair) -> None:
    product = begun(fair.browser("seller"))
    first = open_page("seller")
    first.goto(f"/en/sell/{product}/about")
    second = first.context.new_page()
    second.goto(f"/en/sell/{product}/about")
    second.fill("#title_en", "Half typed in the second")
    first.fill("#title_en", "Kept in the first")
    first.click("main form button")
    first.wait_for_url(re.compile("/terms"))
    second.wait_for_selector("#meanwhile:not([hidden])", timeout=20_000)
    assert second.input_value("#title_en") == "Half typed in the second"
    second.click("main form button")
    second.wait_for_selector("#errors")
    assert "Kept in the first" in second.locator("main").inner_text()
    assert second.input_value("#title_en") == "Half typed in the second"


def test_what_was_typed_and_not_kept_comes_back(open_page: Open, fair: Fair) -> None:
    """The tab was closed in the middle of a step."""
    product = begun(fair.browser("seller"))
    page = open_page("seller")
    page.goto(f"/en/sell/{product}/terms")
    page.fill("#days", "77")
    page.uncheck("input[name=ip][value=no_reidentification]")
    page.wait_for_timeout(300)
    again = page.context.new_page()
    page.close()
    again.goto(f"/en/sell/{product}/terms")
    assert again.input_value("#days") == "77"
    assert not again.is_checked("input[name=ip][value=no_reidentification]")
    again.wait_for_selector("#unkept")
    again.click("#unkept button")
    assert again.input_value("#days") == "365"
    again.fill("#days", "78")
    again.click("main form button")
    again.wait_for_url(re.compile("/price"))
    again.goto(f"/en/sell/{product}/terms")
    assert again.input_value("#days") == "78"
    assert again.locator("#unkept").count() == 0


def test_publishing_without_script(open_page: Open) -> None:
    page = open_page("seller", 390, java_script_enabled=False)
    page.goto("/vi/sell/new")
    choose_file(page)
    page.check("input[name=origin][value=collected]")
    page.fill("#origin_note", "Trạm đo của chúng tôi")
    page.click("main form button")
    page.wait_for_url(re.compile("/about"))
    assert page.input_value("#title_vi") == "Chất lượng không khí"
    page.click("main form button")
    page.wait_for_url(re.compile("/terms"))
    page.fill("#days", "30")
    page.click("button[name=look]")
    assert "30 ngày" in page.locator("#says").inner_text()
    page.click("main form button:not([name])")
    page.wait_for_url(re.compile("/price"))
    page.fill("#price", "9.000")
    page.click("button[name=look]")
    assert "9.000" in page.locator("#says").inner_text()
    page.click("main form button:not([name])")
    page.wait_for_url(re.compile("/listing"))


def test_ordering_with_the_keyboard_alone(open_page: Open, fair: Fair) -> None:
    page = open_page("buyer")
    page.goto(f"/en/products/{fair.product}")
    reach(page, f"a[href$='{fair.offer}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/offers/"))
    reach(page, "#purpose")
    reach(page, "#country")
    reach(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/orders/"))
    assert "Reference" in page.locator("main").inner_text()


def test_the_first_tab_leads_past_the_menu(open_page: Open) -> None:
    page = open_page()
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_everything_to_buy_works_without_script(open_page: Open, fair: Fair) -> None:
    page = open_page("", java_script_enabled=False)
    page.goto("/vi/sign-in")
    type_password(page, "buyer")
    page.click("main button")
    page.goto(f"/vi/products/{fair.product}")
    page.click(f"a[href$='{fair.offer}']")
    page.click("main form button")
    page.wait_for_url(re.compile("/orders/"))
    page.goto(f"/vi/orders/{fair.order}")
    page.click("button[value=page]")
    assert "bearerToken" in page.locator("#profile").inner_text()


def test_after_a_fault_the_summary_has_the_focus_and_leads_to_the_field(
    open_page: Open, fair: Fair
) -> None:
    product = begun(fair.browser("seller"))
    page = open_page("seller")
    page.goto(f"/en/sell/{product}/about")
    page.evaluate("document.querySelectorAll('[required]').forEach(f => f.required = false)")
    page.fill("#title_en", "")
    page.fill("#title_vi", "Tên được giữ")
    page.click("main form button")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.click("a[href='#title_en']")
    assert page.evaluate("document.activeElement.id") == "title_en"
    assert page.input_value("#title_vi") == "Tên được giữ"


def test_the_profile_is_downloaded_as_a_file(open_page: Open, fair: Fair) -> None:
    page = open_page("buyer")
    page.goto(f"/en/orders/{fair.order}")
    with page.expect_download() as waiting:
        page.click("button[value=file]")
    assert waiting.value.suggested_filename == "profile.share"


def test_the_page_does_not_shift_while_it_loads(open_page: Open, fair: Fair) -> None:
    page = open_page()
    page.goto(f"/vi/products/{fair.product}")
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift < 0.01


def test_the_page_that_waits_for_a_payment_says_when_it_came(open_page: Open, fair: Fair) -> None:
    page = open_page("buyer")
    page.goto(f"/en/offers/{fair.offer}")
    page.click("main form button")
    page.wait_for_url(re.compile("/orders/"))
    reference = page.locator(".pay .id").inner_text()
    operator = fair.browser("operator")
    operator.fill(
        "/operator/money",
        "/operator/payments",
        bank_entry=f"FT {reference}",
        amount="12.000.000",
        reference=reference,
    )
    page.wait_for_selector("button[value=page]", timeout=20_000)
    assert "Contract runs" in page.locator("aside").inner_text()


def test_a_file_goes_on_after_the_connection_broke(
    fair: Fair, open_page: Open, tmp_path: Path
) -> None:
    """Two pieces of eight megabytes: the second is cut off once, and only it is sent again."""
    page = open_page("seller")
    page.goto(f"/en/sell/{fair.submitted}/data")
    file = tmp_path / "large.csv"
    file.write_text("hour,value\n" + "".join(f"{n:012},{n % 97:05}\n" for n in range(500_000)))
    broken: list[int] = []

    def cut(route: "Route") -> None:
        offset = int(route.request.headers.get("upload-offset", "0"))
        if offset and not broken:
            broken.append(offset)
            route.abort()
        else:
            route.continue_()

    page.route("**/api/uploads/**", cut)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url("**/data*", timeout=60_000)
    expect(page.locator("#standing")).to_contain_text("500,000", timeout=60_000)
    assert broken == [8 * 1024 * 1024]
