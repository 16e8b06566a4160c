"""Who sees the figures of a section."""

from AccessControl import Unauthorized
from plone import api
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from typing import Any


def check_access(section: Any) -> None:
    """Let in administrators and those who approve for the whole section.

    Raises Unauthorized otherwise, which sends anonymous visitors to the login.
    """
    if not may_see_figures(section):
        raise Unauthorized("The figures are for administrators and approvers.")


def may_see_figures(section: Any) -> bool:
    """Return whether the user administers the add-on or approves for the section."""
    if api.user.has_permission(MANAGE_SETTINGS, obj=section):
        return True
    return APPROVER_ROLE in api.user.get_current().getRolesInContext(section)
