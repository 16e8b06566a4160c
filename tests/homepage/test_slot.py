"""Where the homepage centre shows, for everybody's eyes: pages asked for over HTTP."""

from multilingual_portal import speak_languages
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.base.interfaces import INavigationRoot
from plone.testing.zope import Browser
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from sonla.pbgdpl.homepage.slot import homepage_status
from sonla.pbgdpl.homepage.slot import manage_url
from sonla.pbgdpl.homepage.slot import SLOT_ID
from web_requests import ask_for_content
from zope.interface import alsoProvides

import public_content
import pytest
import transaction

REGION = f'id="{SLOT_ID}"'


def get(portal, path="", login=False, alone=False):
    """Get a page of the portal as text, or its content alone."""
    browser = Browser(portal.aq_parent)
    browser.addHeader("Accept", "text/html")
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    browser.followRedirects = True
    if login:
        credentials = f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
        browser.addHeader("Authorization", f"Basic {credentials}")
    if alone:
        ask_for_content(browser)
    browser.open(f"{portal.absolute_url()}{path}")
    return browser


def setting(name, value):
    """Set one of our settings and commit."""
    api.portal.set_registry_record(f"sonla.pbgdpl.{name}", value)
    transaction.commit()


@pytest.fixture
def page(served):
    """Return a published Document at the root of the portal."""
    setRoles(served, TEST_USER_ID, ["Manager"])
    page = public_content.make(served, "Document", "Giới thiệu", id="gioi-thieu")
    transaction.commit()
    return page


def make_home(portal, obj):
    """Make an object the default page of the portal."""
    portal.setDefaultPage(obj.getId())
    transaction.commit()


