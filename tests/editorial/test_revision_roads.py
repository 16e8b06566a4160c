"""Each road to a check-in but approval is closed; the roads to a revision are open."""

from new_items import create
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteErrorLog.SiteErrorLog import IPubFailureSubscriber
from revised_texts import opened
from revised_texts import paths
from revised_texts import public
from revised_texts import revised
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.revisions import MSG_NOT_REVISABLE
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from zope.component import getMultiAdapter
from ZPublisher.pubevents import PubFailure

import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.mark.parametrize("user", ["editor", "contributor", "siteadmin", "manager"])
class TestOtherRoads:
    """Each other road to a check-in is closed, for everybody."""

    def opened(self, site, user):
        text = public(site)
        copy = opened(site, text, user)
        copy.title = "Không qua duyệt"
        return text, copy

    def intact(self, text, copy):
        assert text.title == "Luật Đất đai có gì mới"
        assert working_copy_of(text).UID() == copy.UID()

    def test_code(self, office, user):
        text, copy = self.opened(office, user)
        with office.acting(user), pytest.raises(RevisionRefused):
            ICheckinCheckoutPolicy(copy).checkin("")
        self.intact(text, copy)

    def test_toolbar(self, office, user):
        _text, copy = self.opened(office, user)
        with office.acting(user):
            assert not copy.restrictedTraverse("@@iterate_control").checkin_allowed()

    def test_content_checkin(self, site, user):
        text, copy = self.opened(site, user)
        for method, data in (
            ("GET", None),
            ("POST", {"form.button.Checkin": "1", "checkin_message": "x"}),
        ):
            answer = site.http(method, copy, "/@@content-checkin", user, data=data)
            assert answer.status_code == 303
            assert answer.headers["Location"] == copy.absolute_url()
        page = site.http("GET", copy, "", user, cookies=answer.cookies)
        assert "only when it is approved" in page.text
        self.intact(text, copy)

    def test_rest(self, site, user):
        text, copy = self.opened(site, user)
        for obj in (text, copy):
            answer = site.rest("PATCH", obj, "/@workingcopy", user)
            assert answer.status_code == 403
            assert "only when it is approved" in answer.json()["message"]
        self.intact(text, copy)


@pytest.mark.parametrize("answered", [True, False])
def test_a_refusal_is_no_fault_of_the_portal(office, answered):
    text, request = public(office), office.portal.REQUEST
    request.set("PUBLISHED", text)
    error = RevisionRefused(MSG_NOT_REVISABLE, text)
    log = office.portal.error_log
    before = [entry["id"] for entry in log.getLogEntries()]
    if answered:
        getMultiAdapter((error, request), name="index.html")()
    IPubFailureSubscriber(PubFailure(request, (type(error), error, None), False))
    after = [entry["id"] for entry in log.getLogEntries()]
    assert (after == before) is answered


def test_anonymous_check_in(site):
    text = public(site)
    copy = opened(site, text)
    assert site.rest("PATCH", copy, "/@workingcopy").status_code == 401
    assert site.rest("PATCH", text, "/@workingcopy").status_code == 403
    assert site.http("GET", copy, "/@@content-checkin").status_code == 302


