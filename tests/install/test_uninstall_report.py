"""What an administrator reads before the add-on goes, and the button under it."""

from foreign_portal import install
from foreign_portal import manager_browser
from foreign_portal import SECTION
from foreign_portal import uninstall
from new_items import create
from plone import api
from plone.testing.zope import Browser
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import ISetupStep
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.editorial.mail import RETURNED
from sonla.pbgdpl.editorial.transaction_log import keep_for_administrators
from sonla.pbgdpl.editorial.transaction_log import members_list_transactions
from sonla.pbgdpl.install.remaining import remaining_content
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.queue import make_queue
from sonla.pbgdpl.mail.queue import QueuedMail
from zExceptions import Forbidden
from zExceptions import Unauthorized
from zope.component import getGlobalSiteManager

import lxml.html
import pytest
import re
import transaction

PAGE = "@@pbgdpl-uninstall-report"
PASSWORD = "Mat-khau-rieng-1"


def browser_of(app, portal, roles):
    """Open a browser logged in as somebody with the given roles."""
    api.user.create("ai-do@example.org", "ai-do", PASSWORD, roles=roles)
    transaction.commit()
    browser = Browser(app)
    browser.handleErrors = False
    browser.addHeader("Authorization", f"Basic ai-do:{PASSWORD}")
    return browser


def is_installed(portal):
    """Return whether the add-on is installed, as committed."""
    transaction.begin()
    return bool(
        portal.portal_setup.getLastVersionForProfile("sonla.pbgdpl:default")
    ) and ("LegalNews" in portal.portal_types)


class TestCounts:
    @pytest.fixture()
    def section(self, portal):
        with api.env.adopt_roles(["Manager"]):
            return api.content.create(portal, "LegalEducationSection", "a", title="A")

    def counts(self):
        return [(one.path, one.counts) for one in remaining_content()]

    def test_nothing(self, portal):
        assert remaining_content() == []

    def test_by_section_and_type(self, portal, section):
        with api.env.adopt_roles(["Manager"]):
            unit = create(section, "ContributingUnit", title="U", code="u")
            for place in (section, unit):
                create(place, "LegalNews", title="Tin")
            create(section, "Document", title="Không đếm")
        assert self.counts() == [
            (
                "/plone/a",
                {"LegalEducationSection": 1, "ContributingUnit": 1, "LegalNews": 2},
            )
        ]

    def test_outside_of_all_sections(self, portal):
        """A text that an administrator moved out is not forgotten."""
        fti = portal.portal_types["LegalNews"]
        fti.global_allow = True
        with api.env.adopt_roles(["Manager"]):
            create(portal, "LegalNews", title="Lạc")
        assert self.counts() == [("", {"LegalNews": 1})]


class TestPage:
    @pytest.fixture()
    def url(self, installed):
        return f"{installed.absolute_url()}/{PAGE}"

    def test_before_any_content(self, url, manager):
        manager.open(url)
        assert "pbgdpl-remains" in manager.contents
        assert "<table" not in manager.contents
        assert "pbgdpl-demo-accounts" not in manager.contents

    @pytest.mark.long
    def test_reports_content_and_members(self, demo, manager):
        manager.open(f"{demo.absolute_url()}/{PAGE}")
        rows = re.findall(r"<tr>(.*?)</tr>", manager.contents, re.DOTALL)
        cells = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in rows[1:]]
        total = sum(int(row[-1]) for row in cells)
        assert total == sum(one.total for one in remaining_content())
        assert "Biên tập viên (mẫu) (editor)" in manager.contents

    @pytest.mark.long
    def test_reports_the_accounts_of_the_demonstration(self, demo, manager):
        api.user.delete(username="approver")
        api.user.get(username="editor").setMemberProperties({"email": "a@sonla.vn"})
        transaction.commit()
        manager.open(f"{demo.absolute_url()}/{PAGE}")
        (section,) = lxml.html.fromstring(manager.contents).xpath(
            "//section[@aria-labelledby='pbgdpl-demo-accounts']"
        )
        assert [li.text for li in section.iter("li")] == [
            "Người đóng góp (mẫu) (contributor)"
        ]
        assert "@@usergroup-userprefs" in section.xpath(".//a/@href")[0]

    def test_reports_the_mails_that_go_unsent(self, url, foreign_portal, manager):
        manager.open(url)
        assert "pbgdpl-mails-go" not in manager.contents
        queue = make_queue(foreign_portal)
        for number in range(3):
            recipient = Recipient("", "A", f"{number}@sonla.example")
            mail = QueuedMail(
                [Notice(RETURNED.name, recipient, "Tin", "", "")], utc_now()
            )
            mail.note_failure(DeliveryProblem("refused", ""), number == 0, utc_now())
            queue.add(mail)
        transaction.commit()
        manager.open(url)
        (line,) = lxml.html.fromstring(manager.contents).cssselect("#pbgdpl-mails-go")
        assert "3" in line.text_content()
        assert line.xpath(".//a/@href")[0].endswith("/@@pbgdpl-mail")

    def test_reports_that_the_log_of_changes_stays_as_it_was_set(
        self, url, foreign_portal, manager
    ):
        manager.open(url)
        assert "List undoable changes" not in manager.contents
        keep_for_administrators(foreign_portal)
        transaction.commit()
        manager.open(url)
        assert "List undoable changes" in manager.contents
        uninstall(manager, foreign_portal)
        transaction.begin()
        assert not members_list_transactions(foreign_portal)

    @pytest.mark.parametrize("roles", [["Member"], ["Editor"], ["Reviewer"]])
    def test_refused_without_the_permission(
        self, url, manager, foreign, foreign_portal, roles
    ):
        manager.open(url)
        browser = browser_of(foreign["app"], foreign_portal, roles)
        with pytest.raises(Unauthorized):
            browser.open(url)

    def test_site_administrators_read_without_the_button(
        self, url, foreign, foreign_portal
    ):
        """Add-ons are the Manager's business in Plone, and so is this button."""
        browser = browser_of(foreign["app"], foreign_portal, ["Site Administrator"])
        browser.open(url)
        assert "pbgdpl-remains" in browser.contents
        assert 'name="uninstall"' not in browser.contents

    def test_address_alone_does_nothing(self, url, foreign_portal, foreign):
        browser = manager_browser(foreign["app"])
        with pytest.raises(Forbidden):
            browser.open(f"{url}?uninstall=1")
        assert is_installed(foreign_portal)

    def test_foreign_form_does_nothing(self, url, foreign_portal, foreign):
        browser = manager_browser(foreign["app"])
        with pytest.raises(Forbidden):
            browser.post(url, "uninstall=1")
        assert is_installed(foreign_portal)

    @pytest.mark.long
    def test_button_uninstalls(self, demo, manager):
        manager.open(f"{demo.absolute_url()}/{PAGE}")
        manager.getControl(name="uninstall").click()
        assert manager.url.endswith("/prefs_install_products_form")
        assert "khôi phục đầy đủ khi cài đặt lại" in manager.contents
        assert not is_installed(demo)
        assert SECTION in demo

    def test_page_goes_with_the_add_on(self, url, manager):
        manager.open(url)
        manager.getControl(name="uninstall").click()
        manager.handleErrors = True
        manager.raiseHttpErrors = False
        manager.open(url)
        assert manager.headers["status"].startswith("404")


