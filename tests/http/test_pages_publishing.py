"""Publishing in five steps, without script: in any order, nothing lost, each kept by itself."""

import re
from typing import Any

import pytest

from datafloor.contexts import catalogue, market
from datafloor.contexts.market import Prepared
from datafloor.kernel.refusal import Refusal
from tests.browsing import PASSWORD, Browser, read
from tests.fair import CSV, LAWFUL, LOOKED, Fair, begun, draft, fair
from tests.http.test_pages_forms import seller

__all__ = ["fair", "seller"]

TERMS: dict[str, Any] = {
    "purposes": ["research"],
    "territory": "VN",
    "days": "90",
    "exclusive": "no",
    "onward": "none",
    "ip": ["attribution"],
}


def prepared(fair: Fair, product: str) -> Prepared:
    return fair.site.exchange.question_now(market.prepared, product)


def states(browser: Browser) -> list[str]:
    """What the bar says of the five steps."""
    bar = re.search(r'<nav class="journey".*?</nav>', browser.at.text, re.DOTALL)
    assert bar is not None
    return re.findall(r'<li class="(\w+)">', bar[0])


def test_from_a_file_to_an_offer_in_five_steps(fair: Fair, seller: Browser) -> None:
    product = begun(seller, "tram_quan_trac.csv")
    assert str(seller.at.url).endswith(f"/sell/{product}/about?done=published")
    assert states(seller) == ["done", "todo", "todo", "todo", "todo"]
    suggested = seller.form("/about").fields
    assert suggested["title_en"] == ["Air quality"]
    assert suggested["title_vi"] == ["Chất lượng không khí"]
    assert "100 rows and 3 fields" in suggested["description_en"][0]
    assert suggested["theme"] == ["environment"]
    assert "Suggested" in read(seller.at).texts
    assert seller.send(seller.form("/about")).status_code == 200
    assert str(seller.at.url).endswith("/terms?done=about_kept")
    assert "What is marked as suggested" not in seller.get(f"/sell/{product}/about").text

    seller.fill(f"/sell/{product}/terms", "/terms", **TERMS)
    assert "The terms are kept." in read(seller.at).texts
    seller.fill(f"/sell/{product}/price", "/price", price="12.000", kind="one_off")
    assert "The price is kept." in read(seller.at).texts
    assert states(seller) == ["done", "done", "done", "done", "todo"]
    assert "Make the statement" in read(seller.at).texts

    seller.get(f"/sell/{product}/statement")
    seller.send(seller.form("/statement"), ("deed.pdf", b"the deed"), **LAWFUL)
    assert "Ready to be submitted" in read(seller.at).texts
    seller.send(seller.form("/submission"))
    assert "The product waits for the operator's decision." in read(seller.at).texts
    fair.browser("operator").fill(
        f"/operator/products/{product}", product, decision="list", reason=LOOKED
    )
    seller.get(f"/sell/{product}")
    assert "Next: put it on sale" in read(seller.at).texts
    form = seller.form("/sale")
    assert seller.send(form).status_code == 200
    twice = seller.client.post(form.action, data=form.fields)
    assert twice.status_code in (200, 303)
    [offer] = fair.site.exchange.question_now(market.offers, product)
    assert offer.price.minor == 12_000
    assert prepared(fair, product) == Prepared()


def test_the_steps_can_be_taken_in_any_order(fair: Fair, seller: Browser) -> None:
    seller.get("/sell/new")
    seller.send(seller.form("/sell/new"), origin="derived", origin_note="Made from others")
    found = re.search(r"product_\w{26}", str(seller.at.url))
    assert found is not None
    product = found[0]
    assert states(seller) == ["todo"] * 5
    seller.fill(f"/sell/{product}/price", "/price", price="0", kind="one_off")
    seller.fill(f"/sell/{product}/terms", "/terms", **TERMS)
    seller.get(f"/sell/{product}")
    assert states(seller) == ["todo", "todo", "done", "done", "todo"]
    assert "Go on with step 1" in read(seller.at).texts
    seller.get(f"/sell/{product}/data")
    seller.send(seller.form("/versions"), ("t.csv", b"a,b\n1,2\n"))
    assert states(seller)[0] == "done"