class TestClassic:
    def test_one_click(self, site):
        text = public(site)
        token = site.token("editor")
        path = f"/@@pbgdpl-revise?_authenticator={token}"
        answer = site.http("GET", text, path, "editor")
        copy = working_copy_of(text)
        assert answer.headers["Location"] == f"{copy.absolute_url()}/edit"
        form = site.http("GET", copy, "/edit", "editor")
        assert form.status_code == 200
        again = site.http("GET", text, path, "editor")
        assert again.headers["Location"] == copy.absolute_url()

    def test_asks_without_authenticator(self, site):
        text = public(site)
        page = site.http("GET", text, "/@@pbgdpl-revise", "editor")
        assert page.status_code == 200
        assert working_copy_of(text) is None

    def test_not_for_others(self, site):
        text = public(site)
        for user in ("", "member", "colleague"):
            answer = site.http("GET", text, "/@@pbgdpl-revise", user)
            assert answer.status_code == 303
        assert working_copy_of(text) is None

    @pytest.mark.usefixtures("served_whole")
    def test_toolbar_offers_it(self, site):
        text = public(site)
        page = site.http("GET", text, "", "editor")
        assert "@@pbgdpl-revise" in page.text
        assert "@@pbgdpl-revise" not in site.http("GET", text).text

    @pytest.mark.usefixtures("served_whole")
    def test_discarding(self, site):
        text = public(site)
        copy = opened(site, text)
        url = copy.absolute_url()
        assert "@@content-cancel-checkout" in site.http("GET", url, "", "editor").text
        for user in ("colleague", "approver"):
            page = site.http("GET", url, "", user).text
            assert "@@content-cancel-checkout" not in page, user
        data = {"form.button.Cancel": "1", "_authenticator": site.token("editor")}
        site.http("POST", url, "/@@content-cancel-checkout", "editor", data=data)
        assert working_copy_of(text) is None
        assert site.http("GET", text).status_code == 200

    def test_approval_leads_to_the_text(self, site):
        text = public(site)
        copy = revised(site, text, title="Mới")
        data = {"workflow_action": "approve", "_authenticator": site.token("approver")}
        answer = site.http(
            "POST", copy, "/content_status_modify", "approver", data=data
        )
        assert answer.status_code == 302
        assert answer.headers["Location"] == text.absolute_url()
        assert text.title == "Mới"

    def test_bulk_approval_leaves_no_ghost(self, site):
        text = public(site)
        copy = revised(site, text, title="Mới")
        path = "/".join(copy.getPhysicalPath())
        data = {
            "transition": "approve",
            "selection": f'["{copy.UID()}"]',
            "_authenticator": site.token("approver"),
        }
        site.http("POST", site.unit, "/@@fc-workflow", "approver", data=data)
        assert text.title == "Mới"
        assert path not in paths(site)

    def test_core_checkout_page_is_refused_for_drafts(self, site):
        text = site.make("contributor")
        data = {
            "form.button.Checkout": "1",
            "checkout_location": "plone.app.iterate.parent",
            "_authenticator": site.token("editor"),
        }
        site.http("POST", text, "/@@content-checkout", "editor", data=data)
        assert len(site.unit.objectIds()) == 1


class TestRest:
    def test_open_edit_approve(self, site):
        text = public(site)
        answer = site.rest("POST", text, "/@workingcopy", "editor")
        assert answer.status_code == 201
        url = answer.json()["@id"]
        site.rest("PATCH", url, "", "editor", json={"title": "Qua REST"})
        for user, step in (
            ("contributor", "submit"),
            ("manager", "forward"),
            ("approver", "approve"),
        ):
            done = site.rest("POST", url, f"/@workflow/{step}", user)
            assert done.status_code == 200, done.text
        assert text.title == "Qua REST"
        assert site.rest("GET", url, "", "manager").status_code == 404
        assert site.rest("GET", text).json()["title"] == "Qua REST"

    def test_drafts_can_not_be_checked_out(self, site):
        text = site.make("contributor")
        answer = site.rest("POST", text, "/@workingcopy", "editor")
        assert answer.status_code == 403
        assert len(site.unit.objectIds()) == 1

    def test_second_one(self, site):
        text = public(site)
        assert site.rest("POST", text, "/@workingcopy", "editor").status_code == 201
        assert site.rest("POST", text, "/@workingcopy", "manager").status_code == 403

    def test_cancel(self, site):
        text = public(site)
        url = site.rest("POST", text, "/@workingcopy", "editor").json()["@id"]
        assert site.rest("DELETE", url, "/@workingcopy", "editor").status_code == 204
        assert working_copy_of(text) is None
        transaction.begin()


def test_outside_nothing_changes(site):
    with api.env.adopt_roles(["Manager"]):
        page = create(site.portal, "Document", title="Trang ngoài")
        copy = ICheckinCheckoutPolicy(page).checkout(site.portal)
        copy.title = "Mới"
        assert copy.restrictedTraverse("@@iterate_control").checkin_allowed()
        site.save()
    assert site.rest("PATCH", page, "/@workingcopy", "contributor").status_code == 401
    assert site.rest("PATCH", page, "/@workingcopy", SITE_OWNER_NAME).status_code == 204
    assert page.title == "Mới"
