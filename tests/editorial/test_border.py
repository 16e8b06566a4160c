"""Crossing the border never makes anything more visible."""

from made_once import made_once
from new_items import create
from plone import api
from rich_texts import linking
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.border import WAS_PUBLIC
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import walk
from workflow_chains import indexed
from workflow_chains import review_state
from workflow_chains import tool

import pytest


@pytest.fixture
def outside(office):
    """A public folder outside of the section, from which files acquire View."""
    return made_once(office.portal, make_outside)


def make_outside(portal):
    with api.env.adopt_roles(["Manager"]):
        folder = create(portal, "Folder", title="Tin tức")
        if "publish" in {t["id"] for t in tool().getTransitionsFor(folder)}:
            api.content.transition(folder, "publish")
    return folder


def clean(obj):
    return all(WAS_PUBLIC not in vars(o.aq_base) for o in walk(obj))


@pytest.mark.parametrize("portal_type", ["Document", "News Item", "Folder", "Event"])
class TestMoves:
    @pytest.mark.sample(4)
    def test_published_comes_in(self, office, chain, outside, portal_type):
        with api.env.adopt_roles(["Manager"]):
            item = create(outside, portal_type, title="Trang")
            if chain not in ("one_state_workflow", ""):
                api.content.transition(item, "publish")
            item = api.content.move(item, office.unit)
        assert chain_of(item) == (EDITORIAL_WORKFLOW,)
        assert state_of(item) == "draft"
        assert not is_public(item)
        assert indexed(item) == (False, "draft")
        assert clean(item)

    @pytest.mark.sample(4)
    def test_draft_goes_out(self, office, chain, outside, portal_type):
        item = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            item = api.content.move(item, outside)
        assert EDITORIAL_WORKFLOW not in chain_of(item)
        assert not is_public(item)
        assert indexed(item)[0] is False
        assert clean(item)

    def test_published_goes_out(self, office, outside, portal_type):
        item = office.published(portal_type)
        with api.env.adopt_roles(["Manager"]):
            item = api.content.move(item, outside)
        assert review_state(item) in ("private", None)

    def test_in_and_out_and_in(self, office, outside, portal_type):
        with api.env.adopt_roles(["Manager"]):
            item = create(outside, portal_type, title="Trang")
            api.content.transition(item, "publish")
            item = api.content.move(item, office.unit)
            item = api.content.move(item, outside)
            assert review_state(item) == "private"
            assert not is_public(item)
            item = api.content.move(item, office.unit)
        assert state_of(item) == "draft"
        assert not is_public(item)

    @pytest.mark.sample(4)
    def test_copy_out(self, office, chain, outside, portal_type):
        item = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(item, outside)
        assert not is_public(copy)
        assert indexed(copy)[0] is False
        assert clean(copy) and clean(item)

    def test_copy_in(self, office, outside, portal_type):
        with api.env.adopt_roles(["Manager"]):
            item = create(outside, portal_type, title="Trang")
            api.content.transition(item, "publish")
            copy = api.content.copy(item, office.unit)
        assert state_of(copy) == "draft"
        assert not is_public(copy)
        assert is_public(item)

    def test_copy_within(self, office, portal_type):
        item = office.published(portal_type)
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(item, office.section)
        assert state_of(copy) == "draft"
        assert not is_public(copy)

    def test_move_within_changes_nothing(self, office, portal_type):
        item = office.published(portal_type)
        lines = len(history_of(item))
        with api.env.adopt_roles(["Manager"]):
            item = api.content.move(item, office.section)
        assert state_of(item) == "published"
        assert len(history_of(item)) == lines
        assert clean(item)

    def test_rename_changes_nothing(self, office, portal_type):
        item = office.published(portal_type)
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(item, new_id="khac")
        assert state_of(office.unit["khac"]) == "published"

    def test_outside_nothing_happens(self, office, outside, portal_type):
        with api.env.adopt_roles(["Manager"]):
            item = create(outside, portal_type, title="Trang")
            api.content.transition(item, "publish")
            item = api.content.move(item, office.portal)
        assert is_public(item)