class TestHomepages:
    def test_site_root_view(self, served):
        html = get(served).contents
        assert REGION in html
        assert html.count(REGION) == 1
        assert "Giới thiệu Luật Đất đai" in html

    def test_default_page(self, served, page):
        make_home(served, page)
        assert REGION in get(served).contents
        assert REGION in get(served, "/gioi-thieu").contents

    def test_collection(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        news = public_content.make(served, "Collection", "Tin mới", id="tin-moi")
        make_home(served, news)
        assert REGION in get(served).contents

    def test_deleted_collection(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        news = public_content.make(served, "Collection", "Tin mới", id="tin-moi")
        make_home(served, news)
        api.content.delete(news)
        transaction.commit()
        browser = get(served)
        assert browser.headers["Status"].startswith("200")
        assert REGION in browser.contents

    def test_language_root(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        root = public_content.make(served, "Folder", "Tiếng Việt", id="vi")
        alsoProvides(root, INavigationRoot)
        root.reindexObject()
        transaction.commit()
        assert REGION in get(served, "/vi").contents

    def test_language_root_shows_its_own_section(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        root = public_content.make(served, "Folder", "English", id="en")
        alsoProvides(root, INavigationRoot)
        root.reindexObject()
        section = public_content.make_section(root, "Legal education")
        public_content.make(section, "LegalNews", "Course on the land law")
        transaction.commit()
        html = get(served, "/en").contents
        assert "Course on the land law" in html
        assert "Tập huấn Luật Đất đai" not in html

    def test_chosen_page(self, served, page):
        assert REGION not in get(served, "/gioi-thieu").contents
        setting("homepage.centre_pages", ["/gioi-thieu/"])
        assert REGION in get(served, "/gioi-thieu").contents

    @pytest.mark.parametrize("position", ["above", "below"])
    def test_position(self, served, position):
        setting("homepage.centre_position", position)
        html = get(served).contents
        assert html.count(REGION) == 1
        above = html.index(REGION) < html.index('id="content-core"')
        assert above is (position == "above")


class TestLanguages:
    """The roots that plone.app.multilingual makes, as an administrator gets them."""

    @pytest.fixture(autouse=True)
    def home(self, functional_portal):
        """Return the default page of the Vietnamese root; the English one has none."""
        assign_portlet()
        speak_languages(functional_portal, "vi", "en")
        vietnamese = functional_portal["vi"]
        section = public_content.make_section(vietnamese)
        public_content.make(section, "LegalNews", "Tập huấn Luật Đất đai")
        home = public_content.make(vietnamese, "Document", "Trang chủ", id="trang-chu")
        transaction.commit()
        return home

    @pytest.mark.parametrize("path", ["", "/vi", "/en"])
    def test_roots(self, functional_portal, path):
        browser = get(functional_portal, path)
        assert browser.url == functional_portal.absolute_url() + (path or "/vi")
        assert browser.contents.count(REGION) == 1
        assert "Tập huấn Luật Đất đai" in browser.contents

    def test_default_page(self, functional_portal, home):
        assert REGION not in get(functional_portal, "/vi/trang-chu").contents
        make_home(functional_portal["vi"], home)
        for path in ("", "/vi", "/vi/trang-chu"):
            html = get(functional_portal, path).contents
            assert html.count(REGION) == 1
            assert "Trang chủ" in html


class TestElsewhere:
    @pytest.mark.parametrize(
        "path",
        [
            "/@@search",
            "/sitemap",
            "/login",
            "/no-such-page",
            "/pho-bien-giao-duc-phap-luat",
            "/gioi-thieu",
        ],
    )
    def test_absent_for_anonymous(self, served, page, path):
        assert REGION not in get(served, path).contents

    @pytest.mark.parametrize(
        "path",
        [
            "/folder_contents",
            "/++add++Document",
            "/gioi-thieu/edit",
            "/gioi-thieu/@@sharing",
            "/@@overview-controlpanel",
            "/@@manage-portlets",
        ],
    )
    def test_absent_for_managers(self, served, page, path):
        make_home(served, page)
        assert REGION not in get(served, path, login=True).contents

    def test_switched_off(self, served):
        setting("homepage.show_centre", False)
        assert REGION not in get(served).contents
        assert get(served, "/@@pbgdpl-centre").contents == ""


class TestFragment:
    def test_is_the_region_alone(self, served):
        html = get(served, "/@@pbgdpl-centre").contents
        assert html.startswith(f"<div {REGION}>")
        assert "<body" not in html
        assert "Giới thiệu Luật Đất đai" in html

    def test_may_be_kept_for_anonymous(self, served):
        headers = get(served, "/@@pbgdpl-centre").headers
        assert "public" in headers["Cache-Control"]
        assert headers["ETag"]

    def test_must_not_be_kept_for_people(self, served):
        headers = get(served, "/@@pbgdpl-centre", login=True).headers
        assert "private" in headers["Cache-Control"]

    def test_unchanged(self, served):
        tag = get(served, "/@@pbgdpl-centre").headers["ETag"]
        browser = Browser(served.aq_parent)
        browser.raiseHttpErrors = False
        browser.addHeader("If-None-Match", tag)
        browser.open(f"{served.absolute_url()}/@@pbgdpl-centre")
        assert browser.headers["Status"].startswith("304")


class TestManaging:
    def test_root_has_the_portlet(self, served):
        browser = get(served, f"/@@topbar-manage-portlets/{HOMEPAGE_MANAGER}", True)
        assert "legal-education/edit" in browser.contents
        assert "+/portlets.LegalEducation" in browser.contents

    def test_our_link_is_that_page(self, served):
        assert manage_url().startswith(served.absolute_url())

    @pytest.mark.parametrize("home", [True, False])
    def test_toolbar_of_a_page_leads_to_the_root(self, served, page, home):
        if home:
            make_home(served, page)
        path = f"/gioi-thieu/@@topbar-manage-portlets/{HOMEPAGE_MANAGER}"
        browser = get(served, path, login=True)
        assert browser.url == manage_url()

    def test_chosen_page_has_portlets_of_its_own(self, served, page):
        setting("homepage.centre_pages", ["gioi-thieu"])
        path = f"/gioi-thieu/@@topbar-manage-portlets/{HOMEPAGE_MANAGER}"
        assert get(served, path, login=True).url.endswith(path)

    def test_edit_form(self, served):
        form = "/++contextportlets++sonla.pbgdpl.homepagecentre/legal-education/edit"
        browser = get(served, form, login=True, alone=True)
        browser.getControl(name="form.widgets.heading").value = "Pháp luật quanh ta"
        browser.getControl(name="form.widgets.count").value = "2"
        browser.getControl(name="form.buttons.apply").click()
        transaction.begin()
        assert "Pháp luật quanh ta" in get(served).contents

    def test_add_form(self, served):
        form = (
            "/++contextportlets++sonla.pbgdpl.homepagecentre/+/portlets.LegalEducation"
        )
        browser = get(served, form, login=True, alone=True)
        browser.getControl(name="form.widgets.heading").value = "Vùng thứ hai"
        browser.getControl(name="form.buttons.add").click()
        assert "Vùng thứ hai" in get(served).contents

    def test_edit_form_refuses_no_items(self, served):
        form = "/++contextportlets++sonla.pbgdpl.homepagecentre/legal-education/edit"
        browser = get(served, form, login=True, alone=True)
        browser.getControl(name="form.widgets.heading").value = "Pháp luật quanh ta"
        browser.getControl(name="form.widgets.count").value = "0"
        browser.getControl(name="form.buttons.apply").click()
        assert browser.getControl(name="form.widgets.heading").value == (
            "Pháp luật quanh ta"
        )
        assert "Pháp luật quanh ta" not in get(served).contents


class TestStatus:
    def test_shown(self, served):
        assert homepage_status(served.REQUEST) == "shown"

    def test_off(self, served):
        setting("homepage.show_centre", False)
        assert homepage_status(served.REQUEST) == "off"

    def test_empty(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        api.content.delete(served["pho-bien-giao-duc-phap-luat"])
        transaction.commit()
        assert homepage_status(served.REQUEST) == "empty"


class TestResources:
    def test_loaded_on_our_pages(self, served):
        for path in ("", "/pho-bien-giao-duc-phap-luat"):
            assert "/pbgdpl.css" in get(served, path).contents

    def test_not_loaded_elsewhere(self, served, page):
        for path in ("/gioi-thieu", "/sitemap"):
            assert "/pbgdpl.css" not in get(served, path).contents

    def test_not_loaded_where_the_centre_has_nothing_to_show(self, served):
        setRoles(served, TEST_USER_ID, ["Manager"])
        api.content.delete(served["pho-bien-giao-duc-phap-luat"])
        transaction.commit()
        assert "/pbgdpl.css" not in get(served).contents

    @pytest.mark.parametrize(
        "name", ["@@historyview", "content_status_history", "folder_factories"]
    )
    def test_not_loaded_where_a_view_of_ours_stands_for_plones(
        self, served, page, name
    ):
        path = "" if name == "folder_factories" else "/gioi-thieu"
        contents = get(served, f"{path}/{name}", login=True).contents
        assert "<html" in contents and "/pbgdpl.css" not in contents
