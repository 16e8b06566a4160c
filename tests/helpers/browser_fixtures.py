"""Fixtures for tests in a real Chromium, against the functional layer's server.

The root conftest loads this module, so that every test may ask for `chromium`,
`browser_context`, `page`, `log_in` and `as_person`. What a test makes in `functional_portal`
it must commit before the browser can see it.
"""

from collections.abc import Callable
from collections.abc import Iterator
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import expect
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from sonla.pbgdpl.homepage import rendering
from typing import Any
from vietnamese_portal import PASSWORD

import os
import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A process for each page would be a sixth of the browser's work.
    "--renderer-process-limit=1",
]
PHONE = {"width": 360, "height": 740}
PATIENCE = 180_000
"""Milliseconds: a machine with other work is slow; what never comes fails all the same."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one Chromium for the session; a missing one fails, it never skips."""
    path = os.environ.get("PBGDPL_CHROMIUM", "/usr/bin/chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def blocks_have_time(request: pytest.FixtureRequest) -> None:
    """Let pages in a browser have all their blocks, however busy the machine is."""
    if "chromium" in request.fixturenames:
        patch = request.getfixturevalue("monkeypatch")
        patch.setattr(rendering, "BUDGET", 60.0)


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    """Yield a fresh profile: own cookies, own storage, Vietnamese."""
    context = chromium.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """Return a tab."""
    return browser_context.new_page()


@pytest.fixture
def log_in(functional_portal) -> Callable[[Page, str, str], None]:
    """Return a function that logs the browser of a tab in."""

    def do(page: Page, name: str, password: str) -> None:
        log_browser_in(page, functional_portal.absolute_url(), name, password)

    return do


@pytest.fixture
def as_person(
    chromium: Browser, functional_portal: Any
) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a browser of its own for a person, or for anybody.

    Options are those of a browser's context, such as `viewport`. Questions of the page
    are answered with yes.
    """
    contexts = []

    def open_page(name: str | None = None, **options: Any) -> Page:
        context = chromium.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if name:
            log_browser_in(page, functional_portal.absolute_url(), name, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()


def log_browser_in(page: Page, portal_url: str, name: str, password: str) -> None:
    """Log the browser of a tab in: the login form is sent, and never drawn, as that takes long."""
    form = {"__ac_name": name, "__ac_password": password, "buttons.login": "1"}
    page.context.request.post(f"{portal_url}/login", form=form, max_redirects=0)
    assert any(one["name"] == "__ac" for one in page.context.cookies()), name
