"""The portlet: registered, addable, editable, and what it shows."""

from dialogues import make_dialogue
from plone import api
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletType
from questions_content import answer
from questions_content import ask
from questions_content import put
from sonla.pbgdpl.homepage import HOMEPAGE_MANAGER
from sonla.pbgdpl.homepage import rendering
from sonla.pbgdpl.homepage.change_counter import remove_counter
from sonla.pbgdpl.homepage.portlet import Assignment
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from sonla.pbgdpl.homepage.portlet_setup import PORTLET_ID
from sonla.pbgdpl.homepage.portlet_setup import remove_portlet
from zope.component import getMultiAdapter
from zope.component import getUtility

import logging
import public_content

DEFAULT_BLOCKS = (
    "topics",
    "lead",
    "introductions",
    "news",
    "questions",
    "materials",
    "guidance",
    "dialogues",
    "key-figures",
)


def mapping(portal):
    """Return the assignments stored on the root of the portal."""
    manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER)
    return getMultiAdapter((portal, manager), IPortletAssignmentMapping)


class TestRegistration:
    def test_is_a_portlet_type(self, site):
        portlet = getUtility(IPortletType, name="portlets.LegalEducation")
        assert portlet.addview == "portlets.LegalEducation"

    def test_is_addable_to_the_centre(self, site):
        manager = getUtility(IPortletManager, name=HOMEPAGE_MANAGER)
        addable = {portlet.addview for portlet in manager.getAddablePortletTypes()}
        assert "portlets.LegalEducation" in addable

    def test_blocks_are_offered_in_their_order(self, site, get_vocabulary):
        terms = [
            term.value for term in get_vocabulary("sonla.pbgdpl.HomepageBlocks", site)
        ]
        assert [name for name in terms if name in DEFAULT_BLOCKS] == list(
            DEFAULT_BLOCKS
        )
        assert Assignment().homepage_blocks == DEFAULT_BLOCKS

    def test_a_missing_block_stays_chosen(self, site):
        from sonla.pbgdpl.homepage.vocabularies import HomepageBlocks

        terms = HomepageBlocks(Assignment(homepage_blocks=("gone", "news")))
        assert "gone" in terms


class TestInstallation:
    def test_assigned_once(self, site):
        assign_portlet()
        assert list(mapping(site)) == [PORTLET_ID]

    def test_deleted_by_an_editor_it_does_not_come_back(self, site):
        del mapping(site)[PORTLET_ID]
        assign_portlet()
        assert list(mapping(site)) == []

    def test_removed_from_every_root(self, site):
        remove_portlet()
        assert list(mapping(site)) == []

    def test_returns_after_removal(self, site):
        remove_portlet()
        remove_counter(site)
        assign_portlet()
        assert list(mapping(site)) == [PORTLET_ID]


class TestOutput:
    def test_shows_each_block(self, site, section, texts, http_request, render):
        make_dialogue(section)
        put(answer(ask(section)), "published").reindexObject()
        html = render(site, http_request)
        for obj in texts.values():
            assert obj.title in html
        for name in DEFAULT_BLOCKS:
            # The only story leads, and no page links to an item twice.
            assert (f'data-block="{name}"' in html) == (name != "news"), name

    def test_has_nothing_to_show(self, site, section, http_request, render):
        assert render(site, http_request) == ""

    def test_follows_the_editor_s_order(self, site, texts, http_request, render):
        html = render(site, http_request, homepage_blocks=("news", "guidance"))
        assert html.index('data-block="news"') < html.index('data-block="guidance"')
        assert 'data-block="materials"' not in html

    def test_one_block_needs_no_tabs(self, site, texts, http_request, render):
        html = render(site, http_request, homepage_blocks=("news",))
        assert '<input type="radio"' not in html

    def test_shows_no_more_than_asked(self, site, section, http_request, render):
        for number in range(4):
            public_content.make(section, "LegalNews", f"Tin {number}")
        html = render(site, http_request, homepage_blocks=("news",), count=2)
        assert html.count("<li") == 2

    def test_editor_s_heading(self, site, texts, http_request, render):
        html = render(site, http_request, heading="Pháp luật <b>")
        assert "Pháp luật &lt;b&gt;" in html

    def test_titles_are_escaped(self, site, section, http_request, render):
        public_content.make(section, "LegalNews", "<script>alert(1)</script>")
        html = render(site, http_request, homepage_blocks=("news",))
        assert "&lt;script&gt;" in html
        assert "<script>" not in html

    def test_loads_nothing_from_other_hosts(self, site, section, http_request, render):
        public_content.make(
            section,
            "EducationMaterial",
            "Video ở nơi khác",
            kind="video",
            external_url="https://www.youtube.com/watch?v=abcdefghijk",
            poster=public_content.picture(),
        )
        html = render(site, http_request, homepage_blocks=("featured-video",))
        assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in html
        for attribute in ("src", "srcset", "poster"):
            assert f'{attribute}="https://www.youtube' not in html
        assert "<iframe" not in html

    def test_chosen_video(self, site, section, texts, http_request, render):
        older = public_content.make(
            section, "EducationMaterial", "Phim cũ", kind="video"
        )
        html = render(
            site,
            http_request,
            homepage_blocks=("featured-video",),
            featured=older.UID(),
        )
        assert "Phim cũ" in html

    def test_chosen_video_that_was_withdrawn(self, site, texts, http_request, render):
        html = render(
            site,
            http_request,
            homepage_blocks=("featured-video",),
            featured="no-such-uid",
        )
        assert texts["EducationMaterial"].title in html


class TestIsolation:
    def test_broken_block_leaves_the_rest(
        self, site, texts, http_request, render, broken_block, caplog
    ):
        with caplog.at_level(logging.ERROR, rendering.__name__):
            html = render(site, http_request, homepage_blocks=(broken_block, "news"))
        assert texts["LegalNews"].title in html
        assert "broken" in caplog.text

    def test_unknown_block_is_passed_over(self, site, texts, http_request, render):
        assert texts["LegalNews"].title in render(
            site, http_request, homepage_blocks=("gone", "news")
        )

    def test_deleted_section(self, site, section, texts, http_request, render):
        assert render(site, http_request)
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(section)
        assert render(site, http_request) == ""
