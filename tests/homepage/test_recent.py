"""The newest published items, found without a query of the whole catalog."""

from DateTime import DateTime
from made_once import made_once
from plone import api
from plone.app.testing import logout
from plone.base.interfaces import INavigationRoot
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import is_below
from sonla.pbgdpl.homepage.recent import is_in_force
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.homepage.recent import sections_for
from zope.interface import alsoProvides

import public_content
import pytest

MINUTE = 1 / 24 / 60


@pytest.fixture(params=[1000, 0], ids=["walk", "query"])
def way(request, monkeypatch):
    """Find items by each of the two ways."""
    monkeypatch.setattr("sonla.pbgdpl.homepage.recent.MAX_STEPS", request.param)


def make_many(portal, path):
    """Make published news in the section, one a day, and some guidance between."""
    section, now = portal.unrestrictedTraverse(path), DateTime()
    for day in range(1, 7):
        kind = "LegalNews" if day % 2 else "Guidance"
        fields = {"document_type": "ke-hoach"} if kind == "Guidance" else {}
        public_content.make(
            section, kind, f"Ngày {day}", effective_date=now - day, **fields
        )
    return section


class TestRecent:
    @pytest.fixture
    def many(self, portal, section):
        return made_once(portal, make_many, section.getPhysicalPath())

    def titles(self, *args, **kwargs):
        return [brain.Title for brain in latest(*args, **kwargs)]

    def test_newest_first(self, many):
        assert self.titles(["LegalNews"], 2) == ["Ngày 1", "Ngày 3"]
        assert self.titles(["Guidance"], 5) == ["Ngày 2", "Ngày 4", "Ngày 6"]

    def test_both_ways_agree(self, many, monkeypatch):
        walked = self.titles(["LegalNews", "Guidance"], 4)
        monkeypatch.setattr("sonla.pbgdpl.homepage.recent.MAX_STEPS", 0)
        assert self.titles(["LegalNews", "Guidance"], 4) == walked

    def test_one_a_minute(self, way, section):
        now = DateTime()
        for ago in range(1, 5):
            public_content.make(
                section, "LegalNews", f"{ago}", effective_date=now - ago * MINUTE
            )
        assert self.titles(["LegalNews"], 9) == ["1", "2", "3", "4"]

    def test_by_kind(self, way, many):
        assert self.titles(["Guidance"], 5, kind="ke-hoach") == [
            "Ngày 2",
            "Ngày 4",
            "Ngày 6",
        ]
        assert self.titles(["Guidance"], 5, kind="bao-cao") == []

    def test_by_organiser(self, way, section):
        for organiser in ("agency", "council"):
            public_content.make(
                section, "LegalActivity", organiser, organiser_kind=organiser
            )
        assert self.titles(["LegalActivity"], 5, organiser="council") == ["council"]
        assert self.titles(["LegalActivity"], 5, organiser="reporters") == []
        assert len(self.titles(["LegalActivity"], 5)) == 2

    def test_an_index_that_is_gone_finds_nothing(self, way, many):
        api.portal.get_tool("portal_catalog").delIndex("pbgdpl_kind")
        assert self.titles(["Guidance"], 5, kind="ke-hoach") == []
        assert len(self.titles(["Guidance"], 5)) == 3

    def test_below_roots(self, way, many):
        path = "/".join(many.getPhysicalPath())
        assert len(self.titles(["LegalNews"], 5, roots=[path])) == 3
        assert self.titles(["LegalNews"], 5, roots=[f"{path}-khac"]) == []

    @pytest.mark.parametrize("days,shown", [(-1, False), (1, True)])
    def test_expired(self, many, days, shown):
        item = public_content.make(many, "LegalNews", "Hạn")
        item.expiration_date = DateTime() + days
        item.reindexObject()
        assert ("Hạn" in self.titles(["LegalNews"], 9)) is shown

    def test_in_an_early_unit(self, way, section):
        later = DateTime() + 30
        unit = public_content.make(
            section, "ContributingUnit", "Sở", code="so", effective_date=later
        )
        inside = public_content.make(unit, "LegalNews", "Trong sở")
        beside = public_content.make(
            section, "LegalNews", "Bên cạnh", effective_date=DateTime() - 2
        )
        logout()
        assert self.titles(["LegalNews"], 1) == ["Bên cạnh"]
        assert by_uid(inside.UID(), ["LegalNews"]) == []
        assert [brain.Title for brain in by_uid(beside.UID(), ["LegalNews"])] == [
            "Bên cạnh"
        ]
        assert by_uid(beside.UID(), ["Guidance"]) == []
        unit.effective_date = DateTime() - 1
        unit.reindexObject()
        assert self.titles(["LegalNews"], 5) == ["Trong sở", "Bên cạnh"]

    def test_one_is_a_number_too(self, many):
        assert self.titles(["LegalNews"], 1) == ["Ngày 1"]

    def test_none_asked_for(self, many):
        assert self.titles(["LegalNews"], 0) == []


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, True),
        ((None, None), True),
        ((5, None), True),
        ((6, None), False),
        ((None, 5), True),
        ((None, 4), False),
        ((6, 9), False),
        ((1, 4), False),
    ],
)
def test_a_period_holds_its_ends(period, expected):
    assert is_in_force(period, 5) is expected


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        (None, True),
        ((), False),
        (("/a/b",), True),
        (("/x", "/a"), True),
        (("/a/b/c",), False),
        (("/a/",), False),
    ],
)
def test_below(roots, expected):
    assert is_below("/a/b", roots) is expected


def test_the_sections_of_a_homepage(site):
    """A language's own sections, else all; told apart where others are left out."""
    one = public_content.make_section(site, "Một")
    assert found(site) == ({"Một"}, False)
    with api.env.adopt_roles(["Manager"]):
        empty, full = (api.content.create(site, "Folder", name) for name in "ab")
    for root in (empty, full):
        alsoProvides(root, INavigationRoot)
    public_content.make_section(full, "Hai")
    assert found(one) == ({"Một", "Hai"}, False)
    assert found(empty) == ({"Một", "Hai"}, False)
    assert found(full) == ({"Hai"}, True)


def found(context):
    brains, told_apart = sections_for(context)
    return {brain.Title for brain in brains}, told_apart