def test_a_file_that_cannot_be_read_leaves_the_draft_and_says_why(
    fair: Fair, seller: Browser
) -> None:
    seller.get("/sell/new")
    said: dict[str, Any] = {"origin": "collected", "origin_note": "Our own <stations>"}
    answer = seller.send(seller.form("/sell/new"), ("t.parquet", b"PAR1 no more"), **said)
    assert 400 <= answer.status_code < 500
    form = seller.form("/versions")
    assert form.fields["origin_note"] == ["Our own <stations>"]
    assert states(seller)[0] == "wrong"
    assert seller.send(form, ("t.csv", b"a,b\n1,2\n")).status_code == 200
    assert states(seller)[0] == "done"


@pytest.mark.parametrize(
    ("step", "typed", "wrong"),
    [
        ("terms", TERMS | {"days": "soon"}, "days"),
        ("terms", TERMS | {"purposes": []}, "purposes"),
        ("terms", TERMS | {"territory": "Việt Nam"}, "territory"),
        ("price", {"price": "a lot", "kind": "one_off"}, "price"),
        ("about", {"title_en": "<b>"[:2]}, "title_en"),
    ],
)
def test_what_does_not_fit_is_kept_as_typed_and_named(
    fair: Fair, seller: Browser, step: str, typed: dict[str, Any], wrong: str
) -> None:
    product = draft(seller, "Faults")
    seller.get(f"/sell/{product}/{step}")
    before = fair.site.acts()
    answer = seller.send(seller.form(f"/{step}"), **typed)
    assert answer.status_code == 422
    assert f"#{wrong}" in read(answer).links
    assert fair.site.acts() == before
    if isinstance(typed[wrong], str):
        assert seller.form(f"/{step}").fields[wrong] == [typed[wrong]]


