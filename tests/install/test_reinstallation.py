"""Another installation brings back whole what lived through an uninstallation."""

from foreign_portal import centre
from foreign_portal import install
from foreign_portal import OWN_TERM
from foreign_portal import SECTION
from foreign_portal import uninstall
from foreign_portal import VOCABULARY
from plone import api
from plone.testing.zope import Browser
from section_snapshot import facts
from section_snapshot import items
from section_snapshot import make_question_folders
from section_snapshot import reload
from section_snapshot import texts
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder

import pytest
import transaction


@pytest.mark.long
class TestRevival:
    """After another installation."""

    @pytest.fixture(scope="class")
    def revived(self, shared_demo):
        """Uninstall and install again; give the portal with the facts of before."""
        portal, manager = shared_demo
        make_question_folders(portal)
        before = facts(portal)
        uninstall(manager, portal)
        install(manager, portal)
        reload(portal)
        return portal, before

    def test_content_is_whole(self, revived):
        portal, before = revived
        after = facts(portal)
        assert set(after) == set(before)
        for path, one in before.items():
            assert after[path] == one, path

    def test_catalog_knows_states_and_indexes(self, revived):
        portal, before = revived
        catalog = portal.portal_catalog
        brains = catalog.unrestrictedSearchResults(pbgdpl_agency="so-tu-phap")
        expected = {path for path in before if "/so-tu-phap/gioi-thieu-" in path}
        assert expected <= {brain.getPath() for brain in brains}
        for path, one in before.items():
            (brain,) = catalog.unrestrictedSearchResults(
                path={"query": path, "depth": 0}
            )
            assert (brain.review_state or None) == one["state"], path

    def test_lists_and_settings_are_back(self, revived):
        tokens = [row["token"] for row in api.portal.get_registry_record(VOCABULARY)]
        assert tokens[-1] == OWN_TERM["token"]
        agency = api.portal.get_registry_record("sonla.pbgdpl.managing_agency")
        assert agency == "Sở Tư pháp (mẫu)"

    def test_folders_of_questions_lead_on_again(self, revived):
        portal, _ = revived
        folder = portal[SECTION]["cau-hoi"]
        for one in (folder, *folder.objectValues()):
            assert IQuestionsFolder.providedBy(one)

    def test_portlets_are_back(self, revived):
        portal, _ = revived
        portlets = centre(portal)
        assert list(portlets) == ["legal-education", "hello"]
        assert portlets["legal-education"].count == 3
        assert portlets["hello"].header == "Lời chào"

    def test_people_are_back(self, revived):
        for name, login in (
            ("pbgdpl-editors", "editor"),
            ("pbgdpl-approvers", "approver"),
            ("pbgdpl-unit-03646", "contributor"),
        ):
            members = api.group.get(groupname=name).getGroupMemberIds()
            assert list(members) == [login]

    def test_pages_are_ours_again(self, revived, foreign_class):
        portal, _ = revived
        browser = Browser(foreign_class["app"])
        browser.open(f"{portal.absolute_url()}/{SECTION}/so-tu-phap/218-qd-ubnd")
        assert "218/QĐ-UBND" in browser.contents
        assert "pbgdpl" in browser.contents

    def test_memory_is_used_up(self, revived):
        portal, _ = revived
        keys = [key for key in portal[SECTION].__annotations__ if "remembered" in key]
        assert keys == []

    def test_policy_is_in_force(self, revived):
        portal, _ = revived
        chain = portal.portal_workflow.getChainFor(portal[SECTION]["tin-tuc"])
        assert chain == ("pbgdpl_editorial_workflow",)


@pytest.mark.long
class TestWhatFollows:
    """Acts after an uninstallation, each in a portal of its own."""

    def test_catalog_can_be_rebuilt_and_content_deleted(self, demo, manager):
        paths = set(items(demo))
        uninstall(manager, demo)
        reload(demo)
        demo.portal_catalog.clearFindAndRebuild()
        assert set(items(demo)) == paths
        api.content.delete(demo[SECTION], check_linkintegrity=False)
        assert SECTION not in demo

    @pytest.mark.long
    def test_account_that_went_meanwhile(self, demo, manager):
        uninstall(manager, demo)
        reload(demo)
        api.user.delete(username="editor")
        transaction.commit()
        install(manager, demo)
        reload(demo)
        assert list(api.group.get(groupname="pbgdpl-editors").getGroupMemberIds()) == []

    def test_chain_goes_on(self, demo, manager):
        """What waited for the editor before goes through the chain after."""
        states = {api.content.get_state(obj, default=None) for obj in texts(demo)}
        assert states == {
            "draft",
            "pending_edit",
            "pending_approval",
            "published",
            "withdrawn",
        }
        uninstall(manager, demo)
        install(manager, demo)
        reload(demo)
        (waiting,) = [obj for obj in texts(demo) if obj.getId() == "cho-bien-tap"]
        with api.env.adopt_user(username="editor"):
            api.content.transition(waiting, "forward")
        with api.env.adopt_user(username="approver"):
            api.content.transition(waiting, "approve")
        assert is_public(waiting)

    @pytest.mark.long
    def test_third_time_as_well(self, demo, manager):
        before = facts(demo)
        for _ in range(2):
            uninstall(manager, demo)
            install(manager, demo)
        reload(demo)
        assert facts(demo) == before
