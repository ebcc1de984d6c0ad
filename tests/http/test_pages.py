"""Every page in both languages: it renders, says everything in its language, and is well framed."""

import gzip
import re

import httpx
import pytest

from datafloor.web.pages import site
from datafloor.web.pages.access import OPEN
from datafloor.web.pages.everyone import first_sentence
from datafloor.web.pages.language import language
from tests.browsing import Browser, read
from tests.fair import PAGES, TITLE, Fair
from tools.words import used


@pytest.fixture(scope="module")
def browsers(fair: Fair) -> dict[str, Browser]:
    """A signed-in browser for each role, shared, for signing in is slow by intent."""
    return {who: fair.browser(who) for who in ("", "seller", "buyer", "operator", "supervisor")}


@pytest.mark.parametrize("code", ["en", "vi"])
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_renders_in_its_language(
    fair: Fair, browsers: dict[str, Browser], who: str, path: str, code: str
) -> None:
    answer = browsers[who].client.get(f"/{code}{fair.path(path)}")
    assert answer.status_code == 200, answer.text
    _check_headers(answer)
    page = read(answer)
    assert page.language == code
    assert answer.headers["content-language"] == code
    assert "<script>alert" not in answer.text
    if code == "vi":
        assert not _untranslated(page.texts)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hourly means. Gaps are marked.", "Hourly means."),
        ("Hourly means.\nGaps are marked.", "Hourly means."),
        ("word " * 40, "word " * 29 + "word…"),
        ("x" * 4000, "x" * 149 + "…"),
    ],
)
def test_a_card_says_one_line_of_a_description(text: str, line: str) -> None:
    assert first_sentence(text) == line


def _check_headers(answer: httpx.Response) -> None:
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", answer.text), "the policy forbids it"
    assert not re.search(r"<(?:script|style)>", answer.text), "the policy forbids it"
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text), "nothing from elsewhere"


def _untranslated(texts: list[str]) -> set[str]:
    vietnamese = language("vi")
    plain = {text for text in used() if isinstance(text, str) and "%(" not in text}
    return {text for text in texts if text in plain and vietnamese.say(text) != text}


def test_the_root_goes_to_the_readers_language(fair: Fair) -> None:
    for asked, code in (("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("de,en;q=0.8", "en"), ("", "en")):
        answer = httpx.get(fair.site.url, headers={"accept-language": asked})
        assert answer.status_code == 302
        assert answer.headers["location"] == f"/{code}/"


def test_every_page_offers_itself_in_the_other_language(fair: Fair) -> None:
    with fair.browser() as browser:
        assert (
            f"/vi/products/{fair.product}" in read(browser.get(f"/products/{fair.product}")).links
        )


def test_a_title_is_text_and_never_markup(fair: Fair) -> None:
    with fair.browser() as browser:
        answer = browser.get(f"/products/{fair.product}")
        assert TITLE in read(answer).texts
        assert "<script>alert" not in answer.text


def test_the_first_page_weighs_at_most_100_kilobytes(fair: Fair) -> None:
    """As it is sent, with as many products as the page has room for."""
    with fair.browser() as browser:
        page = browser.get("/")
        assets = set(re.findall(r'"(/static/[^"]+)"', page.text))
        found = [browser.client.get(name) for name in assets]
        style = next(each.text for each in found if each.url.path.endswith(".css"))
        fonts = set(re.findall(r'url\("([^"]+)"\)', style))
        assert fonts <= {name.rpartition("/")[2] for name in assets}, "all fonts are preloaded"
        card = re.findall('<li class="card">.*?</li>', page.text, re.DOTALL)[0].encode()
        sent = sum(each.num_bytes_downloaded for each in (page, *found))
        assert sent + 24 * len(gzip.compress(card)) <= 100_000


def test_assets_are_kept_for_ever_under_a_name_that_follows_their_content(fair: Fair) -> None:
    with fair.browser() as browser:
        name = re.findall(r"/static/datafloor\.[0-9a-f]{12}\.css", browser.get("/").text)[0]
        answer = browser.client.get(name)
        assert "immutable" in answer.headers["cache-control"]
        assert browser.client.get("/static/datafloor.css").status_code == 404
        assert browser.client.get("/static/..%2fsite.py").status_code == 404


@pytest.mark.parametrize(
    ("who", "path", "status", "code"),
    [
        ("", "/nothing-here", 404, "page_unknown"),
        ("", "/products/product_00000000000000000000000000", 404, "product_unknown"),
        ("", "/products/{submitted}", 404, "product_unknown"),
        ("buyer", "/sell", 403, "role_missing"),
        ("seller", "/operator", 403, "role_missing"),
        ("operator", "/supervisor", 403, "role_missing"),
        ("seller", "/sell/product_00000000000000000000000000", 404, "product_unknown"),
        ("buyer", "/offers/offer_00000000000000000000000000", 404, "offer_unknown"),
        ("buyer", "/orders/order_00000000000000000000000000", 404, "order_unknown"),
        ("operator", "/journal?before=0", 400, "malformed"),
    ],
)
def test_what_cannot_be_shown_is_said_on_a_page(
    fair: Fair, browsers: dict[str, Browser], who: str, path: str, status: int, code: str
) -> None:
    answer = browsers[who].client.get("/vi" + fair.path(path))
    assert answer.status_code == status
    _check_headers(answer)
    page = read(answer)
    assert page.language == "vi"
    assert code in page.texts
    assert not _untranslated(page.texts)


def test_who_has_not_signed_in_is_asked_to_and_led_back(fair: Fair) -> None:
    with fair.browser() as browser:
        assert browser.get("/sell").status_code == 401
        form = browser.form("/sign-in")
        assert form.fields["after"] == ["/sell"]
        browser.send(form, email="seller@example.vn", password="twelve letters or more")
        assert str(browser.at.url).endswith("/en/sell")


def test_the_manual_has_every_operation_of_the_api(fair: Fair) -> None:
    with fair.browser() as browser:
        document = browser.client.get("/api/openapi.json").json()
        texts = read(browser.get("/docs")).texts
        for path, item in document["paths"].items():
            assert path in texts
            for operation in item.values():
                assert f'id="{operation["operationId"]}"' in browser.at.text
        assert browser.client.get("/api/docs").headers["location"] == "/en/docs"


def test_a_page_admits_only_whom_its_route_names(fair: Fair, browsers: dict[str, Browser]) -> None:
    """Also the posts: without a form of ours they are refused, but who asks is looked at first."""
    checked = 0
    for route in site.PAGES:
        admitted = {role for each in route.security or [] for role in each.get("session", [])}
        path = re.sub(r"{(\w+):str}", r"\1_00000000000000000000000000", min(route.paths))
        for method in route.http_methods & {"GET", "POST"}:
            if route.security == OPEN:
                continue
            checked += 1
            for who, browser in browsers.items():
                answer = browser.client.request(method, f"/en{path}")
                if not who:
                    assert answer.status_code == 401, path
                elif admitted and who not in admitted:
                    assert "role_missing" in read(answer).texts, (path, who)
                else:
                    assert "role_missing" not in read(answer).texts, (path, who)
    assert checked > 30
