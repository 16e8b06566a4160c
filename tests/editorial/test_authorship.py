"""No login name stands in public for what is inside a section."""

from new_items import create
from plone import api
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.authorship import public_author
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.settings.getters import get_settings
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pytest

AGENCY = ("so-tu-phap", "Sở Tư pháp")


@pytest.fixture
def agency(office):
    rows = api.portal.get_registry_record("sonla.pbgdpl.vocabularies.agencies")
    return rows[0]["token"], rows[0]["title"]


class TestName:
    def test_pen_name_first(self, office, agency):
        text = office.make("contributor", author_name=" Mộc Châu ", agency=agency[0])
        assert text.creators == ("Mộc Châu",)

    def test_agency_next(self, office, agency):
        text = office.make("contributor", agency=agency[0])
        assert text.creators == (agency[1],)

    def test_agency_of_the_unit(self, office, agency):
        office.unit.agency = agency[0]
        assert office.make("contributor").creators == (agency[1],)

    def test_title_of_the_unit(self, office):
        assert office.make("contributor").creators == ("Sở Tư pháp",)

    def test_managing_agency(self, office):
        get_settings().managing_agency = "UBND tỉnh"
        text = office.make("editor", container=office.section)
        assert text.creators == ("UBND tỉnh",)

    def test_section(self, office):
        text = office.make("editor", container=office.section)
        assert text.creators == ("Pháp luật",)


class TestShownName:
    def test_the_public_one_as_a_rule(self, office):
        assert shown_author(office.make("contributor")) == "Sở Tư pháp"

    def test_pen_name_first(self, office):
        text = office.make("contributor", author_name="Mộc Châu")
        text.creators = ("Nguyễn Văn A",)
        assert shown_author(text) == "Mộc Châu"

    def test_what_an_editor_typed(self, office):
        text = office.make("contributor", creators=("Nguyễn Văn A", "Trần Thị B"))
        assert shown_author(text) == "Nguyễn Văn A, Trần Thị B"
        view = text.restrictedTraverse(text.getLayout())
        assert view.author == shown_author(text)

    def test_login_of_a_time_without_us(self, office):
        text = office.make("contributor")
        text.creators = ("editor", "Trần Thị B")
        assert shown_author(text) == "Trần Thị B"
        text.creators = ("editor",)
        assert shown_author(text) == "Sở Tư pháp"


@pytest.mark.parametrize(
    "portal_type", ["LegalNews", "Document", "Folder", "File", "Image", "Event"]
)
def test_owner_stays(office, portal_type):
    text = office.make("contributor", portal_type)
    assert text.creators == ("Sở Tư pháp",)
    assert author_ids(text) == {"contributor"}
    assert dict(text.get_local_roles())["contributor"] == ("Owner",)


def test_what_was_typed_is_kept(office):
    text = office.make(
        "contributor", "Document", creators=("Nguyễn Văn A", "contributor")
    )
    assert text.creators == ("Nguyễn Văn A",)


def test_other_logins_go_too(office):
    text = office.make("contributor", "Document", creators=("editor",))
    assert text.creators == ("Sở Tư pháp",)


def test_login_typed_later(office):
    text = office.make("contributor", "Document")
    text.creators = ("editor",)
    notify(ObjectModifiedEvent(text))
    assert text.creators == ("Sở Tư pháp",)


def test_pen_name_changed(office):
    text = office.make("contributor", author_name="Cũ")
    text.author_name = "Mới"
    notify(ObjectModifiedEvent(text, Attributes(None, "author_name")))
    assert text.creators == ("Mới",)


def test_other_change_keeps_typed_creators(office):
    text = office.make("contributor", "Document", creators=("Bút danh",))
    notify(ObjectModifiedEvent(text, Attributes(None, "IDublinCore.title")))
    assert text.creators == ("Bút danh",)


def test_moved_in(office):
    with api.env.adopt_roles(["Manager"]):
        page = create(office.portal, "Document", title="Trang")
        page.creators = ("editor",)
        page = api.content.move(page, office.unit)
    assert page.creators == ("Sở Tư pháp",)


def test_outside_nothing_changes(office):
    with api.env.adopt_roles(["Manager"]):
        page = create(office.portal, "Document", title="Trang")
        page.creators = ("editor",)
        notify(ObjectModifiedEvent(page))
    assert page.creators == ("editor",)


def test_catalog(office):
    from Products.CMFCore.indexing import processQueue

    text = office.make("contributor")
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    brain = catalog.unrestrictedSearchResults(UID=text.UID())[0]
    assert brain.Creator == "Sở Tư pháp"
    assert tuple(brain.listCreators) == ("Sở Tư pháp",)
    assert not catalog.unrestrictedSearchResults(Creator="contributor")


def test_working_copy_has_the_same(office):
    text = office.publish(office.make("contributor", author_name="Mộc Châu"))
    with office.acting("editor"):
        copy = revise(text)
    assert copy.creators == ("Mộc Châu",)
    assert public_author(copy) == "Mộc Châu"


LOGINS = {
    "nguyenvana": "PBGDPL Contributor",
    "tranthib": "PBGDPL Editor",
    "phamvanc": "PBGDPL Approver",
}


@pytest.fixture
def revised(site):
    """A public text under revision by people whose logins can't be mistaken."""
    with api.env.adopt_roles(["Manager"]):
        for login, role in LOGINS.items():
            api.user.create(email=f"{login}@example.org", username=login)
            site.section.manage_addLocalRoles(login, [role])
        site.section.reindexObjectSecurity()
    text = site.make("nguyenvana", title="Tin")
    for login, step in zip(LOGINS, ("submit", "forward", "approve"), strict=True):
        site.do(login, text, step)
    with site.acting("tranthib"):
        revise(text)
    return text


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(
    "road,path",
    [
        ("http", ""),
        ("rest", ""),
        ("rest", "?expand=workflow,breadcrumbs,lock,actions"),
        ("rest", "/@lock"),
        ("rest", "/@workflow"),
        ("rest", "/@history"),
        ("rest", "/@workingcopy"),
        ("rest", "/@sharing"),
        ("rest", "/../../@search?metadata_fields=_all&portal_type=LegalNews"),
        ("rest", "/../../@search?fullobjects=1&portal_type=LegalNews"),
        ("http", "/@@historyview"),
        ("http", "/@@history"),
        ("http", "/../../../@@search?SearchableText=Tin"),
    ],
)
def test_anonymous_visitors_meet_no_login(site, revised, road, path, login):
    answer = getattr(site, road)("GET", revised, path)
    assert answer.status_code in (200, 302, 401, 403, 404), answer.text
    assert login not in answer.text.lower()
