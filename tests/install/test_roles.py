"""Roles of our own: where they are offered, what brings them back, what is left of them."""

from content_types import OWN_TYPES
from host_people import make_account
from host_people import PASSWORD
from made_once import made_once
from new_items import create
from plone import api
from plone.app.discussion.interfaces import IConversation
from plone.app.workflow.interfaces import ISharingPageRole
from public_content import make
from public_content import make_section
from public_content import make_section_anew
from questions_content import ask
from questions_content import MAIL
from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CHAIN_ROLES
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.core.names import HOST_ROLES
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.editorial.permissions import SECTION_PERMISSIONS
from sonla.pbgdpl.editorial.section_policy import BLOCK
from sonla.pbgdpl.install.roles import RolesCheck
from web_requests import Person
from web_requests import UNTHEMED
from zope.component import createObject
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate

import pytest
import transaction

TITLES = {
    CONTRIBUTOR_ROLE: "Người đóng góp",
    EDITOR_ROLE: "Biên tập viên",
    APPROVER_ROLE: "Người phê duyệt",
}


def offered(item, request, role):
    """Name the roles that the Sharing page of an item offers to somebody."""
    with api.env.adopt_roles([role]):
        sharing = getMultiAdapter((item, request), name="sharing")
        return {one["id"] for one in sharing.roles()}


class TestSharingPage:
    @pytest.mark.parametrize("role", ["Manager", "Site Administrator"])
    def test_offers_ours_inside_sections_alone(self, section, http_request, role):
        unit = make(section, UNIT_TYPE, "Đơn vị", code="dv")
        for place in (section, unit):
            assert offered(place, http_request, role) == set(CHAIN_ROLES)
        portal = api.portal.get()
        folder = make(portal, "Folder", "Ngoài")
        for place in (portal, folder):
            assert offered(place, http_request, role) == set(HOST_ROLES)

    @pytest.mark.parametrize("role", [*CHAIN_ROLES, *HOST_ROLES, "Owner", "Member"])
    def test_is_for_administrators(self, section, http_request, role):
        assert offered(section, http_request, role) == set()

    def test_has_vietnamese_titles(self, functional_portal):
        section = make_section(functional_portal)
        make_account("quan-tri", "Manager")
        transaction.commit()
        path = f"{section.absolute_url_path()}/@@sharing"
        page = Person("quan-tri", PASSWORD).ask(path, headers=UNTHEMED)
        for role, title in TITLES.items():
            message = getUtility(ISharingPageRole, name=role).title
            assert message.default in page.text
            assert translate(message, target_language="vi") == title

    def test_keeps_what_it_does_not_show(self, section, http_request):
        section.manage_setLocalRoles("ai-do", ["Reader"])
        settings = [{"id": "ai-do", "type": "user", "roles": [EDITOR_ROLE]}]
        with api.env.adopt_roles(["Manager"]):
            sharing = getMultiAdapter((section, http_request), name="sharing")
            sharing.update_role_settings(settings)
        assert set(dict(section.get_local_roles())["ai-do"]) == {"Reader", EDITOR_ROLE}


