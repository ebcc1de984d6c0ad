"""Data that sleep, on the pages: found, wanted, taken up; and the operator's catalogues."""

import msgspec
import pytest

from datafloor.contexts.inventory import AddFeed, RecordItems
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from tests.browsing import read
from tests.fair import TITLE, Fair


@pytest.fixture(scope="module")
def feed(fair: Fair) -> str:
    operator = fair.browser("operator")
    operator.get("/operator/feeds")
    form = operator.form("/operator/feeds")
    operator.send(form, title="Cổng dữ liệu", url="https://data.example.vn", speaks="ckan")
    assert "The catalogue is read within a minute." in read(operator.at).texts
    found = form.fields["feed"][0]
    items = [
        {
            "key": "1",
            "title": "Đường bộ <script>alert(1)</script>",
            "description": "Mọi tuyến đường.",
            "publisher": "Sở Giao thông",
            "formats": ["CSV"],
            "coverage": {"theme": "transport", "provinces": ["46"]},
        },
        {"key": "2", "title": f"Khong khi: {TITLE}"},
    ]
    asked = msgspec.convert({"feed": found, "items": items}, RecordItems)
    fair.site.exchange.door.execute(asked, EXCHANGE, new_id("request"))
    return found


def item(fair: Fair, text: str) -> str:
    page = read(fair.browser().get(f"/inventory?q={text}"))
    return next(link[3:] for link in page.links if "/inventory/item_" in link)


def test_an_organisation_wants_it_once(fair: Fair, feed: str) -> None:
    where = item(fair, "duong")
    buyer = fair.browser("buyer")
    page = buyer.get(where)
    assert "<script>alert" not in page.text
    form = buyer.form(where)
    buyer.send(form)
    assert "Your organisation is counted. Its owner sees how many want it." in read(buyer.at).texts
    assert "Yours is among them." in read(buyer.at).texts
    again = buyer.send(form, request=new_id("request"))
    assert again.status_code == 409
    assert "wanted by 1 organisation" in read(fair.browser().get("/inventory?q=duong")).texts


def test_what_is_listed_and_may_be_the_same_is_pointed_out(fair: Fair, feed: str) -> None:
    page = fair.browser().get(item(fair, "khong"))
    assert "Perhaps it is on offer already" in read(page).texts
    assert f"/en/products/{fair.product}" in read(page).links
    answer = fair.browser().client.get(f"/api{item(fair, 'khong')}").json()
    assert answer["alike"][0]["product"] == fair.product
    assert answer["alike"][0]["percent"] >= 60


def test_its_owner_begins_a_draft_from_it(fair: Fair, feed: str) -> None:
    where = item(fair, "duong")
    seller = fair.browser("seller")
    seller.get(f"/sell/new?item={where.rpartition('/')[2]}")
    form = seller.form("/sell/new")
    assert form.fields["origin_note"] == ["Sở Giao thông. Cổng dữ liệu"]
    assert seller.send(form, origin="collected").status_code == 200, seller.at.text
    form = seller.form("/about")
    assert form.fields["title_vi"] == ["Đường bộ <script>alert(1)</script>"]
    assert form.fields["description_vi"] == ["Mọi tuyến đường."]
    assert form.fields["theme"] == ["transport"]
    assert form.fields["provinces"] == ["46"]
    assert "It was taken up as a product" in read(seller.get(where)).texts
    assert "Đường bộ <script>alert(1)</script>" not in read(seller.get("/inventory")).texts


def test_a_catalogue_is_added_once_and_ended_with_a_reason(fair: Fair, feed: str) -> None:
    operator = fair.browser("operator")
    operator.get("/operator/feeds")
    form = operator.form("/operator/feeds")
    wrong = operator.send(form, title="x", url="file:///etc/passwd", every_hours="0")
    assert wrong.status_code == 422
    known = operator.send(form, title="x", url="https://data.example.vn", request=new_id("request"))
    assert known.status_code == 409
    operator.get("/operator/feeds")
    operator.send(operator.form(f"{feed}/end"), reason="It moved.")
    assert "Ended" in " ".join(read(operator.at).texts)
    assert "Nothing is here." in " ".join(read(fair.browser().get("/inventory")).texts)


def test_only_the_operator_adds_catalogues(fair: Fair) -> None:
    assert fair.browser("seller").get("/operator/feeds").status_code == 403
    assert AddFeed.may(EXCHANGE) is not None
