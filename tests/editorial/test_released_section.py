"""Leaving a portal keeps what is public, opens nothing, and is undone by coming back."""

from Acquisition import aq_base
from DateTime import DateTime
from made_once import made_once
from new_items import create
from plone import api
from plone.app.discussion.interfaces import IConversation
from rich_texts import linking
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.border import adopt_section
from sonla.pbgdpl.editorial.border import release_section
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import walk
from workflow_chains import indexed
from zope.component import createObject

import pytest


class TestMemory:
    """What was done with is written aside: a section may hold a hundred thousand."""

    @pytest.fixture
    def many(self, site, monkeypatch):
        def make(_portal):
            titles = [f"b{number}" for number in range(9)]
            texts = [site.make("contributor", "Document", title=one) for one in titles]
            page = site.publish(texts[0])
            conversation = IConversation(page)
            comment = createObject("plone.Comment")
            comment.text = "Ý kiến"
            with api.env.adopt_roles(["Manager"]):
                conversation.addComment(comment)
            return texts

        monkeypatch.setattr("sonla.pbgdpl.core.batching.BATCH", 3)
        texts = made_once(site.portal, make)
        site.save()
        return [aq_base(text) for text in texts]

    def changed(self, many):
        return [text for text in many if text._p_changed]

    def test_few_changed_objects_are_held(self, site, many):
        release_section(site.section)
        assert len(self.changed(many)) <= 3
        assert {state_of(text) for text in site.unit.objectValues()} == {""}
        adopt_section(site.section)
        assert len(self.changed(many)) <= 3
        assert {state_of(text) for text in site.unit.objectValues()} == {
            "draft",
            "published",
        }

    def test_comments_are_indexed_for_those_who_see_their_text(self, site, many):
        def readers():
            catalog = api.portal.get_tool("portal_catalog")
            (brain,) = catalog.unrestrictedSearchResults(portal_type="Discussion Item")
            return catalog.getIndexDataForRID(brain.getRID())["allowedRolesAndUsers"]

        assert "Anonymous" in readers()
        set_state(site.unit.objectValues()[0], editorial_workflow(), "withdrawn")
        release_section(site.section)
        assert "Anonymous" not in readers()


class TestUninstallation:
    def early(self, office):
        text = office.make("contributor", "Document", title="d")
        text.effective_date = DateTime() + 3
        return office.publish(text)

    def full(self, office):
        return made_once(office.portal, lambda _portal: self.full_anew(office))

    def full_anew(self, office):
        image = office.make("contributor", "Image", title="ảnh")
        loose = office.make("contributor", "File", title="rời")
        texts = {
            "published": office.publish(
                office.make("contributor", "Document", text=linking(image), title="a")
            ),
            "withdrawn": office.withdraw(
                office.publish(office.make("contributor", "Document", title="b"))
            ),
            "draft": office.make("contributor", "Document", title="c"),
            "early": self.early(office),
            "own": office.publish(office.make("contributor", title="e")),
        }
        return texts, image, loose

    @pytest.mark.sample(1)
    def test_public_stays_public_and_nothing_else_becomes_so(self, office, chain):
        texts, image, loose = self.full(office)
        before = {o.getId(): is_public(o) for o in walk(office.section)}
        release_section(office.section)
        after = {o.getId(): is_public(o) for o in walk(office.section)}
        assert after.keys() == before.keys()
        assert not any(after[name] and not before[name] for name in before)
        assert not is_public(loose)
        assert not is_open(texts["early"])
        assert is_public(texts["published"])
        assert is_public(image)
        assert is_public(texts["own"])
        for item in walk(office.section):
            assert indexed(item)[0] is is_open(item) is after[item.getId()]

    @pytest.mark.sample(1)
    def test_nothing_of_ours_is_in_force(self, office, chain):
        self.full(office)
        release_section(office.section)
        for item in walk(office.section):
            assert not {EDITORIAL_WORKFLOW, ATTACHMENT_WORKFLOW} & set(chain_of(item))
        assert "pbgdpl-editors" not in dict(office.section.get_local_roles())
        assert not [name for name in vars(office.section.aq_base) if "_Add_" in name]
        assert not [name for name in vars(office.section.aq_base) if "heck_out" in name]
        assert not [name for name in vars(office.section.aq_base) if "elegate" in name]

    @pytest.mark.sample(1)
    def test_reinstallation_brings_back_every_state(self, office, chain):
        self.full(office)
        everything = list(walk(office.section))
        before = {o.getId(): (state_of(o), is_public(o)) for o in everything}
        release_section(office.section)
        with api.env.adopt_roles(["Manager"]):
            api.portal.get_tool("portal_setup").runImportStepFromProfile(
                "profile-sonla.pbgdpl:default", "workflow"
            )
        adopt_section(office.section)
        after = {o.getId(): (state_of(o), is_public(o)) for o in everything}
        assert after == before
        lines = {o.getId(): len(history_of(o)) for o in everything}
        adopt_section(office.section)
        assert lines == {o.getId(): len(history_of(o)) for o in everything}

    def test_after_reinstallation_a_move_within_changes_nothing(self, office):
        texts, _image, _loose = self.full(office)
        release_section(office.section)
        adopt_section(office.section)
        with api.env.adopt_roles(["Manager"]):
            text = api.content.move(texts["published"], office.section)
        assert state_of(text) == "published"

    def test_made_private_meanwhile_stays_so(self, office):
        texts, _image, _loose = self.full(office)
        release_section(office.section)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(texts["published"], "retract")
        adopt_section(office.section)
        assert state_of(texts["published"]) == "draft"
        assert not is_public(texts["published"])

    def test_made_meanwhile_starts_as_draft(self, office):
        release_section(office.section)
        with api.env.adopt_roles(["Manager"]):
            page = create(office.section, "Document", title="Mới")
            api.content.transition(page, "publish")
            file = create(office.section, "File", title="Tệp")
        adopt_section(office.section)
        assert (state_of(page), state_of(file)) == ("draft", "hidden")
        assert not is_public(page)
        assert not is_public(file)
