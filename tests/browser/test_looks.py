"""Every page in a real browser: no barrier, nothing hangs over, nothing blocked by our policy."""

import json

import pytest

from tests.browser.conftest import Open
from tests.fair import PAGES, Fair

axe = pytest.importorskip("axe_playwright_python.base", reason="axe is not installed")

SETTINGS = [("en", "light", 1280), ("vi", "dark", 390)]


@pytest.mark.parametrize(("code", "theme", "width"), SETTINGS)
def test_no_page_has_a_barrier(
    open_page: Open, fair: Fair, code: str, theme: str, width: int
) -> None:
    """axe-core finds nothing against WCAG 2.2 AA, and no page is wider than its window."""
    found = []
    pages = {}
    for who, path in PAGES:
        if who not in pages:
            pages[who] = open_page(who, width, color_scheme=theme)
        page = pages[who]
        page.goto(f"/{code}{fair.path(path)}")
        page.evaluate("document.fonts.ready")
        page.evaluate(axe.AXE_SCRIPT)
        result = page.evaluate("() => axe.run({resultTypes: ['violations']})")
        for violation in result["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"]]
            found.append({"page": path, "what": violation["id"], "where": nodes})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append({"page": path, "what": f"{wide} pixels too wide"})
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_targets_are_large_enough_for_a_thumb(open_page: Open, fair: Fair) -> None:
    """Buttons and the links of the frame are at least 24 pixels high (WCAG 2.2, 2.5.8)."""
    page = open_page("buyer", 390)
    page.goto(f"/en/orders/{fair.order}")
    for target in page.locator("button, header a, footer a, summary").all():
        box = target.bounding_box()
        if target.is_visible():
            assert box is not None
            assert box["height"] >= 24, target.inner_text()


def test_at_200_per_cent_and_with_large_type_nothing_is_lost(open_page: Open, fair: Fair) -> None:
    page = open_page("", 640)
    page.goto(f"/en/products/{fair.product}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
