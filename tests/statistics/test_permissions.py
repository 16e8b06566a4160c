"""Who may do what with a report in which state: the contract's table, for every role."""

from role_tables import ADMIN
from role_tables import allowed_to_user
from role_tables import expected_of
from role_tables import INSIDE
from role_tables import owned
from role_tables import ROLES
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from statistics_content import put_report
from statistics_content import report

import pytest

APPROVERS = {"PBGDPL Approver"} | ADMIN
TABLE = {
    "draft": {
        "view": INSIDE,
        "edit": INSIDE,
        "delete": {"Owner", "PBGDPL Editor"} | ADMIN,
        "personal": INSIDE,
        "submit": {"PBGDPL Contributor", "Owner", "PBGDPL Editor"} | ADMIN,
    },
    "submitted": {
        "view": INSIDE,
        "delete": ADMIN,
        "personal": INSIDE,
        "approve": APPROVERS,
        "return": APPROVERS,
    },
    "approved": {
        "view": set(ROLES),
        "delete": ADMIN,
        "personal": INSIDE,
        "lock": APPROVERS,
        "return": APPROVERS,
    },
    "locked": {"view": set(ROLES), "personal": INSIDE},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", TABLE)
def test_table(section, acting, state, role):
    item = owned(report(section))
    put_report(item, state)
    with acting(role):
        allowed = allowed_to_user(item, STATISTICS_WORKFLOW)
    assert allowed == expected_of(TABLE, state, role)
