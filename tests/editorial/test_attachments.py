"""Files and images follow the texts that refer to them."""

from DateTime import DateTime
from new_items import create
from plone import api
from plone.app.linkintegrity.handlers import modifiedContent
from rich_texts import linking
from rich_texts import rich
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


@pytest.fixture(params=[True, False], ids=["integrity on", "integrity off"])
def integrity(request, portal):
    api.portal.set_registry_record("plone.enable_link_integrity_checks", request.param)
    return request.param


def link_by_text(office, *files):
    return office.make("contributor", text=linking(*files))


def link_by_attachments(office, *files):
    text = office.make("contributor")
    for file in files:
        with api.env.adopt_roles(["Manager"]):
            api.relation.create(text, file, "attachments")
    return text


def link_by_related(office, *files):
    text = office.make("contributor")
    for file in files:
        with api.env.adopt_roles(["Manager"]):
            api.relation.create(text, file, "relatedItems")
    return text


@pytest.mark.parametrize("portal_type", ["File", "Image"])
@pytest.mark.parametrize("link", [link_by_text, link_by_attachments, link_by_related])
class TestFollowing:
    @pytest.mark.sample(3)
    def test_whole_life(self, office, integrity, link, portal_type):
        file = office.make("contributor", portal_type)
        text = link(office, file)
        assert state_of(file) == "hidden"
        office.do("contributor", text, "submit")
        office.do("editor", text, "forward")
        assert state_of(file) == "hidden"
        office.do("approver", text, "approve")
        assert state_of(file) == "visible"
        assert is_public(file)
        office.withdraw(text)
        assert state_of(file) == "hidden"
        office.do("editor", text, "reopen")
        assert state_of(file) == "hidden"
        office.publish(text)
        assert state_of(file) == "visible"

    @pytest.mark.sample(3)
    def test_shared_file_stays_while_one_text_is_public(
        self, office, integrity, link, portal_type
    ):
        file = office.make("contributor", portal_type)
        first, second = link(office, file), link(office, file)
        office.publish(first)
        office.publish(second)
        office.withdraw(first)
        assert state_of(file) == "visible"
        office.withdraw(second)
        assert state_of(file) == "hidden"

    @pytest.mark.sample(3)
    def test_text_is_deleted(self, office, integrity, link, portal_type):
        file = office.make("contributor", portal_type)
        text = office.publish(link(office, file))
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(text, check_linkintegrity=False)
        assert state_of(file) == "hidden"

    @pytest.mark.sample(3)
    def test_text_leaves(self, office, integrity, link, portal_type):
        file = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            folder = create(office.portal, "Folder", title="Ngoài")
            text = office.publish(link(office, file))
            folder._setObject(text.getId(), office.unit._getOb(text.getId()).aq_base)
            office.unit._delObject(text.getId(), suppress_events=False)
        assert state_of(file) == "hidden"


def test_a_file_leaves_lists_with_its_text_and_comes_back(office):
    file = office.make("contributor", "File")
    gone = office.make("contributor", text=linking(file))
    gone.expiration_date = DateTime() - 1
    office.publish(gone)
    assert listed(office, file) == []
    assert is_public(file)
    other = office.publish(office.make("contributor", text=linking(file)))
    assert listed(office, file) == [file.getId()]
    office.withdraw(other)
    assert listed(office, file) == []
    with office.acting("manager"):
        gone.expiration_date = None
        notify(ObjectModifiedEvent(gone))
    assert listed(office, file) == [file.getId()]
    assert file.expiration_date is None


@pytest.mark.parametrize("days", [-2, 5, 20])
def test_a_file_s_own_expiry_counts_and_stays(office, days):
    """Whichever comes first: that of the file itself or that of its text."""
    own, limit = DateTime() + days, DateTime() + 10
    file = office.make("contributor", "File")
    file.expiration_date = own
    text = office.make("contributor", text=linking(file))
    text.expiration_date = limit
    office.publish(text)
    assert file.expiration_date == min(own, limit)
    with office.acting("manager"):
        text.expiration_date = None
        notify(ObjectModifiedEvent(text))
    assert file.expiration_date == own


def listed(office, file):
    """Search as a visitor does."""
    with office.acting("anonymous"):
        return [b.getId for b in api.content.find(UID=file.UID())]