class TestRepair:
    @pytest.fixture
    def check(self, portal, section):
        return RolesCheck(portal)

    def test_nothing_lacks_after_an_installation(self, portal, check):
        assert check.missing() == []
        assert missing_parts(portal) == []

    def test_closes_a_section_that_somebody_opened(self, portal, section, check):
        with api.env.adopt_roles(["Manager"]):
            sharing = getMultiAdapter((section, portal.REQUEST), name="sharing")
            sharing.update_inherit(True)
        question = ask(section)
        portal.manage_setLocalRoles("tren-cao", ["Owner"])
        portal.reindexObjectSecurity()
        assert "user:tren-cao" in readers(question)
        (told,) = check.missing()
        assert section.title in told
        check.repair()
        assert check.missing() == []
        assert "user:tren-cao" not in readers(question)

    def test_brings_groups_and_their_roles(self, section, check):
        unit = make(section, UNIT_TYPE, "Đơn vị", code="dv")
        section.manage_delLocalRoles(list(GROUP_ROLES))
        unit.manage_delLocalRoles(["pbgdpl-unit-dv"])
        api.group.delete(groupname="pbgdpl-editors")
        assert len(check.missing()) == 2
        check.repair()
        held = dict(section.get_local_roles())
        assert {name: held[name] for name in GROUP_ROLES} == {
            name: (role,) for name, role in GROUP_ROLES.items()
        }
        assert "pbgdpl-unit-dv" in dict(unit.get_local_roles())
        assert check.missing() == []

    def test_brings_the_permissions_of_a_section(self, section, check):
        name = "CMFEditions: Access previous versions"
        section.manage_permission(name, ["Editor"], acquire=1)
        assert name in check.missing()[0]
        check.repair()
        assert check.missing() == []

    def test_leaves_what_administrators_settled(self, portal, section, check):
        portal.manage_permission(
            "sonla.pbgdpl: View personal data", ["Manager", "Auditor"], acquire=0
        )
        section.manage_setLocalRoles("ai-do", [APPROVER_ROLE, "Reader"])
        section.manage_addLocalRoles("pbgdpl-editors", [APPROVER_ROLE])
        section.manage_delLocalRoles(["pbgdpl-sync"])
        check.repair()
        chosen = portal._sonla_pbgdpl__View_personal_data_Permission
        assert set(chosen) == {"Manager", "Auditor"}
        held = dict(section.get_local_roles())
        assert set(held["ai-do"]) == {APPROVER_ROLE, "Reader"}
        assert set(held["pbgdpl-editors"]) == {EDITOR_ROLE, APPROVER_ROLE}

    def test_writes_nothing_where_nothing_lacks(self, functional_portal):
        make_section(functional_portal)
        transaction.commit()
        RolesCheck(functional_portal).repair()
        assert functional_portal._p_jar._registered_objects == []

    def test_is_what_the_button_and_health_ask(self, portal, section):
        setattr(section, BLOCK, None)
        assert len(missing_parts(portal)) == 1
        repair(portal)
        assert missing_parts(portal) == []


def readers(item):
    """List whom the catalog takes for readers of an item."""
    catalog = api.portal.get_tool("portal_catalog")
    (brain,) = catalog.unrestrictedSearchResults(UID=item.UID())
    return catalog.getIndexDataForRID(brain.getRID())["allowedRolesAndUsers"]


def role_lists(workflow):
    """Yield the lists of roles that a workflow names."""
    for state in workflow.states.objectValues():
        yield from (state.permission_roles or {}).values()
    for transition in workflow.transitions.objectValues():
        yield transition.getGuard().roles


def test_no_definition_and_no_permission_of_ours_names_a_role_of_the_portal(portal):
    definitions = [portal.portal_workflow[name] for name in own_workflows()]
    named = {role for one in definitions for roles in role_lists(one) for role in roles}
    assert named & set(HOST_ROLES) == set()
    assert set(CHAIN_ROLES) <= named
    for roles in SECTION_PERMISSIONS.values():
        assert set(roles) & set(HOST_ROLES) == set()


def leave(portal):
    """Make a section with texts and people, and uninstall the add-on."""
    section = make_section_anew(portal, "Phổ biến, giáo dục pháp luật")
    make_account("nguoi-cua-ta")
    section.manage_setLocalRoles("nguoi-cua-ta", [EDITOR_ROLE, "Reader"])
    items = [ask(section)]
    with api.env.adopt_roles(["Manager"]):
        for portal_type in ("LegalNews", "Document", "File"):
            items.append(create(section, portal_type, "Nháp"))
    for role in HOST_ROLES:
        make_account(role.lower(), role)
    portal.manage_setLocalRoles("nobody", ["Owner"])
    with api.env.adopt_roles(["Manager"]):
        portal.portal_setup.runAllImportStepsFromProfile(
            "profile-sonla.pbgdpl:uninstall"
        )
    return section, items


