"""The same material in other languages: entered once, shown everywhere, drafts nowhere."""

from lxml import html
from plone import api
from plone.app.testing import logout
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import set_state
from z3c.relationfield import RelationValue
from z3c.relationfield.event import updateRelations
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import pytest


def relate(source, *targets):
    ids = getUtility(IIntIds)
    source.other_versions = [RelationValue(ids.getId(one)) for one in targets]
    updateRelations(source, None)


@pytest.fixture
def shown(http_request):
    """Return language, title and attributes of the versions on a page."""

    def read(material):
        logout()
        page = html.fromstring(getMultiAdapter((material, http_request), name="view")())
        return [
            (item.text.strip(" :\n"), link.text, link.get("lang"), link.get("hreflang"))
            for item in page.xpath("//nav[contains(@class, 'pbgdpl-versions')]//li")
            for link in item.iter("a")
        ]

    return read


@pytest.fixture
def three(material):
    vietnamese = material("Phim")
    hmong = material("Yeeb yaj kiab", text_language="hmn")
    thai = material("Phim Thái", text_language="blt")
    relate(hmong, vietnamese)
    relate(thai, vietnamese)
    return vietnamese, hmong, thai


def test_each_leads_to_all_others(three, shown):
    vietnamese, hmong, thai = three
    expected = {
        vietnamese: ("Tiếng Việt", "Phim", "vi", "vi"),
        hmong: ("Tiếng Mông", "Yeeb yaj kiab", "hmn", "hmn"),
        thai: ("Tiếng Thái Đen", "Phim Thái", "blt", "blt"),
    }
    for one in three:
        assert set(shown(one)) == {expected[other] for other in three if other != one}


def test_a_bilingual_version_has_no_language_tag(three, material, shown):
    both = material("Song ngữ", text_language="song-ngu-vi-hmn")
    relate(both, three[0])
    (found,) = [line for line in shown(three[0]) if line[1] == "Song ngữ"]
    assert found[2:] == (None, None)


def test_a_draft_is_not_named_and_its_versions_still_find_each_other(three, shown):
    vietnamese, hmong, _thai = three
    set_state(vietnamese, editorial_workflow(), "withdrawn")
    assert [line[1] for line in shown(hmong)] == ["Phim Thái"]


def test_a_deleted_version_breaks_nothing(three, shown):
    vietnamese, _hmong, thai = three
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(thai, check_linkintegrity=False)
    assert [line[1] for line in shown(vietnamese)] == ["Yeeb yaj kiab"]


def test_alone_there_is_no_heading(material, shown):
    assert shown(material("Một mình")) == []
