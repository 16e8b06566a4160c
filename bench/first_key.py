"""How soon somebody can type into a form: a real browser, from the click to the first letter.

Keys are pressed from the beginning, as by somebody who doesn't wait. What counts is when the
field has one, by the clock of the page, which begins with the navigation.
"""

from bench.serving import Served
from collections.abc import Iterator
from contextlib import contextmanager
from playwright.sync_api import BrowserContext
from playwright.sync_api import sync_playwright
from tools.cluster_parts import ROOT

import subprocess
import sys

TITLE = "#form-widgets-IDublinCore-title"
READY = "form[data-pbgdpl-draft=ready]"
LISTEN = """addEventListener('input', event => {
    if (event.isTrusted) window.firstKey ??= performance.now();
}, true)"""
TIMEOUT = 60_000
"""Milliseconds."""


@contextmanager
def person(served: Served, login: str, password: str) -> Iterator[BrowserContext]:
    """Yield a browser of its own, with nothing kept from before, in which somebody is logged in."""
    program = subprocess.run(
        ["sh", ROOT / "tools" / "find-browser.sh", sys.executable],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    sent = {"__ac_name": login, "__ac_password": password, "buttons.login": "1"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(TIMEOUT)
        context.request.post(f"{address(served)}/login", form=sent, max_redirects=0)
        context.add_init_script(LISTEN)
        yield context
        browser.close()


def address(served: Served) -> str:
    """Return the address of the portal."""
    return f"http://127.0.0.1:{served.port}{served.site}"


def first_key(context: BrowserContext, url: str) -> float:
    """Return the milliseconds until the title of a form has a letter; it must stay there."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    while not page.evaluate("window.firstKey"):
        page.keyboard.press("a")
    time = page.evaluate("window.firstKey")
    page.wait_for_selector(READY)
    if "a" not in page.input_value(TITLE):
        raise RuntimeError("the letter that was typed is not in the title")
    page.close()
    return float(time)
