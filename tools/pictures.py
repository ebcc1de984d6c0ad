"""`python -m tools.pictures ADDRESS`: take the README's pictures of an exchange that was filled.

Serve one first: `make serve ARGS=--demo`. Needs playwright and the system's Chromium.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 860
PASSWORD = "a password for the demo only"


def main(arguments: list[str]) -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or len(arguments) != 1:
        print(__doc__ if chromium else "There is no Chromium here.")
        return 2
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{arguments[0]}/en/")
        _take(page, "front")
        page.goto(f"{arguments[0]}/en/search?q=thoi+tiet")
        page.click("main .card a, main h2 a, main h3 a")
        page.wait_for_load_state()
        _take(page, "product")
        _sign_in(page, arguments[0], "buyer@startup.example")
        page.goto(f"{arguments[0]}/vi/buy")
        orders = re.findall(r"/vi/orders/order_\w+", page.content())
        page.goto(arguments[0] + orders[0])
        _take(page, "contract")
        browser.close()
    return 0


def _sign_in(page: "Page", address: str, email: str) -> None:
    page.goto(f"{address}/vi/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()


def _take(page: "Page", name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