def test_terms_and_price_that_contradict_each_other_say_so(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Contradicting")
    seller.fill(f"/sell/{product}/terms", "/terms", **TERMS)
    seller.get(f"/sell/{product}/price")
    monthly: dict[str, Any] = {"price": "5000", "kind": "subscription", "period_count": "1"}
    answer = seller.send(seller.form("/price"), **monthly)
    assert answer.status_code == Refusal.price_form_contradicts.value.status
    assert "its licence must have no end" in answer.text
    seller.fill(f"/sell/{product}/terms", "/terms", **(TERMS | {"days": ""}))
    seller.fill(f"/sell/{product}/price", "/price", **monthly)
    seller.get(f"/sell/{product}/price")
    kept = seller.form("/price").fields
    assert (kept["kind"], kept["period_count"]) == (["subscription"], ["1"])


def test_looking_keeps_nothing(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Looking")
    seller.get(f"/sell/{product}/terms")
    before = fair.site.acts()
    seller.send(seller.form("/terms"), **(TERMS | {"look": "yes", "days": "7"}))
    assert "The licence runs for 7 days from the contract's start." in read(seller.at).texts
    assert '"@type": "Offer"' in read(seller.at).texts[-1] or "Offer" in seller.at.text
    seller.get(f"/sell/{product}/price")
    tiers: dict[str, Any] = {"kind": "usage", "meter": "row", "lot_count": "1", "tiers": "100 5\n1"}
    seller.send(seller.form("/price"), price="0", look="yes", **tiers)
    assert "Use is counted and billed at the end of each month." in read(seller.at).texts
    assert seller.form("/price").fields["tiers"][0].split() == ["100", "5", "1"]
    assert fair.site.acts() == before


def test_earlier_terms_are_a_beginning(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Like before")
    links = read(seller.get(f"/sell/{product}/terms")).links
    like = next(link for link in links if "?like=terms_" in link)
    seller.get(like.removeprefix("/en"))
    assert seller.form("/terms").fields["purposes"] == ["research"]


def test_two_tabs_are_told_what_the_other_kept(fair: Fair, seller: Browser) -> None:
    product = draft(seller, "Two tabs")
    seller.get(f"/sell/{product}/about")
    first, second = seller.form("/about"), seller.form("/about")
    seller.send(first, title_en="From the first tab")
    answer = seller.send(second, title_en="From the second tab", request="")
    assert answer.status_code == Refusal.page_outdated.value.status
    texts = read(answer).texts
    assert "What it says now" in texts
    assert "From the first tab" in texts
    form = seller.form("/about")
    assert form.fields["title_en"] == ["From the second tab"]
    assert seller.send(form).status_code == 200
    found = fair.site.exchange.question_now(catalogue.product, product)
    assert found.title_en == "From the second tab"

    seller.get(f"/sell/{product}/price")
    first, second = seller.form("/price"), seller.form("/price")
    seller.send(first, price="1000")
    assert seller.send(second, price="2000", request="").status_code == 409
    assert seller.form("/price").fields["price"] == ["2000"]


def test_a_session_that_ended_in_step_four_comes_back_to_it(fair: Fair) -> None:
    with fair.site.browser() as browser:
        browser.sign_in("seller")
        product = begun(browser)
        browser.fill(f"/sell/{product}/terms", "/terms", **TERMS)
        browser.get(f"/sell/{product}/price")
        form = browser.form("/price")
        browser.client.cookies.delete("datafloor_session")
        assert browser.send(form, price="34.567", kind="one_off").status_code == 401
        browser.send(browser.form("/sign-in"), email="seller@example.vn", password=PASSWORD)
        assert "34.567" in read(browser.at).texts
        browser.send(browser.form("/price"))
        assert "The price is kept." in read(browser.at).texts
        kept = prepared(fair, product)
        assert kept.price is not None and kept.price.minor == 34_567
        assert kept.licence is not None and kept.licence.days == 90
        browser.client.cookies.delete("datafloor_session")
        assert browser.get(f"/sell/{product}/price").status_code == 401
        browser.send(browser.form("/sign-in"), email="seller@example.vn", password=PASSWORD)
        assert str(browser.at.url).endswith(f"/sell/{product}/price")
        assert browser.form("/price").fields["price"] == ["34567"]


def test_each_point_says_what_is_missing_and_where_it_is_mended(
    fair: Fair, seller: Browser
) -> None:
    product = begun(seller)
    seller.get(f"/sell/{product}/statement")
    seller.send(seller.form("/statement"), ("empty", b""), about_people="no")
    assert "Not ready yet" in read(seller.at).texts
    links = set(read(seller.at).links)
    for place in ("statement#basis_of_right", "statement#data_class", "statement#quality"):
        assert f"/en/sell/{product}/{place}" in links
    assert f"/en/sell/{product}/terms#days" in links
    assert f"/en/sell/{product}/price#price" in links
    assert "Decree 314/2026" in seller.at.text
    numbers = [text for text in read(seller.at).texts if re.match(r"Point \d+:", text)]
    assert len(numbers) == 19
    for each in {link for link in links if f"/sell/{product}/" in link and "#" in link}:
        path, _, anchor = each.removeprefix("/en").partition("#")
        assert f'id="{anchor}"' in seller.get(path).text, each


def test_the_steps_of_another_are_not_there(fair: Fair) -> None:
    with fair.site.browser() as other:
        other.join("other", "seller")
        for step in ("data", "about", "terms", "price", "listing", "statement"):
            assert other.get(f"/sell/{fair.draft}/{step}").status_code == 404
        answer = other.client.get(f"/api/products/{fair.draft}/foreseen-listing")
        assert answer.status_code in (401, 404)


def test_a_title_of_300_signs_in_every_script_and_a_table_of_500_fields(
    fair: Fair, seller: Browser
) -> None:
    scripts = "Đường 數據 данные ข้อมูล بيانات נתונים ごみ 🚌 "
    names = [f"trường {n} {scripts.split()[n % 8]}" for n in range(500)]
    wide = ",".join(names) + "\n" + "\n".join(",".join([str(n)] * 500) for n in range(30)) + "\n"
    product = begun(seller, "数据 rộng.csv", wide)
    title = (scripts * 10)[:299] + "."
    seller.send(seller.form("/about"), title_en=title, title_vi=title)
    assert "What it is, is kept." in read(seller.at).texts
    for step in ("", "/data", "/about", "/terms", "/price", "/listing"):
        answer = seller.get(f"/sell/{product}{step}")
        assert answer.status_code == 200
    assert seller.get(f"/sell/{product}").text.count("trường_499") >= 1
    assert CSV not in answer.text
