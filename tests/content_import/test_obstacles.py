"""What stands in the way of an item is told in words, and nothing is lost."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from DateTime import DateTime
from desk_content import acting
from old_content import add
from old_content import by_name
from old_content import carry
from old_content import prepare
from old_content import rich
from plone import api
from plone.app.discussion.interfaces import IConversation
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.locking.interfaces import ILockable
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving import obstacles
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.options.moving.corrections import correct
from sonla.pbgdpl.options.moving.corrections import Correction
from sonla.pbgdpl.options.moving.running import MSG_BROKEN
from sonla.pbgdpl.options.moving.running import MSG_CHANGED
from sonla.pbgdpl.options.moving.running import work
from z3c.relationfield import RelationValue
from zope.component import createObject
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


def lock(item):
    ILockable(item).lock()


def check_out(item):
    ICheckinCheckoutPolicy(item).checkout(item.aq_parent)


def show_in_folder(item):
    item.aq_parent.setDefaultPage(item.getId())


def forbid_deletion(item):
    item.manage_permission("Delete objects", [], acquire=0)


def delete(item):
    item.aq_parent._delObject(item.getId())


ACTS = {
    lock: obstacles.MSG_LOCKED,
    check_out: obstacles.MSG_CHECKED_OUT,
    show_in_folder: obstacles.MSG_DEFAULT_PAGE,
    forbid_deletion: obstacles.MSG_NOT_ALLOWED,
    delete: obstacles.MSG_GONE,
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_stands_in_the_way_is_told(section, folder, act, when):
    """Before the preview is made, and after it, when it has promised something else."""
    entry = Entry(
        IUUID(folder["tin-1"]), "/plone/tin-phap-luat/tin-1", "News Item", "Tin"
    )
    if when == "before":
        act(folder["tin-1"])
    token = batches.add_batch(section, IUUID(section), [entry])
    batch = batches.batches_of(section)[token]
    work(section, batch, 60)
    if when == "after":
        assert entry.state == batches.READY
        act(folder["tin-1"])
    carry(section, batch, batches.RUNNING)
    assert (entry.state, entry.reason) == (batches.REFUSED, ACTS[act])
    assert section.objectIds() == []


def test_a_closed_unit_takes_nothing(section, unit, folder):
    batch = prepare(section, folder, unit)
    unit.closed_on = today()
    assert carry(section, batch, batches.RUNNING) == {"refused": 2}
    assert "closed" in by_name(batch)["tin-1"].reason.default
    assert folder.objectIds() == ["tin-1", "tin-2"]


def test_a_type_that_the_place_does_not_take(section, unit, folder):
    batch = prepare(section, folder, unit)
    unit.getTypeInfo().manage_changeProperties(allowed_content_types=())
    assert carry(section, batch, batches.RUNNING) == {"refused": 2}
    reason = by_name(batch)["tin-1"].reason
    assert reason == obstacles.MSG_TARGET_REFUSES
    assert reason.mapping == {"place": "Sở Tư pháp"}


def test_what_fails_is_undone_alone_and_told(section, folder, monkeypatch):
    batch = prepare(section, folder)
    first = by_name(batch)["tin-1"]
    first.values = {**first.values, "legal_fields": object}  # can't be indexed
    counts = carry(section, batch, batches.RUNNING)
    assert counts == {"failed": 1, "brought": 1}
    assert first.reason == MSG_BROKEN and folder.objectIds() == ["tin-1"]
    assert folder["tin-1"].portal_type == "News Item"
    (brain,) = api.content.find(UID=first.uid)
    assert brain.getPath() == "/plone/tin-phap-luat/tin-1"


def test_names_that_are_taken_get_a_number(section, folder):
    with api.env.adopt_roles(["Manager"]):
        api.content.create(section, "LegalNews", "tin-1", title="Tin đã có")
    add(folder, "News Item", "layout", title="Tên của một trang")
    batch = prepare(section, folder)
    assert carry(section, batch, batches.RUNNING) == {"brought": 3}
    assert sorted(section.objectIds()) == ["layout-1", "tin-1", "tin-1-1", "tin-2"]
    assert carry(section, batch, batches.UNDOING) == {"taken_back": 3}
    assert folder.objectIds() == ["tin-1", "tin-2", "layout"]


def test_dates_keep_their_meaning(section, folder):
    """Expired and to come: neither more visible than before."""
    old = add(folder, "News Item", "het-han", title="Hết hạn")
    old.setExpirationDate(DateTime() - 5)
    coming = add(folder, "News Item", "sap-toi", title="Sắp tới")
    coming.setEffectiveDate(DateTime() + 5)
    for item in (old, coming):
        item.reindexObject()
    carry(section, prepare(section, folder), batches.RUNNING)
    assert section["het-han"].expires() == old.expires()
    assert api.content.get_state(section["het-han"]) == "published"
    assert section["sap-toi"].effective() == coming.effective()
    with acting("nguoi-ngoai"):
        assert is_embargoed(section["sap-toi"])
        found = api.content.find(portal_type="LegalNews", path="/plone")
        assert [brain.getId for brain in found] == ["tin-1"]


@pytest.mark.parametrize("state", ["private", "pending"])
def test_what_only_members_or_nobody_saw_is_a_draft(section, folder, state):
    item = folder["tin-2"]
    if state == "pending":
        api.content.transition(item, "submit")
        item.manage_permission("View", ["Member", "Manager"], acquire=0)
    item.manage_addLocalRoles("nguoi-ngoai", ["Reader", "Editor"])
    carry(section, prepare(section, folder), batches.RUNNING)
    draft = section["tin-2"]
    assert api.content.get_state(draft) == "draft"
    assert not {"Anonymous", "Member", "Reader", "Editor"} & set(
        rolesForPermissionOn("View", draft)
    )


def test_comments_relations_and_links_stay(portal, section, folder):
    news = folder["tin-1"]
    portal.portal_types["News Item"].allow_discussion = True
    comment = createObject("plone.Comment")
    comment.text = "Bài hay"
    IConversation(news).addComment(comment)
    numbers = getUtility(IIntIds)
    other = add(portal, "Document", "trang", title="Trang ngoài")
    other.text = rich(f'<p><a href="resolveuid/{IUUID(news)}">Tin</a></p>')
    other.relatedItems = [RelationValue(numbers.getId(news))]
    news.relatedItems = [RelationValue(numbers.getId(other))]
    for item in (other, news):
        notify(ObjectModifiedEvent(item))
    batch = prepare(section, folder)
    carry(section, batch, batches.RUNNING)
    for phase, home in ((None, section), (batches.UNDOING, folder)):
        if phase:
            carry(section, batch, phase)
        moved = home["tin-1"]
        assert [one.to_object for one in other.relatedItems] == [moved]
        assert [one.to_object for one in moved.relatedItems] == [other]
        assert aq_base(moved.relatedItems[0].from_object) is aq_base(moved)
        assert numbers.getObject(numbers.getId(moved)) == moved
        # A new value: Plone keeps for an hour what it made of the stored one
        assert moved.absolute_url() in rich(other.text.raw).output
        (found,) = api.content.find(portal_type="Discussion Item")
        assert found.getPath().startswith("/".join(moved.getPhysicalPath()))
        assert next(iter(IConversation(moved).getComments())).text == "Bài hay"
        assert getattr(aq_base(moved), "allow_discussion", None) == (
            None if phase else True
        )


def test_a_later_change_counts_more_than_taking_back(section, folder):
    batch = prepare(section, folder)
    carry(section, batch, batches.RUNNING)
    news = section["tin-1"]
    news.title = "Đã sửa"
    notify(ObjectModifiedEvent(news))
    assert carry(section, batch, batches.UNDOING) == {"taken_back": 1, "stayed": 1}
    assert by_name(batch)["tin-1"].reason == MSG_CHANGED
    assert section["tin-1"].title == "Đã sửa" and folder.objectIds() == ["tin-2"]


def test_nothing_is_put_over_what_came_since(section, folder):
    batch = prepare(section, folder)
    carry(section, batch, batches.RUNNING)
    add(folder, "News Item", "tin-1", title="Tin mới cùng tên")
    assert carry(section, batch, batches.UNDOING) == {"taken_back": 1, "stayed": 1}
    assert folder["tin-1"].title == "Tin mới cùng tên" and section.objectIds() == [
        "tin-1"
    ]


def test_a_killed_run_goes_on_with_the_next_item(section, folder):
    batch = prepare(section, folder)
    batch.begin(batches.RUNNING)
    work(section, batch, 0)
    assert (batch.position, batch.counts()["brought"]) == (1, 1)
    work(section, batch, 60)
    assert batch.phase == batches.DONE and batch.counts() == {"brought": 2}


def test_another_type_may_be_chosen(section, folder):
    batch = prepare(section, folder)
    entry = by_name(batch)["tin-1"]
    correct(section, batch, entry, Correction(becomes="Guidance/bao-cao"))
    assert (entry.becomes, entry.values["document_type"]) == ("Guidance", "bao-cao")
    correct(section, batch, entry, Correction(becomes="LegalActivity/truc-tiep"))
    assert entry.becomes == "Guidance", "news is no event"
    carry(section, batch, batches.RUNNING)
    assert section["tin-1"].number == "31/2024/QH15"
