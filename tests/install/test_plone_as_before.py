"""What Plone's own tests found to be otherwise with the add-on (``make upstream``)."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.testing.zope import Browser

import pytest
import requests

OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    "page",
    ["@@usergroup-userprefs", "@@usergroup-groupprefs", "@@overview-controlpanel"],
)
def test_first_look_at_users_and_groups_writes_nothing(functional_portal, page):
    """What is written by a look has to be confirmed, on a page of its own."""
    browser = Browser(functional_portal.getPhysicalRoot())
    browser.addHeader("Authorization", "Basic {}:{}".format(*OWNER))
    browser.open(f"{functional_portal.absolute_url()}/{page}")
    assert "form.button.confirm" not in browser.contents


def test_rest_logs_in(functional_portal):
    who = {"login": TEST_USER_NAME, "password": TEST_USER_PASSWORD}
    url = f"{functional_portal.absolute_url()}/@login"
    answer = requests.post(url, json=who, headers=JSON, timeout=60)
    assert answer.status_code == 200
    assert answer.json()["token"]


@pytest.mark.parametrize("words", ["(", ")", "luat(dat)"])
@pytest.mark.parametrize("service", ["@search"])
def test_search_for_marks_alone_is_answered(functional_portal, service, words):
    url = f"{functional_portal.absolute_url()}/{service}"
    asked = {"params": {"SearchableText": words}, "headers": JSON, "auth": OWNER}
    assert requests.get(url, timeout=60, **asked).status_code == 200
