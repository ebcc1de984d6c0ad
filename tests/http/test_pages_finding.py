"""Finding on the pages: facets to tick, reasons for a hit, and where a product is found."""

import re

from tests.browsing import read
from tests.fair import Fair, listed, offered
from tests.waiting import until


def test_what_was_found_is_narrowed_down_without_javascript(fair: Fair) -> None:
    with fair.browser() as browser:
        page = browser.get("/search?q=khong+khi+ha+noi")
        assert "“noi” among its provinces (but for its marks)" in " ".join(read(page).texts)
        narrowed = browser.get("/search?q=khong&theme=environment&frequency=hourly")
        assert re.search(r'name="theme" value="environment" checked>', narrowed.text)
        assert f"/en/products/{fair.product}" in read(narrowed).links
        other = browser.get("/search?q=khong&theme=health")
        assert f"/en/products/{fair.product}" not in read(other).links
        assert re.search(r'name="theme" value="health" checked>', other.text), "it can be unticked"


def test_what_costs_more_than_asked_for_is_left_out(fair: Fair) -> None:
    with fair.browser("seller") as seller:
        product = listed(fair.site, seller, "Dear clouds")
        offered(seller, product, "7.000")
    with fair.browser() as browser:

        def found(most: str) -> bool:
            return f"/en/products/{product}" in read(browser.get(f"/search?q=clouds{most}")).links

        until(lambda: found("&most=7.000"))
        assert not found("&most=6.999")


def test_where_a_product_is_found_can_be_changed(fair: Fair) -> None:
    seller = fair.browser("seller")
    seller.get(f"/sell/{fair.submitted}/about")
    form = seller.form("/about")
    assert form.fields["provinces"] == ["01", "48"]
    seller.send(form, theme="health", provinces=["46"], frequency="")
    assert "What it is, is kept." in read(seller.at).texts
    assert "Huế" in read(seller.get(f"/products/{fair.submitted}")).texts
    seller.get(f"/sell/{fair.submitted}/about")
    wrong = seller.send(seller.form("/about"), theme="weather")
    assert wrong.status_code == 422
