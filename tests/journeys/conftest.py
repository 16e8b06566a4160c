"""A browser for each person of the chain, and their usual ways through the portal."""

from browser_fixtures import fill_login
from playwright.sync_api import Page
from typing import Any
from vietnamese_portal import furnish
from vietnamese_portal import PASSWORD

import pytest
import transaction


@pytest.fixture
def site(functional_portal) -> Any:
    """Give the Vietnamese portal; what a test makes in it must be committed."""
    furnish(functional_portal)
    transaction.commit()
    return functional_portal


@pytest.fixture
def as_person(chromium, site) -> Any:
    """Give a function that opens a browser of its own for a person, logged in."""
    contexts = []

    def open_page(name: str | None = None, **options: Any) -> Page:
        context = chromium.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        # A machine with other work is slow; what never comes fails all the same.
        context.set_default_timeout(180_000)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if name:
            page.goto(f"{site.absolute_url()}/login")
            fill_login(page, name, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()
