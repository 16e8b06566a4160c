"""Leaving a portal keeps what is public, opens nothing, and is undone by coming back."""

from DateTime import DateTime
from outer_chains import indexed
from plone import api
from rich_texts import linking
from sonla.pbgdpl.config import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.workflow.border import adopt_section
from sonla.pbgdpl.workflow.border import release_section
from sonla.pbgdpl.workflow.states import chain_of
from sonla.pbgdpl.workflow.states import history_of
from sonla.pbgdpl.workflow.states import is_open
from sonla.pbgdpl.workflow.states import is_public
from sonla.pbgdpl.workflow.states import state_of
from sonla.pbgdpl.workflow.states import walk


class TestUninstallation:
    def early(self, office):
        text = office.make("contributor", "Document", title="d")
        text.effective_date = DateTime() + 3
        return office.publish(text)

    def full(self, office):
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

    def test_nothing_of_ours_is_in_force(self, office, chain):
        self.full(office)
        release_section(office.section)
        for item in walk(office.section):
            assert not {EDITORIAL_WORKFLOW, ATTACHMENT_WORKFLOW} & set(chain_of(item))
        assert "pbgdpl-editors" not in dict(office.section.get_local_roles())
        assert not [name for name in vars(office.section.aq_base) if "_Add_" in name]
        assert not [name for name in vars(office.section.aq_base) if "heck_out" in name]
        assert not [name for name in vars(office.section.aq_base) if "elegate" in name]

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
            page = api.content.create(office.section, "Document", title="Mới")
            api.content.transition(page, "publish")
            file = api.content.create(office.section, "File", title="Tệp")
        adopt_section(office.section)
        assert (state_of(page), state_of(file)) == ("draft", "hidden")
        assert not is_public(page)
        assert not is_public(file)
