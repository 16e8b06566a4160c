"""Who reads, adds, changes and deletes expenditures; strangers and other units see nothing."""

from AccessControl import Unauthorized
from expenditures import spend
from plone import api
from role_tables import ADMIN
from role_tables import PERMISSIONS
from role_tables import ROLES
from sonla.pbgdpl.options.finance.access import may_enter
from sonla.pbgdpl.options.finance.access import may_see

import pytest

OFFICE = {"PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver"} | ADMIN


@pytest.mark.sample(None)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "Owner"])
def test_a_role_does_what_it_may(section, unit, acting, role):
    one = spend(unit, 1_500_000)
    with acting(role):
        for action in ("view", "edit", "delete"):
            allowed = {
                api.user.has_permission(name, obj=one) for name in PERMISSIONS[action]
            }
            assert allowed == {role in OFFICE}, action


def test_another_unit_sees_nothing(section, unit, other):
    one = spend(unit, 1_500_000)
    with api.env.adopt_user(username="nguoi-ngoai"):
        assert not api.content.find(UID=one.UID())
        assert not may_see(unit) and not may_see(section) and not may_enter(unit)
        with pytest.raises(Unauthorized):
            unit.restrictedTraverse(one.getId())
        assert may_see(other) and may_enter(other)
    with api.env.adopt_user(username="tac-gia"):
        assert [brain.UID for brain in api.content.find(portal_type="Expenditure")] == [
            one.UID()
        ]


def test_whoever_left_the_unit_reads_no_more_what_they_entered(section, unit):
    with api.env.adopt_user(username="tac-gia"):
        one = api.content.create(
            unit, "Expenditure", title="–", amount=1, item="to-gap"
        )
    unit.manage_delLocalRoles(["tac-gia"])
    unit.reindexObjectSecurity()
    with api.env.adopt_user(username="tac-gia"):
        assert not api.user.has_permission("View", obj=one)
