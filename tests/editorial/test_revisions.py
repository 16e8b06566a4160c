"""A published text is revised as a working copy, and only approval checks it in."""

from new_items import create
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IIterateSettings
from plone.app.iterate.interfaces import IWorkingCopy
from plone.registry.interfaces import IRegistry
from Products.CMFCore.interfaces import IActionSucceededEvent
from Products.CMFCore.WorkflowCore import WorkflowException
from revised_texts import paths
from revised_texts import public
from revised_texts import revised
from rich_texts import linking
from rich_texts import rich
from sample_values import LAND_LAW
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.revisions import may_revise
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from zope.component import getUtility

import pytest
import zope.event


class TestApproval:
    def test_text_changes_and_stays_itself(self, office):
        text = public(office)
        before = (text.UID(), text.getId(), text.getOwnerTuple(), text.effective_date)
        copy = revised(office, text, title="Tiêu đề mới", text=rich("<p>Bản hai</p>"))
        assert text.title == "Luật Đất đai có gì mới"
        result = office.do("approver", copy, "approve", comment="Được")
        assert result.aq_base is text.aq_base
        assert text.title == "Tiêu đề mới"
        assert "Bản hai" in text.text.raw
        assert before == (
            text.UID(),
            text.getId(),
            text.getOwnerTuple(),
            text.effective_date,
        )
        assert state_of(text) == "published"
        assert working_copy_of(text) is None

    def test_rows_arrive(self, office):
        text = public(office, "LegalIntroduction", legal_documents=[])
        copy = revised(office, text, legal_documents=[LAND_LAW])
        office.do("approver", copy, "approve")
        assert [row["number"] for row in text.legal_documents] == ["31/2024/QH15"]

    def test_public_text_stays_up_meanwhile(self, office):
        text = public(office)
        copy = revised(office, text, title="Nháp")
        with office.acting("anonymous"):
            assert api.user.has_permission("View", obj=text)
            assert not api.user.has_permission("View", obj=copy)
            found = api.content.find(context=office.section, portal_type="LegalNews")
        assert [brain.UID for brain in found] == [text.UID()]

    def test_copy_leaves_nothing_in_the_catalog(self, office):
        text = public(office)
        copy = revised(office, text)
        path = "/".join(copy.getPhysicalPath())
        office.do("approver", copy, "approve")
        assert path not in paths(office)
        assert copy.getId() not in office.unit.objectIds()

    def test_text_is_found_by_its_new_title(self, office):
        text = public(office)
        office.do("approver", revised(office, text, title="Vườn chim"), "approve")
        assert paths(office, Title="chim") == {"/".join(text.getPhysicalPath())}
        assert paths(office, UID=text.UID(), review_state="published")

    def test_history_is_taken_over(self, office):
        text = public(office)
        with office.acting("editor"):
            copy = revise(text)
        office.do("contributor", copy, "submit", comment="Xin sửa")
        office.do("approver", copy, "return_to_author", comment="Thiếu căn cứ")
        office.do("editor", copy, "submit")
        office.do("manager", copy, "forward")
        office.do("approver", copy, "approve", comment="Được")
        lines = [
            (line["action"], line["actor"], line["comments"])
            for line in history_of(text)
            if line.get("revision")
        ]
        assert lines == [
            ("submit", "contributor", "Xin sửa"),
            ("return_to_author", "approver", "Thiếu căn cứ"),
            ("submit", "editor", ""),
            ("forward", "manager", ""),
            ("approve", "approver", "Được"),
        ]
        assert history_of(text)[-1]["review_state"] == "published"

    def test_text_withdrawn_meanwhile_stays_withdrawn(self, office):
        text = public(office)
        copy = revised(office, text, title="Mới")
        office.withdraw(text)
        office.do("approver", copy, "approve")
        assert text.title == "Mới"
        assert state_of(text) == "withdrawn"
        with office.acting("anonymous"):
            assert not api.user.has_permission("View", obj=text)

    def test_new_image_becomes_visible_and_the_old_one_hides(self, office):
        old, new = (office.make("contributor", "Image", title=t) for t in "ab")
        text = public(office, text=linking(old))
        copy = revised(office, text, text=linking(new))
        assert (state_of(old), state_of(new)) == ("visible", "hidden")
        office.do("approver", copy, "approve")
        assert (state_of(old), state_of(new)) == ("hidden", "visible")

    def test_attachments_travel(self, office):
        old, new = (office.make("contributor", "File", title=t) for t in "ab")
        text = public(office)
        with api.env.adopt_roles(["Manager"]):
            api.relation.create(text, old, "attachments")
        copy = revised(office, text)
        api.relation.delete(copy, relationship="attachments")
        api.relation.create(copy, new, "attachments")
        office.do("approver", copy, "approve")
        assert [r.to_object.getId() for r in text.attachments] == [new.getId()]
        assert (state_of(old), state_of(new)) == ("hidden", "visible")

    def test_events_carry_the_living_text(self, office):
        seen = []

        def note(event):
            if IActionSucceededEvent.providedBy(event):
                seen.append((event.object, event.action))

        text = public(office)
        copy = revised(office, text)
        zope.event.subscribers.append(note)
        try:
            office.do("approver", copy, "approve")
        finally:
            zope.event.subscribers.remove(note)
        assert [(obj.UID(), action) for obj, action in seen] == [
            (text.UID(), "approve")
        ]
        assert office.unit[seen[0][0].getId()].UID() == text.UID()

    def test_orphan_becomes_a_text_of_its_own(self, office):
        text = public(office)
        copy = revised(office, text, title="Mồ côi")
        with api.env.adopt_roles(["Manager"]):
            office.unit._delObject(text.getId())
        office.do("approver", copy, "approve")
        assert state_of(copy) == "published"

    @pytest.mark.parametrize("portal_type", ["Document", "News Item", "Event"])
    def test_stock_types(self, office, portal_type):
        text = office.published(portal_type)
        office.do("approver", revised(office, text, title="Mới"), "approve")
        assert text.title == "Mới"


