"""A closed unit takes nothing new, on any road."""

from datetime import timedelta
from new_items import create
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.revisions import may_revise

import pytest


def yesterday():
    return today() - timedelta(days=1)


@pytest.mark.parametrize(
    "days,expected", [(None, False), (1, False), (0, True), (-1, True)]
)
def test_is_closed(office, days, expected):
    """The day is asked for here: a run of all tests may go on past midnight."""
    if days is not None:
        office.unit.closed_on = today() + timedelta(days=days)
    assert is_closed(office.unit) is expected


@pytest.mark.parametrize("user", ["contributor", "editor", "siteadmin", "manager"])
@pytest.mark.parametrize("portal_type", ["LegalNews", "Document", "Folder", "File"])
def test_creation(office, user, portal_type):
    office.unit.closed_on = yesterday()
    with pytest.raises(AdditionRefused) as error:
        office.make(user, portal_type)
    assert "closed since" in str(error.value)
    assert yesterday().strftime("%d/%m/%Y") in str(error.value)


def test_in_a_folder_of_the_unit(office):
    folder = office.make("contributor", "Folder")
    office.unit.closed_on = yesterday()
    with pytest.raises(AdditionRefused):
        office.make("contributor", "Document", container=folder)


def test_copy_and_move(office):
    with api.env.adopt_roles(["Manager"]):
        other = create(office.section, "ContributingUnit", title="Khác", code="khac")
    text = office.make("contributor", container=other)
    office.unit.closed_on = yesterday()
    with api.env.adopt_roles(["Manager"]):
        with pytest.raises(AdditionRefused):
            api.content.copy(text, office.unit)
        with pytest.raises(AdditionRefused):
            api.content.move(text, office.unit)
    assert text.getId() in other
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    assert len(catalog.unrestrictedSearchResults(UID=text.UID())) == 1


def test_what_is_there_goes_its_way(office):
    text = office.make("contributor")
    office.unit.closed_on = yesterday()
    office.publish(text)
    with office.acting("manager"):
        assert not may_revise(text)
        api.content.rename(text, new_id="ten-moi")
        api.content.move(office.unit["ten-moi"], office.section)
    assert "ten-moi" in office.section


class TestOverHttp:
    @pytest.fixture
    def closed(self, site):
        site.unit.closed_on = yesterday()
        site.save()
        return site

    def test_rest(self, closed):
        body = {"@type": "LegalNews", "title": "Tin"}
        answer = closed.rest("POST", closed.unit, "", "contributor", json=body)
        assert answer.status_code == 400
        assert "closed since" in answer.json()["message"]
        assert closed.unit.objectIds() == []

    def test_form_is_not_offered(self, closed):
        path = "/++add++LegalNews"
        answer = closed.http("GET", closed.unit, path, "contributor")
        assert answer.status_code == 303
        assert answer.headers["Location"] == closed.unit.absolute_url()

    def test_form_keeps_what_was_typed(self, closed):
        data = {
            "form.widgets.IDublinCore.title": "Bài viết dài",
            "form.widgets.author_name": "Bút danh Mộc Châu",
            "form.buttons.save": "Save",
            "_authenticator": closed.token("contributor"),
        }
        page = closed.http(
            "POST", closed.unit, "/++add++LegalNews", "contributor", data=data
        )
        assert page.status_code == 200
        assert page.text.count("closed since") == 1
        assert "Bài viết dài" in page.text
        assert "Bút danh Mộc Châu" in page.text
        assert closed.unit.objectIds() == []

    @pytest.mark.parametrize("action", ["object_copy", "object_cut"])
    def test_paste(self, closed, action):
        with api.env.adopt_roles(["Manager"]):
            page = create(closed.section, "Document", title="Trang")
        token = {"_authenticator": closed.token("manager")}
        took = closed.http("POST", page, f"/{action}", "manager", data=token)
        answer = closed.http(
            "POST",
            closed.unit,
            "/object_paste",
            "manager",
            data=token,
            cookies=took.cookies,
        )
        shown = closed.http("GET", closed.unit, "", "manager", cookies=answer.cookies)
        assert "closed since" in shown.text
        assert "Item(s) pasted" not in shown.text
        assert closed.unit.objectIds() == []
        assert page.getId() in closed.section
        catalog = api.portal.get_tool("portal_catalog")
        assert len(catalog.unrestrictedSearchResults(UID=page.UID())) == 1
