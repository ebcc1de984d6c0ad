"""`python -m tools.paint ADDRESS`: when main pages show their first content on a slow phone line.

A line of 1.6 Mbit/s down, 750 kbit/s up and 150 ms of delay (Lighthouse's slow 4G), emulated by
Chromium itself, with an empty cache each time and the processor as it is. Printed are the first
contentful paint, the sum of layout shifts and the bytes that came, each the median of five loads.
Needs playwright and the system's Chromium.
"""

import shutil
import statistics
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PATHS = ("/vi/", "/en/", "/vi/search?q=thoi+tiet", "/vi/auctions", "/vi/join")
LOADS = 5
MEASURE = """() => new Promise(done => {
    let shift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const loaded = [...performance.getEntriesByType("navigation"),
        ...performance.getEntriesByType("resource")];
    const bytes = loaded.reduce((sum, each) => sum + each.transferSize, 0);
    setTimeout(() => done([paint, shift, bytes]), 300);
})"""


def main(arguments: list[str]) -> int:
    """Load each page a few times, and print what was measured."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or len(arguments) != 1:
        print(__doc__ if chromium else "There is no Chromium here.")
        return 2
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print(f"{'page':<28}{'first content ms':>18}{'shift':>8}{'bytes':>10}")
        for path in PATHS:
            loads = [_load(browser, arguments[0] + path) for _ in range(LOADS)]
            paint, shift, size = (statistics.median(each) for each in zip(*loads, strict=True))
            print(f"{path:<28}{paint:>18,.0f}{shift:>8.3f}{size:>10,.0f}")
        browser.close()
    return 0


def _load(browser: "Browser", address: str) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="load")
    paint, shift, size = page.evaluate(MEASURE)
    context.close()
    return paint, shift, size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
