"""The edit form of the portlet, when the featured item is not there any more."""

from new_items import create
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.testing.zope import Browser
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage.portlet import Assignment
from web_requests import ask_for_content
from zope.component import getMultiAdapter
from zope.component import getUtility

import pytest
import transaction

HEADING = "form.widgets.heading"
FEATURED = "form.widgets.featured"
SAVE = "form.buttons.apply"
GONE = "item you chose is not to be found"


@pytest.fixture
def video(functional_portal):
    """Make a material and a portlet that features it."""
    with api.env.adopt_roles(["Manager"]):
        section = create(functional_portal, "LegalEducationSection", title="PBGDPL")
        video = create(section, "EducationMaterial", title="Phim", kind="video")
    portlets(functional_portal)["noi-bat"] = Assignment(featured=video.UID())
    transaction.commit()
    return video


@pytest.fixture
def edit_form(functional, functional_portal, video):
    """Return a function that opens the edit form of the portlet."""
    browser = Browser(functional["app"])
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    ask_for_content(browser)
    place = f"++contextportlets++{HOMEPAGE_MANAGER}/noi-bat/edit"

    def open_form():
        browser.open(f"{functional_portal.absolute_url()}/{place}")
        return browser

    return open_form


def portlets(portal):
    manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER)
    return getMultiAdapter((portal, manager), IPortletAssignmentMapping)


def stored(portal):
    transaction.begin()
    portlet = portlets(portal)["noi-bat"]
    return portlet.heading, portlet.featured


def delete(video):
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(video, check_linkintegrity=False)
    transaction.commit()


def test_deleted_video_does_not_block_other_changes(
    edit_form, video, functional_portal
):
    uid = video.UID()
    delete(video)
    browser = edit_form()
    assert GONE in browser.contents
    browser.getControl(name=HEADING).value = "Pháp luật cho mọi nhà"
    browser.getControl(name=SAVE).click()
    assert stored(functional_portal) == ("Pháp luật cho mọi nhà", uid)


def test_deleted_video_is_taken_out(edit_form, video, functional_portal):
    delete(video)
    browser = edit_form()
    browser.getControl(name=FEATURED).value = ""
    browser.getControl(name=SAVE).click()
    assert stored(functional_portal) == (None, None)
    assert GONE not in edit_form().contents


def test_video_that_is_there_needs_no_words(edit_form, video, functional_portal):
    browser = edit_form()
    assert GONE not in browser.contents
    browser.getControl(name=SAVE).click()
    assert stored(functional_portal) == (None, video.UID())


def test_another_unknown_video_is_refused(edit_form, video, functional_portal):
    uid = video.UID()
    delete(video)
    browser = edit_form()
    browser.getControl(name=HEADING).value = "Pháp luật"
    browser.getControl(name=FEATURED).value = "0" * 32
    browser.getControl(name=SAVE).click()
    assert stored(functional_portal) == (None, uid)
    assert browser.getControl(name=HEADING).value == "Pháp luật"
