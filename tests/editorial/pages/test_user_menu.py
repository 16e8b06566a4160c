"""Whether the user's menu leads to the desk: asked on every page."""

from desk_content import acting
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sonla.pbgdpl.editorial.pages import desk
from sonla.pbgdpl.editorial.pages.desk import DeskAccess

import pytest


def offered(context):
    """Return whether the current user finds the desk in the menu on a page."""
    actions = api.portal.get_tool("portal_actions").listActionInfos(
        object=context, categories=["user"]
    )
    return "pbgdpl-review" in {action["id"] for action in actions}


def visible(context, user_id):
    with acting(user_id):
        return DeskAccess(context, context.REQUEST).visible


@pytest.fixture
def asked(monkeypatch):
    """Count how often it is really found out."""
    calls = []
    original = desk.has_place

    def counting():
        calls.append(1)
        return original()

    monkeypatch.setattr(desk, "has_place", counting)
    return calls


@pytest.mark.parametrize(
    "user_id,expected",
    [
        ("tac-gia", True),
        ("bien-tap", True),
        ("phe-duyet", True),
        ("nguoi-ngoai", False),
    ],
)
def test_offered_to_those_who_have_a_role(desk_site, unit, user_id, expected):
    with acting(user_id):
        assert offered(desk_site) is expected


def test_visitors_cost_nothing(desk_site, unit, asked):
    logout()
    assert not offered(desk_site)
    assert not asked


@pytest.mark.parametrize("user_id", ["tac-gia", "nguoi-ngoai"])
def test_asked_once_a_page(desk_site, unit, asked, user_id):
    with acting(user_id):
        offered(desk_site)
    assert len(asked) == 1


def test_administrators_need_a_section(desk_site, section):
    setRoles(desk_site, TEST_USER_ID, ["Manager"])
    assert offered(desk_site)
    api.content.delete(section)
    assert not offered(desk_site)


def test_a_new_role_counts_at_once(desk_site, unit):
    assert not visible(desk_site, "nguoi-ngoai")
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="nguoi-ngoai", roles=["PBGDPL Editor"], obj=unit)
    assert visible(desk_site, "nguoi-ngoai")


def test_a_lost_role_counts_at_once(desk_site, unit):
    assert visible(desk_site, "tac-gia")
    with api.env.adopt_roles(["Manager"]):
        api.user.revoke_roles(
            username="tac-gia", roles=["PBGDPL Contributor"], obj=unit
        )
    assert not visible(desk_site, "tac-gia")


def test_a_new_member_of_a_group_counts_at_once(desk_site, unit):
    with api.env.adopt_roles(["Manager"]):
        api.group.create("pbgdpl-so-tu-phap")
        api.group.grant_roles(
            groupname="pbgdpl-so-tu-phap", roles=["PBGDPL Contributor"], obj=unit
        )
    assert not visible(desk_site, "nguoi-ngoai")
    with api.env.adopt_roles(["Manager"]):
        api.group.add_user(groupname="pbgdpl-so-tu-phap", username="nguoi-ngoai")
    assert visible(desk_site, "nguoi-ngoai")
