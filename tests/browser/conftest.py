"""A real browser, where there is one."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browsing import PASSWORD
from tests.fair import Fair, fair

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

__all__ = ["fair"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")  # while it runs, no other event loop can in this thread
def chromium() -> Iterator["Browser"]:
    """The system's Chromium; a sandbox in a container is not ours to set up."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the system's package `chromium`")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(chromium: "Browser", fair: Fair) -> Iterator[Open]:
    """Open a tab in a new browser in which somebody is signed in. Faults in it are ours."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(who: str = "", width: int = 1280, **options: Any) -> "Page":
        context = chromium.new_context(
            base_url=fair.site.url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        if who:
            session = fair.browser(who).client.cookies["datafloor_session"]
            context.add_cookies(
                [{"name": "datafloor_session", "value": session, "url": fair.site.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: (
                faults.append(said.text)
                if said.type in ("error", "warning")
                and "status of 4" not in said.text  # a refusal that the page shows
                and "ERR_FAILED" not in said.text  # a request that the test itself cut off
                else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


def type_password(page: "Page", who: str) -> None:
    """Fill the form to sign in."""
    page.fill("#email", f"{who}@example.vn")
    page.fill("#password", PASSWORD)
