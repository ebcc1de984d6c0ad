"""What a product page shows of the data: only what its seller shows, never what is personal."""

import re
from typing import Any

from tests.browsing import Browser
from tests.fair import Fair, fair
from tests.http.test_pages_forms import seller

__all__ = ["fair", "seller"]

NAMES = [
    f"{family} {middle} {given}"
    for family in ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng")
    for middle in ("Văn", "Thị", "Minh")
    for given in ("An", "Bình", "Châu", "Dũng", "Hà", "Lan", "Quang")
]
PEOPLE = "họ và tên,số điện thoại,pm25\n" + "".join(
    f"{name},09{10_000_000 + 7_919 * n},{n % 9}.5\n" for n, name in enumerate(NAMES)
)


def publish(browser: Browser, product: str, text: str) -> None:
    browser.get(f"/sell/{product}/data")
    form = browser.form("/versions")
    answer = browser.send(form, mode="overwrite", file=("t.csv", text.encode()))
    assert answer.status_code == 200, answer.text


def show(browser: Browser, product: str, rows: str) -> None:
    browser.get(f"/sell/{product}")
    assert browser.send(browser.form("/rows"), rows_count=rows).status_code == 200


def table(browser: Browser, product: str) -> list[list[str]]:
    """The rows that the page shows."""
    text = browser.get(f"/products/{product}").text
    found = re.search('<table class="rows">.*?</table>', text, re.DOTALL)
    rows = re.findall("<tr>(.*?)</tr>", found[0], re.DOTALL) if found else []
    return [re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def test_rows_are_shown_where_the_seller_shows_them(fair: Fair, seller: Browser) -> None:
    assert table(fair.browser(), fair.product) == []
    show(seller, fair.product, "5")
    head, *rows = table(fair.browser(), fair.product)
    assert head == ["giờ", "trạm", "pm25"]
    assert [row[1] for row in rows] == ["HN0", "HN1", "HN2", "HN3", "HN4"]
    show(seller, fair.product, "0")
    assert table(fair.browser(), fair.product) == []


def test_what_columns_mean_is_said_and_shown(fair: Fair, seller: Browser) -> None:
    seller.get(f"/sell/{fair.product}/fields")
    form = seller.form("/fields")
    assert form.fields["field"] == ["giờ", "trạm", "pm25"]
    said: dict[str, Any] = {
        "meaning_en": ["", "Station", "Fine dust, <hourly>"],
        "meaning_vi": ["", "", "Bụi mịn theo giờ"],
        "unit": ["", "", "µg/m³"],
    }
    assert seller.send(form, **said).status_code == 200
    english = fair.browser().get(f"/products/{fair.product}").text
    assert "Fine dust, &lt;hourly&gt; (µg/m³)" in english
    vietnamese = fair.browser(language="vi").get(f"/products/{fair.product}").text
    assert "Bụi mịn theo giờ (µg/m³)" in vietnamese
    assert "Station" in vietnamese, "what is said in one language only is shown in both"
    seller.get(f"/sell/{fair.product}/fields")
    wrong = seller.send(seller.form("/fields"), **said | {"unit": ["", "", "x" * 41]})
    assert wrong.status_code == 422
    assert f'value="{"x" * 41}"' in wrong.text, "what was typed is kept"


def test_what_is_personal_is_never_shown(fair: Fair, seller: Browser) -> None:
    publish(seller, fair.submitted, PEOPLE)
    show(seller, fair.submitted, "20")
    rows = table(seller, fair.submitted)[1:]
    assert len(rows) == 20
    assert all("hidden" in row[0] and "hidden" in row[1] for row in rows)
    text = seller.get(f"/products/{fair.submitted}").text
    assert "Nguyễn Văn An" not in text
    assert text.count("Personal data") == 2


def test_each_field_is_drawn_and_said(fair: Fair) -> None:
    text = fair.browser().get(f"/products/{fair.product}").text
    assert '<svg class="bars"' in text
    assert "From 0 to 148.5, half of them between" in text
    vietnamese = fair.browser(language="vi").get(f"/products/{fair.product}").text
    assert "Từ 0 đến 148,5, một nửa nằm giữa" in vietnamese


def test_more_rows_than_are_shown_is_refused(seller: Browser, fair: Fair) -> None:
    seller.get(f"/sell/{fair.product}")
    assert seller.send(seller.form("/rows"), rows_count="21").status_code == 422
