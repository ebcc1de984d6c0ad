"""A real browser, where there is one."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from datafloor.web.signing_in import COOKIE
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
    """Open a tab in a new browser in which somebody is signed in at the fair."""
    with opening(chromium, fair.site.url, fair.session) as opened:
        yield opened


@contextmanager
def opening(chromium: "Browser", url: str, session: Callable[[str], str]) -> Iterator[Open]:
    """Tabs of new browsers at one exchange. Faults in them are ours."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(who: str = "", width: int = 1280, **options: Any) -> "Page":
        context = chromium.new_context(
            base_url=url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if who:
            context.add_cookies([{"name": COOKIE, "value": session(who), "url": url}])
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
