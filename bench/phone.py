"""A cheap phone on a slow line: Chromium, which slows itself down by its own protocol.

Each page is loaded by a browser that knows nothing yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from playwright.sync_api import Browser
from playwright.sync_api import sync_playwright

import subprocess
import sys

FIND = Path(__file__).parents[1] / "tools" / "find-browser.sh"
SCREEN = {"width": 360, "height": 740}
SLOWER = 4
"""Times that the processor of the phone is slower than this machine's."""
BYTES_A_SECOND = 400_000 / 8
LATENCY = 300
"""Milliseconds from a request to the first byte of its answer."""
TIMEOUT = 180_000
OBSERVE = """() => {
    window.seen = {fcp: 0, lcp: 0, long: []};
    const observe = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({type, buffered: true});
    observe('paint', one => {
        if (one.name === 'first-contentful-paint') window.seen.fcp = one.startTime;
    });
    observe('largest-contentful-paint', one => { window.seen.lcp = one.startTime; });
    observe('longtask', one => { window.seen.long.push([one.startTime, one.duration]); });
}"""
SHORT = 50
"""Milliseconds of a task that no reader notices."""


@dataclass(frozen=True)
class Load:
    """Hold what a reader waited for, in milliseconds, and what came, in kilobytes."""

    first_paint: float
    largest_paint: float
    blocked: float
    """What tasks took beyond a short one's time from the first paint on (TBT)."""
    kilobytes: float


@contextmanager
def phone() -> Iterator[Browser]:
    """Start the browser, which tests use, too."""
    found = subprocess.run(
        ["sh", str(FIND), sys.executable], check=True, capture_output=True, text=True
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


def load(browser: Browser, address: str) -> Load:
    """Load a page until nothing more comes; anything but 200 is an error."""
    context = browser.new_context(viewport=SCREEN, locale="vi-VN", has_touch=True)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    sizes: list[float] = []
    protocol.on(
        "Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"])
    )
    protocol.send("Network.enable")
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {
        "offline": False,
        "latency": LATENCY,
        "downloadThroughput": BYTES_A_SECOND,
        "uploadThroughput": BYTES_A_SECOND,
    }
    protocol.send("Network.emulateNetworkConditions", line)
    page.add_init_script(f"({OBSERVE})()")
    answer = page.goto(address, timeout=TIMEOUT)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{address} was not answered with a page")
    page.wait_for_load_state("networkidle", timeout=TIMEOUT)
    seen = page.evaluate("window.seen")
    context.close()
    blocked = sum(
        duration - SHORT for begun, duration in seen["long"] if begun >= seen["fcp"]
    )
    return Load(seen["fcp"], seen["lcp"], blocked, sum(sizes) / 1000)
