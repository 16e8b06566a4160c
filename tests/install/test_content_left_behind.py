"""Content outlives the add-on: the portal goes on, with pages for what has no type."""

from content_types import OWN_TYPES
from foreign_portal import manager_browser
from foreign_portal import SECTION
from foreign_portal import SITE_ID
from foreign_portal import uninstall
from plone import api
from plone.testing.zope import Browser
from section_snapshot import facts
from section_snapshot import items
from section_snapshot import make_question_folders
from section_snapshot import reload
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder
from zope.dottedname.resolve import resolve

import json
import logging
import pytest
import transaction

PARENT_LISTING = {
    "criteria": [
        {
            "i": "path",
            "o": "plone.app.querystring.operation.string.path",
            "v": "/::1",
        }
    ]
}
"""What the script of folder contents asks for the items in the root of the portal."""


@pytest.mark.parametrize("portal_type", OWN_TYPES)
def test_every_type_of_ours_outlives_itself(portal, portal_type):
    assert issubclass(
        resolve(portal.portal_types[portal_type].klass),
        (OrphanSafeItem, OrphanSafeContainer),
    )


@pytest.mark.long
class TestLeftovers:
    """After the uninstallation."""

    @pytest.fixture(scope="class")
    def left(self, shared_demo):
        """Uninstall, and give the portal with what was public before."""
        portal, manager = shared_demo
        make_question_folders(portal)
        before = facts(portal)
        uninstall(manager, portal)
        reload(portal)
        assert "khôi phục đầy đủ khi cài đặt lại" in manager.contents
        return portal, before

    def test_nothing_is_lost(self, left):
        portal, before = left
        assert {path: obj.UID() for path, obj in items(portal).items()} == {
            path: one["uid"] for path, one in before.items()
        }

    def test_folders_of_questions_bear_no_mark_of_a_package_that_may_go(self, left):
        portal, _before = left
        folder = portal[SECTION]["cau-hoi"]
        assert folder.objectIds()
        for one in (folder, *folder.objectValues()):
            assert not IQuestionsFolder.providedBy(one)
        found = portal.portal_catalog.unrestrictedSearchResults(
            object_provides=IQuestionsFolder.__identifier__
        )
        assert len(found) == 0

    def test_nothing_is_more_visible(self, left):
        portal, before = left
        now = {path: is_public(obj) for path, obj in items(portal).items()}
        assert now == {path: one["public"] for path, one in before.items()}

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/sitemap",
            "/@@search?SearchableText=ph%C3%A1p+lu%E1%BA%ADt",
            "/tin-tuc",
            "/gop-y",
            f"/{SECTION}",
            f"/{SECTION}/tin-tuc",
            f"/{SECTION}/so-tu-phap",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd/view",
            f"/{SECTION}/so-tu-phap/video-mau",
            f"/{SECTION}/so-tu-phap/to-gap-mau.pdf",
        ],
    )
    def test_visitors_meet_no_error(self, left, foreign_class, path):
        portal, _ = left
        browser = Browser(foreign_class["app"])
        browser.open(portal.absolute_url() + path)
        assert browser.headers["status"].startswith("200")

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/folder_contents",
            "/prefs_install_products_form",
            "/@@content-controlpanel?type_id=Document",
            f"/{SECTION}",
            f"/{SECTION}/folder_contents",
            f"/{SECTION}/sharing",
            f"/{SECTION}/edit",
            f"/{SECTION}/delete_confirmation",
            f"/{SECTION}/content_status_history",
            f"/{SECTION}/so-tu-phap",
            f"/{SECTION}/so-tu-phap/folder_contents",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd/@@edit",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd/sharing",
            f"/{SECTION}/so-tu-phap/218-qd-ubnd/@@historyview",
            f"/{SECTION}/tin-tuc/edit",
        ],
    )
    def test_administrators_meet_no_error(self, left, foreign_class, path, caplog):
        portal, _ = left
        browser = manager_browser(foreign_class["app"])
        with caplog.at_level(logging.ERROR):
            browser.open(portal.absolute_url() + path)
        assert browser.headers["status"].startswith("200")
        # What core can't draw of a page it leaves out, and logs.
        assert not [one.getMessage() for one in caplog.records]

    def test_listing_of_the_parent_names_the_section(self, left):
        """What folder contents shows comes from the catalog, which needs no type."""
        portal, _ = left
        view = api.content.get_view("getVocabulary", portal, portal.REQUEST)
        portal.REQUEST.form.update(
            name="plone.app.vocabularies.Catalog",
            query=json.dumps(PARENT_LISTING),
            attributes=json.dumps(["id", "path"]),
        )
        listed = json.loads(view())["results"]
        assert SECTION in {row["id"] for row in listed}

    def test_rest_answers(self, left, foreign_class):
        portal, _ = left
        browser = manager_browser(foreign_class["app"])
        browser.addHeader("Accept", "application/json")
        browser.open(f"{portal.absolute_url()}/++api++/{SECTION}")
        assert json.loads(browser.contents)["@type"] == "LegalEducationSection"

    def test_editors_are_told_and_visitors_are_not(self, left, foreign_class):
        portal, _ = left
        url = f"{portal.absolute_url()}/{SECTION}/so-tu-phap/218-qd-ubnd"
        for browser, told in (
            (manager_browser(foreign_class["app"]), True),
            (Browser(foreign_class["app"]), False),
        ):
            browser.open(url)
            assert ('role="note"' in browser.contents) is told

    def test_text_stays_readable(self, left, foreign_class):
        portal, _ = left
        browser = Browser(foreign_class["app"])
        browser.open(f"{portal.absolute_url()}/{SECTION}/so-tu-phap/218-qd-ubnd")
        assert "tám nhóm nội dung" in browser.contents

    def test_text_can_be_moved(self, left):
        portal, _ = left
        moved = api.content.move(portal[SECTION]["so-tu-phap"]["video-mau"], portal)
        assert moved.getId() in portal.objectIds()
        transaction.abort()

    def test_what_was_hidden_stays_hidden(self, left, foreign_class):
        portal, before = left
        hidden = [path for path, one in before.items() if not one["public"]]
        assert len(hidden) > 5
        for path in hidden:
            browser = Browser(foreign_class["app"])
            browser.open(f"{portal.absolute_url()}{path.removeprefix(f'/{SITE_ID}')}")
            assert "login" in browser.url, path
