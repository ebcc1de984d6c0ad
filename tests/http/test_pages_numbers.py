"""Numbers in forms: taken as people write them, or shown again."""

import pytest

from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.pricing import typed
from tests.browsing import Browser, read
from tests.fair import Fair, offered


@pytest.fixture
def seller(fair: Fair) -> Browser:
    return fair.browser("seller")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12000", 12_000),
        ("1.234.567", 1_234_567),
        ("12 000", 12_000),
        ("12\N{NO-BREAK SPACE}000", 12_000),
        ("9" * 18, 10**18 - 1),
        *(
            (each, each)
            for each in ("", "-1", "1.5", "12.00", ".500", "1e3", "٣", "1\n", "9" * 5000)
        ),
    ],
)
def test_a_number_is_taken_as_people_write_it_or_not_at_all(text: str, number: int | str) -> None:
    assert whole(text) == number


def test_a_tier_is_read_however_its_numbers_are_grouped() -> None:
    form = Form([("kind", "usage"), ("meter", "row"), ("tiers", "10 000 50\n20.000 40\n30")])
    found = typed(form)
    assert found is not None
    assert [each.get("up_to_count") for each in found["tiers"]] == [10_000, 20_000, None]
    assert [each["price_minor"] for each in found["tiers"]] == [50, 40, 30]


def test_numbers_too_long_for_any_field_are_told(fair: Fair, seller: Browser) -> None:
    seller.get("/account")
    sent = seller.send(seller.form("/account/tokens"), token_days="9" * 5000, scope=["seller"])
    assert sent.status_code == 422
    there = f"/orders/{fair.order}/contract?edition={'9' * 5000}"
    assert seller.get(there).status_code == 200, "it is the last edition"


def test_a_sum_is_read_as_people_write_it_or_refused(fair: Fair, seller: Browser) -> None:
    for sum_ in ("-5", "1,5", "1.5", "9" * 20, "9" * 5000, "một triệu", "²"):
        seller.get(f"/sell/{fair.product}/offers")
        answer = seller.send(seller.form("/offers"), price=sum_, choice="new")
        assert answer.status_code == 422, sum_
        assert "#price" in read(answer).links
    offered(seller, fair.product, "1 234 567")
    assert "1.234.567" in seller.get(f"/sell/{fair.product}").text
