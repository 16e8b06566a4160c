"""A section with two editors and a text, committed for the browser."""

from made_once import made_once
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from typing import Any

import pytest
import transaction

PASSWORD = "Mat-khau-1234"
EDITORS = ("bien-tap", "dong-nghiep")


@pytest.fixture
def portal_with_text(functional_portal) -> Any:
    """Make the section and a text that both editors may change."""
    made_once(functional_portal, furnish)
    transaction.commit()
    return functional_portal


def furnish(portal: Any) -> None:
    """Make the section and a text that both editors may change."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    section = api.content.create(portal, "LegalEducationSection", "phap-luat", "PBGDPL")
    for name in EDITORS:
        api.user.create(
            f"{name}@example.vn", name, PASSWORD, roles=["Member", "Manager"]
        )
    text = api.content.create(
        section, "LegalIntroduction", "luat", "Luật Đất đai", kind="de-cuong"
    )
    text.description = "Tóm tắt ban đầu"
    api.content.create(portal, "Document", "ngoai", "Ngoài chuyên trang")


@pytest.fixture
def section_url(portal_with_text) -> str:
    """Return the address of the section."""
    return portal_with_text["phap-luat"].absolute_url()


@pytest.fixture
def editor(page, log_in, portal_with_text) -> Any:
    """Return a tab in which the first editor is logged in; dialogs are accepted."""
    page.on("dialog", lambda dialog: dialog.accept())
    log_in(page, EDITORS[0], PASSWORD)
    return page


@pytest.fixture
def text(portal) -> Any:
    """Return a text without committing it."""
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, "LegalEducationSection", "s", "S")
        return api.content.create(
            section, "LegalIntroduction", "t", "T", kind="de-cuong"
        )
