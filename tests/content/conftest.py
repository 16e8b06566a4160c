"""A unit served over HTTP and a browser in which its writer is logged in."""

from plone import api
from plone.testing.zope import Browser

import pytest
import transaction

PASSWORD = "secret-123-abc"


@pytest.fixture
def unit(functional_portal):
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(
            functional_portal, "LegalEducationSection", title="PBGDPL"
        )
        unit = api.content.create(section, "ContributingUnit", title="STP", code="stp")
        api.user.create(email="a@example.com", username="writer", password=PASSWORD)
        api.user.grant_roles(
            username="writer", roles=["Contributor", "Editor", "Reader"], obj=unit
        )
    transaction.commit()
    return unit


@pytest.fixture
def browser(functional, unit):
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic writer:{PASSWORD}")
    return browser


@pytest.fixture
def add_row():
    """Do what the script of the grid does: name the empty row after its number."""

    def add(browser, prefix, index):
        source = browser.contents
        counter = f'name="{prefix}.count" value="{index}"'
        assert counter in source
        source = source.replace(counter, f'name="{prefix}.count" value="{index + 1}"')
        empty = "AA" if f"{prefix}.AA" in source else "TT"
        source = source.replace(f"{prefix}.{empty}", f"{prefix}.{index}")
        dashed = prefix.replace(".", "-")
        replace_page(browser, source.replace(f"{dashed}-{empty}", f"{dashed}-{index}"))

    return add


def replace_page(browser, source):
    """Let the browser go on with another source of its page; what was typed is lost."""
    browser._response.body = source.encode()
    browser._response._forms_indexed = None
    browser._changed()
    browser._contents = source.encode()
