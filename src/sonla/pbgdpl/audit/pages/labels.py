"""What the entries of the log are in words."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import action_of
from sonla.pbgdpl.audit.actions import APPROVALS
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import EXCHANGES
from sonla.pbgdpl.audit.actions import REGISTER
from sonla.pbgdpl.audit.actions import SETTINGS
from typing import Any

import logging

logger = logging.getLogger(__name__)

GROUPS = {
    APPROVALS: _("log_group_approvals", default="Approvals and withdrawals"),
    REGISTER: _("log_group_register", default="Register of people and documents"),
    DATA: _(
        "log_group_data", default="Files and personal data: downloads, lists, deletions"
    ),
    SETTINGS: _("log_group_settings", default="Settings and rights"),
    EXCHANGES: _("log_group_exchange", default="Data exchange"),
}


def what(entry: log.AuditEntry) -> Any:
    """Return what was done."""
    action = action_of(entry)
    try:
        return action.what(entry)
    except Exception:
        logger.exception("An entry of the action %s can't be told", entry.action)
        return action.title


def notes(entry: log.AuditEntry) -> list[tuple[Any, Any]]:
    """List title and value of each further fact; none where telling them fails."""
    try:
        return list(action_of(entry).facts(entry))
    except Exception:
        logger.exception("The facts of an entry %s can't be told", entry.action)
        return []


def type_title(portal_type: str) -> Any:
    """Name a type; by its id, when it is gone."""
    fti = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
    return fti.Title() if fti is not None else portal_type
