"""What is not listed is nobody's to see but its seller's and the offices': on every address."""

from collections.abc import Iterator

import pytest

from datafloor.web.pages.site import PAGES
from datafloor.web.signing_in import COOKIE
from tests.fair import Fair, draft

TITLE = "Plans that nobody knows of"


@pytest.fixture(scope="module")
def product(fair: Fair) -> str:
    return draft(fair.browser("seller"), TITLE)


def addresses(fair: Fair) -> Iterator[str]:
    """Every page and every question of the API that is about one product."""
    for handler in PAGES:
        for path in handler.paths:
            if "GET" in handler.http_methods and path.count("{") == 1:
                yield f"/en{path.replace(':str}', '}')}"
    document = fair.site.browser().client.get("/api/openapi.json").json()
    for path, operations in document["paths"].items():
        if "get" in operations and path.count("{") == 1:
            yield path


@pytest.mark.parametrize("who", ["", "buyer"])
def test_nothing_is_said_of_a_draft(fair: Fair, product: str, who: str) -> None:
    browser = fair.browser(who)
    secret = browser.client.cookies.get(COOKIE, "")
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    about = [each for each in addresses(fair) if "{product}" in each]
    assert len(about) > 8
    for path in about:
        answer = browser.client.get(path.format(product=product), headers=headers)
        assert answer.status_code < 500, path
        assert TITLE not in answer.text, path
        if path.startswith("/en/"):
            assert answer.status_code in (401, 403, 404), path


def test_its_seller_sees_it(fair: Fair, product: str) -> None:
    assert TITLE in fair.browser("seller").get(f"/products/{product}").text
    assert TITLE in fair.browser("operator").get(f"/products/{product}").text