class TestFourEyes:
    def test_maker_may_not_approve(self, office):
        with api.env.adopt_roles(["Manager"]):
            office.section.manage_addLocalRoles("approver", ["PBGDPL Editor"])
        text = public(office)
        copy = revised(office, text, user="approver")
        assert author_ids(copy) == {"approver", "contributor"}
        with pytest.raises(WorkflowException):
            office.do("approver", copy, "approve")
        office.do("approver2", copy, "approve")

    def test_owner_of_the_text_may_not_approve_the_copy(self, office):
        with api.env.adopt_roles(["Manager"]):
            office.section.manage_addLocalRoles("approver", ["PBGDPL Contributor"])
        text = office.make("approver")
        office.do("approver", text, "submit")
        office.do("editor", text, "forward")
        office.do("approver2", text, "approve")
        copy = revised(office, text, user="editor")
        with pytest.raises(WorkflowException):
            office.do("approver", copy, "approve")

    def test_maker_by_name_even_if_ownership_was_changed(self, office):
        text = public(office)
        copy = revised(office, text)
        copy.changeOwnership(api.user.get(userid="colleague").getUser())
        assert author_ids(copy) == {"colleague", "editor", "contributor"}


class TestOpening:
    def test_one_at_a_time(self, office):
        text = public(office)
        with office.acting("editor"):
            copy = revise(text)
            with pytest.raises(RevisionRefused):
                revise(text)
        assert working_copy_of(text).getId() == copy.getId()
        assert IWorkingCopy.providedBy(copy)
        assert state_of(copy) == "draft"

    @pytest.mark.parametrize("state", ["draft", "pending_edit", "withdrawn"])
    def test_only_of_public_texts(self, office, state):
        text = office.make("contributor")
        if state == "pending_edit":
            office.do("contributor", text, "submit")
        if state == "withdrawn":
            office.withdraw(office.publish(text))
        with office.acting("manager"):
            assert not may_revise(text)
            with pytest.raises(RevisionRefused):
                revise(text)

    def test_not_of_types_without_locking(self, office):
        link = office.published("Link")
        with office.acting("manager"):
            assert not may_revise(link)

    def test_not_of_folders(self, office):
        folder = office.published("Folder")
        with office.acting("manager"), pytest.raises(RevisionRefused):
            revise(folder)

    def test_not_elsewhere(self, office):
        text = public(office, "Document")
        with api.env.adopt_roles(["Manager"]):
            folder = create(office.portal, "Folder", title="Nhà")
            with pytest.raises(RevisionRefused):
                ICheckinCheckoutPolicy(text).checkout(folder)

    def test_not_of_a_copy(self, office):
        text = public(office)
        with office.acting("editor"):
            copy = revise(text)
            with pytest.raises(RevisionRefused):
                revise(copy)

    def test_owner_may(self, office):
        text = public(office)
        with office.acting("contributor"):
            copy = revise(text)
        assert copy.getOwnerTuple()[1] == "contributor"

    def test_cancel(self, office):
        text = public(office)
        with office.acting("editor"):
            copy = revise(text)
            ICheckinCheckoutPolicy(copy).cancelCheckout()
            assert may_revise(text)
            revise(text)

    def test_deleting_the_copy_frees_the_text(self, office):
        text = public(office)
        with office.acting("editor"):
            copy = revise(text)
            api.content.delete(copy, check_linkintegrity=False)
            assert working_copy_of(text) is None
            assert may_revise(text)

    def test_missing_records_are_made_good(self, office):
        records = getUtility(IRegistry).records
        for name in IIterateSettings.names():
            del records[f"{IIterateSettings.__identifier__}.{name}"]
        text = public(office)
        with office.acting("editor"):
            assert revise(text)