@pytest.mark.parametrize("portal_type", ["File", "Image"])
class TestFiles:
    def test_comes_in_hidden(self, office, outside, portal_type):
        with api.env.adopt_roles(["Manager"]):
            file = create(outside, portal_type, title="Tệp")
            assert is_public(file)
            file = api.content.move(file, office.unit)
        assert state_of(file) == "hidden"
        assert not is_public(file)
        assert indexed(file) == (False, "hidden")

    def test_hidden_goes_out_hidden(self, office, outside, portal_type):
        file = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            file = api.content.move(file, outside)
        assert ATTACHMENT_WORKFLOW not in chain_of(file)
        assert not is_public(file)
        assert indexed(file)[0] is False
        with office.acting("contributor"):
            assert api.user.has_permission("Modify portal content", obj=file)
            assert api.user.has_permission("View", obj=file)

    def test_visible_goes_out_visible(self, office, outside, portal_type):
        file = office.make("contributor", portal_type)
        office.publish(office.make("contributor", text=linking(file)))
        with api.env.adopt_roles(["Manager"]):
            file = api.content.move(file, outside)
        assert is_public(file)
        with office.acting("contributor"):
            assert api.user.has_permission("Modify portal content", obj=file)

    def test_copy_of_hidden_stays_hidden(self, office, outside, portal_type):
        file = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(file, outside)
        assert not is_public(copy)
        assert indexed(copy)[0] is False

    def test_comes_back(self, office, outside, portal_type):
        file = office.make("contributor", portal_type)
        with api.env.adopt_roles(["Manager"]):
            file = api.content.move(file, outside)
            file = api.content.move(file, office.unit)
        assert state_of(file) == "hidden"
        assert not is_public(file)


class TestFolders:
    def filled(self, container):
        with api.env.adopt_roles(["Manager"]):
            folder = create(container, "Folder", title="Hồ sơ")
            inner = create(folder, "Folder", title="Trong")
            page = create(inner, "Document", title="Trang")
            file = create(inner, "File", title="Tệp")
        return folder, inner, page, file

    def test_children_come_in(self, office, outside):
        folder, inner, page, file = self.filled(outside)
        with api.env.adopt_roles(["Manager"]):
            for item in (folder, inner, page):
                api.content.transition(item, "publish")
            assert is_public(file)
            folder = api.content.move(folder, office.unit)
        states = {item.getId(): state_of(item) for item in walk(folder)}
        assert states == {
            "ho-so": "draft",
            "trong": "draft",
            "trang": "draft",
            "tep": "hidden",
        }
        assert not any(is_public(item) for item in walk(folder))
        assert clean(folder)

    def test_children_go_out(self, office, chain, outside):
        folder, *_rest = self.filled(office.unit)
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.move(folder, outside)
        assert not any(is_public(item) for item in walk(folder))
        assert not any(indexed(item)[0] for item in walk(folder))
        assert clean(folder)

    def test_children_are_copied_out(self, office, chain, outside):
        folder, *_rest = self.filled(office.unit)
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(folder, outside)
        assert len(list(walk(copy))) == 4
        assert not any(is_public(item) for item in walk(copy))
        assert clean(copy)

    def test_copy_of_a_section_is_a_section(self, office):
        office.published()
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(office.section, office.portal)
        assert chain_of(copy) == (EDITORIAL_WORKFLOW,)
        assert not any(is_public(item) for item in walk(copy))
        assert dict(copy.get_local_roles())["pbgdpl-editors"] == ("PBGDPL Editor",)
        with api.env.adopt_roles(["Manager"]):
            page = create(copy, "Document", title="Trang")
        assert state_of(page) == "draft"

    def test_policy_is_not_among_the_items(self, office):
        assert office.section.objectIds() == ["so-tp"]
