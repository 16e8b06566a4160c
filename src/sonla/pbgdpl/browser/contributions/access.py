"""Who sees the figures of a section."""

from AccessControl import Unauthorized
from plone import api
from typing import Any

MANAGE_SETTINGS = "sonla.pbgdpl: Manage settings"


def check_access(section: Any) -> None:
    """Let in administrators and those who approve for the whole section.

    Raises Unauthorized otherwise, which sends anonymous visitors to the login.
    """
    if api.user.has_permission(MANAGE_SETTINGS, obj=section):
        return
    if "Reviewer" in api.user.get_current().getRolesInContext(section):
        return
    raise Unauthorized("The figures are for administrators and approvers.")