def test_who_opened_it_is_remembered(office):
    file = office.make("contributor", "File")
    office.publish(office.make("contributor", text=linking(file)))
    line = history_of(file, "pbgdpl_attachment_workflow")[-1]
    assert line["action"] == "show"
    assert line["actor"] == "approver"
    assert line["comments"] == "Luật Đất đai có gì mới"


def test_stock_text_and_section_page_count(office):
    file = office.make("contributor", "File")
    page = office.make("contributor", "Document", text=linking(file))
    office.publish(page)
    assert state_of(file) == "visible"


def test_file_outside_is_left_alone(office):
    with api.env.adopt_roles(["Manager"]):
        file = create(office.portal, "File", title="Ngoài")
    office.publish(office.make("contributor", text=linking(file)))
    assert is_public(file)


def test_text_outside_does_not_count(office):
    file = office.make("contributor", "File")
    with api.env.adopt_roles(["Manager"]):
        page = create(office.portal, "Document", title="Ngoài", text=linking(file))
        api.content.transition(page, "publish")
        modifiedContent(page, None)
    assert state_of(file) == "hidden"


def test_administrator_edits_a_public_text(office, integrity):
    old, new = (office.make("contributor", "File", title=t) for t in "ab")
    text = office.publish(office.make("contributor", text=linking(old)))
    with office.acting("manager"):
        text.text = linking(new)
        notify(ObjectModifiedEvent(text))
    assert (state_of(old), state_of(new)) == ("hidden", "visible")
    with office.acting("manager"):
        text.text = rich("<p>Không còn tệp</p>")
        notify(ObjectModifiedEvent(text))
    assert state_of(new) == "hidden"


def test_deleting_a_whole_unit_leaves_no_ghost(office):
    from Products.CMFCore.indexing import processQueue

    file = office.make("contributor", "File")
    office.withdraw(office.publish(office.make("contributor", text=linking(file))))
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(office.unit, check_linkintegrity=False)
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(office.section.getPhysicalPath())
    found = catalog.unrestrictedSearchResults(path=path)
    assert [brain.getPath() for brain in found] == [path]


def test_broken_link_does_not_stop_approval(office):
    text = office.make(
        "contributor", text=rich('<a href="resolveuid/' + "0" * 32 + '">x</a>')
    )
    assert state_of(office.publish(text)) == "published"


def test_anonymous_visitors_over_http(site):
    file = site.make("contributor", "File")
    image = site.make("contributor", "Image")
    text = site.make("contributor", text=linking(file, image))
    addresses = [
        f"{file.absolute_url()}/@@download/file",
        f"{image.absolute_url()}/@@images/image",
        text.absolute_url(),
    ]

    def statuses():
        return [site.http("GET", address).status_code for address in addresses]

    assert statuses() == [302, 302, 302]
    site.publish(text)
    assert statuses() == [200, 200, 200]
    site.withdraw(text)
    assert statuses() == [410, 410, 410]


def held(office, file, user="contributor"):
    """Return whether a user may neither change nor delete a file."""
    with office.acting(user):
        may = {
            api.user.has_permission(name, obj=file)
            for name in ("Modify portal content", "Delete objects")
        }
    assert len(may) == 1
    return not may.pop()


def test_files_of_a_text_that_waits_are_not_their_owner_s_to_change(office):
    file = office.make("contributor", "File")
    text = office.make("contributor", text=linking(file))
    assert not held(office, file)
    office.do("contributor", text, "submit")
    assert held(office, file)
    assert not held(office, file, "editor")
    office.do("editor", text, "forward")
    assert held(office, file)
    office.do("approver", text, "return_to_author", comment="Sửa tệp")
    assert not held(office, file)
    office.do("contributor", text, "submit", "retract")
    assert not held(office, file)


def test_a_file_waits_with_whichever_text_waits(office):
    file = office.make("contributor", "File")
    first = office.make("contributor", text=linking(file))
    second = office.make("contributor", text=linking(file))
    office.do("contributor", first, "submit")
    office.do("contributor", second, "submit", "retract")
    assert held(office, file)
    with office.acting("manager"):
        api.content.delete(first)
    assert not held(office, file)