class TestUninstallation:
    """What nobody outside read before, nobody outside reads afterwards."""

    @pytest.fixture
    def left(self, functional_portal):
        section, items = made_once(functional_portal, leave)
        transaction.commit()
        return functional_portal, section, items

    def test_shows_nothing_to_the_portals_people(self, left):
        _portal, section, items = left
        for role in HOST_ROLES:
            person = Person(role.lower(), PASSWORD)
            for item in items:
                path = item.absolute_url_path()
                for road in ("", "/edit"):
                    answer = person.ask(f"{path}{road}", headers=UNTHEMED)
                    assert answer.outcome == "login", (role, path, road)
                    assert MAIL not in answer.text
            with api.env.adopt_user(username=role.lower()):
                catalog = api.portal.get_tool("portal_catalog")
                path = "/".join(section.getPhysicalPath())
                assert [one.getPath() for one in catalog(path=path)] == [path]

    def test_leaves_no_role(self, left):
        portal, section, _items = left
        assert set(portal.valid_roles()) & set(OWN_ROLES) == set()
        assert section.get_local_roles_for_userid("nguoi-cua-ta") == ("Reader",)
        with api.env.adopt_roles(["Manager"]):
            sharing = getMultiAdapter((section, portal.REQUEST), name="sharing")
            assert {one["id"] for one in sharing.roles()} == set(HOST_ROLES)

    def test_gives_them_back_with_another_installation(self, left):
        portal, section, items = left
        with api.env.adopt_roles(["Manager"]):
            portal.portal_setup.runAllImportStepsFromProfile(
                "profile-sonla.pbgdpl:default"
            )
        held = set(section.get_local_roles_for_userid("nguoi-cua-ta"))
        assert held == {EDITOR_ROLE, "Reader"}
        with api.env.adopt_user(username="nguoi-cua-ta"):
            assert all(api.user.has_permission("View", obj=item) for item in items)
        assert RolesCheck(portal).missing() == []


def comment_on_page(portal):
    """Let a comment of a page wait, and make the people who may be asked about it."""
    setup = portal.portal_setup
    setup.runAllImportStepsFromProfile("profile-plone.app.discussion:default")
    portal.portal_workflow.setChainForPortalTypes(
        ["Discussion Item"], "comment_review_workflow"
    )
    section = make_section_anew(portal, "Phổ biến, giáo dục pháp luật")
    page = make(section, "Document", "Trang")
    comment = createObject("plone.Comment")
    comment.text = "Ý kiến chờ duyệt"
    IConversation(page).addComment(comment)
    make_account("reviewer", "Reviewer")
    make_account("phe-duyet")
    api.group.add_user(groupname="pbgdpl-approvers", username="phe-duyet")
    return page


class TestComments:
    """A comment that waits is read and decided on by our people alone."""

    @pytest.fixture
    def comment(self, functional_portal):
        page = made_once(functional_portal, comment_on_page)
        transaction.commit()
        (comment,) = IConversation(page).getComments()
        return comment

    def found(self, name):
        with api.env.adopt_user(username=name):
            catalog = api.portal.get_tool("portal_catalog")
            return len(catalog(portal_type="Discussion Item"))

    def test_is_not_for_the_portals_reviewers(self, comment):
        tool = api.portal.get_tool("portal_workflow")
        assert tool.getInfoFor(comment, "review_state") == "pending"
        with api.env.adopt_user(username="reviewer"):
            assert not api.user.has_permission("View", obj=comment)
            assert not api.user.has_permission("Review comments", obj=comment)
        assert self.found("reviewer") == 0

    def test_is_for_our_approvers(self, comment):
        assert self.found("phe-duyet") == 1
        tool = api.portal.get_tool("portal_workflow")
        with api.env.adopt_user(username="phe-duyet"):
            tool.doActionFor(comment, "publish")
        assert self.found("reviewer") == 1
        with api.env.adopt_user(username="phe-duyet"):
            tool.doActionFor(comment, "recall")
        assert self.found("reviewer") == 0


def test_a_copy_of_a_section_is_closed_too(portal, section):
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(section, portal)
    assert getattr(copy.aq_base, BLOCK) is True
    assert RolesCheck(portal).missing() == []


def test_every_type_of_ours_may_be_added_by_our_people_alone(portal):
    for name in OWN_TYPES:
        roles = {
            one["name"]
            for one in portal.rolesOfPermission(f"sonla.pbgdpl: Add {name}")
            if one["selected"]
        }
        assert roles & set(HOST_ROLES) == set()
        assert EDITOR_ROLE in roles, name
    assert SECTION_TYPE in OWN_TYPES
