"""The groups exist from installation on and hold roles only locally."""

from plone import api
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.editorial.setup import apply_workflows
from sonla.pbgdpl.units.setup import create_groups
from sonla.pbgdpl.units.setup import group_members_report
from sonla.pbgdpl.units.setup import remove_groups

import pytest


@pytest.mark.parametrize("name", GROUP_ROLES)
class TestGroup:
    def test_exists_without_global_role(self, portal, name):
        group = api.group.get(groupname=name)
        assert group.getProperty("title")
        assert set(group.getRoles()) <= {"Authenticated"}

    def test_local_role_on_each_section(self, office, name):
        assert dict(office.section.get_local_roles())[name] == (GROUP_ROLES[name],)

    def test_members_act(self, office, name):
        api.user.create(email="m@example.org", username="thanhvien")
        api.group.add_user(groupname=name, username="thanhvien")
        user = api.user.get(userid="thanhvien")
        roles = set(api.user.get_roles(user=user, obj=office.unit))
        assert GROUP_ROLES[name] in roles
        assert GROUP_ROLES[name] not in api.user.get_roles(user=user)


def test_creating_again_keeps_title_and_members(office):
    api.group.get(groupname="pbgdpl-editors").setGroupProperties(
        {"title": "Ban biên tập"}
    )
    api.group.add_user(groupname="pbgdpl-editors", username="editor")
    create_groups()
    group = api.group.get(groupname="pbgdpl-editors")
    assert group.getProperty("title") == "Ban biên tập"
    assert group_members_report()["pbgdpl-editors"] == ["editor"]


def test_creating_again_serves_existing_sections(office):
    with api.env.adopt_roles(["Manager"]):
        remove_groups()
        office.section.manage_delLocalRoles(list(GROUP_ROLES))
        create_groups()
        apply_workflows()
    assert dict(office.section.get_local_roles())["pbgdpl-editors"] == (
        "PBGDPL Editor",
    )


def test_removal_reports_members_and_leaves_others(office):
    api.group.add_user(groupname="pbgdpl-approvers", username="approver")
    api.group.create(groupname="khac", title="Nhóm khác")
    api.group.create(groupname="pbgdpl-tinh", title="Của cổng")
    api.group.create(groupname="pbgdpl-unit-so-tp", title="Sở Tư pháp")
    with api.env.adopt_roles(["Manager"]):
        report = group_members_report()
        remove_groups()
    assert report["pbgdpl-approvers"] == ["approver"]
    assert set(report) == {*GROUP_ROLES, "pbgdpl-unit-so-tp"}
    assert api.group.get(groupname="pbgdpl-editors") is None
    assert api.group.get(groupname="khac") is not None
    assert api.group.get(groupname="pbgdpl-tinh") is not None


def test_section_keeps_other_local_roles(office):
    assert dict(office.section.get_local_roles())["editor"] == ("PBGDPL Editor",)
    create_groups()
    assert dict(office.section.get_local_roles())["editor"] == ("PBGDPL Editor",)
