"""Who may see the exchange, and who may decide."""

from AccessControl import Unauthorized
from plone import api
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.jobs.site import may_run
from typing import Any


def may_manage(site: Any) -> bool:
    """Return whether the user may decide: release, retry, dismiss, overwrite."""
    return bool(api.user.has_permission(MANAGE_SETTINGS, obj=site))


def check_access(site: Any) -> None:
    """Raise `Unauthorized` unless the user manages or runs the exchange."""
    if not (may_manage(site) or may_run(site)):
        raise Unauthorized("The exchange is for those who manage or run it.")


def check_managing(site: Any) -> None:
    """Raise `Unauthorized` unless the user manages the exchange."""
    if not may_manage(site):
        raise Unauthorized(MANAGE_SETTINGS)
