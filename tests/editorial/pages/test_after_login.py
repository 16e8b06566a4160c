"""After login those who work in a section see what waits for them."""

from plone import api
from plone.app.testing import TEST_USER_PASSWORD
from plone.base.interfaces import IRedirectAfterLogin
from plone.testing.zope import Browser
from public_content import make_section
from zope.component import getGlobalSiteManager
from zope.interface import implementer
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest

import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.fixture
def site(functional_portal):
    section = make_section(functional_portal)
    for name, role in (("bien-tap", "PBGDPL Editor"), ("nguoi-dan", None)):
        api.user.create(
            email=f"{name}@example.org", username=name, password=TEST_USER_PASSWORD
        )
        if role:
            section.manage_addLocalRoles(name, [role])
    transaction.commit()
    return functional_portal


@pytest.fixture
def log_in_from(site, functional_app):
    """Log in by core's form as people do, coming from a page; return where it leads."""

    def call(name, came_from):
        browser = Browser(functional_app)
        browser.open(f"{site.absolute_url()}/login?came_from={came_from}")
        browser.getControl(name="__ac_name").value = name
        browser.getControl(name="__ac_password").value = TEST_USER_PASSWORD
        browser.getControl("Log in").click()
        return browser.url

    return call


@pytest.mark.parametrize("page", ["", "/", "/login", "/logged_out", "/?x=1"])
def test_an_editor_comes_to_the_desk(site, log_in_from, page):
    came_from = f"{site.absolute_url()}{page}"
    assert log_in_from("bien-tap", came_from).endswith("/@@pbgdpl-review")


def test_a_link_that_was_followed_leads_on(site, log_in_from):
    section = site["pho-bien-giao-duc-phap-luat"].absolute_url()
    assert log_in_from("bien-tap", section) == section


def test_others_stay_where_they_were(site, log_in_from):
    assert log_in_from("nguoi-dan", site.absolute_url()) == site.absolute_url()


def test_what_the_portal_does_after_login_goes_first(site, log_in_from):
    @implementer(IRedirectAfterLogin)
    class ToTheMap:
        def __init__(self, context, request):
            self.url = f"{context.absolute_url()}/sitemap"

        def __call__(self, came_from=None, is_initial_login=False):
            return self.url

    registry = getGlobalSiteManager()
    registry.registerAdapter(ToTheMap, (Interface, IBrowserRequest))
    try:
        assert log_in_from("bien-tap", site.absolute_url()).endswith("/sitemap")
    finally:
        registry.unregisterAdapter(ToTheMap, (Interface, IBrowserRequest))