class BrokenStep(SetupStep):
    def uninstall(self, site):
        raise RuntimeError("disk on fire")


@pytest.mark.long
class TestFailure:
    """A step that fails leaves the portal as it was, whichever button was pressed."""

    @pytest.fixture(params=[999, 60, 0])
    def broken(self, request, foreign_portal):
        """Register a step that fails: before, among or after ours."""
        step = BrokenStep()
        step.order = request.param
        getGlobalSiteManager().registerUtility(step, ISetupStep, "broken")
        yield
        getGlobalSiteManager().unregisterUtility(step, ISetupStep, "broken")

    @pytest.mark.parametrize("button", ["panel", "report"])
    def test_nothing_is_half_done(self, demo, manager, broken, button):
        states = {b.getPath(): b.review_state for b in demo.portal_catalog()}
        manager.handleErrors = True
        manager.raiseHttpErrors = False
        if button == "panel":
            uninstall(manager, demo)
            assert "alert-danger" in manager.contents
        else:
            manager.open(f"{demo.absolute_url()}/{PAGE}")
            manager.getControl(name="uninstall").click()
            assert manager.headers["status"].startswith("500")
        assert is_installed(demo)
        assert states == {b.getPath(): b.review_state for b in demo.portal_catalog()}
        assert api.group.get(groupname="pbgdpl-editors") is not None


class TestAddonsPanel:
    """Who uninstalls there is told first, and finds the report."""

    def box(self, manager, portal):
        manager.open(f"{portal.absolute_url()}/prefs_install_products_form")
        return lxml.html.fromstring(manager.contents).cssselect(
            "#pbgdpl-before-uninstalling"
        )

    def test_tells_what_to_do_first(self, manager, installed):
        (box,) = self.box(manager, installed)
        manager.open(box.xpath(".//a/@href")[0])
        manager.getControl(name="create_structure").click()
        (box,) = self.box(manager, installed)
        assert len(box.xpath(".//a")) == 1

    @pytest.mark.long
    def test_tells_what_would_remain(self, demo, manager):
        (box,) = self.box(manager, demo)
        remainders = remaining_content()
        total = sum(one.total for one in remainders)
        shown = " ".join(box.text_content().split())
        assert f" {total} " in shown
        counts = {
            name: sum(one.counts.get(name, 0) for one in remainders)
            for one in remainders
            for name in one.counts
        }
        lines = [" ".join(li.text_content().split()) for li in box.iter("li")]
        assert lines[0] == "Chuyên trang PBGDPL: 1"
        assert sorted(int(line.rpartition(":")[2]) for line in lines) == sorted(
            counts.values()
        )
        manager.open(box.xpath(".//a/@href")[0])
        assert "pbgdpl-remains" in manager.contents

    def test_without_content(self, installed, manager):
        (box,) = self.box(manager, installed)
        assert not list(box.iter("li"))
        assert box.xpath(".//a/@href")[-1].endswith(PAGE)

    def test_only_while_installed(self, foreign_portal, manager):
        assert not self.box(manager, foreign_portal)
        install(manager, foreign_portal)
        uninstall(manager, foreign_portal)
        assert not self.box(manager, foreign_portal)
