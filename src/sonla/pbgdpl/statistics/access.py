"""Who sees what of statistics."""

from AccessControl import Unauthorized
from plone import api
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.statistics import APPROVE_STATISTICS
from sonla.pbgdpl.statistics import REPORT_TYPE
from typing import Any


def is_office(context: Any) -> bool:
    """Return whether the user sees small numbers of people here."""
    return bool(api.user.has_permission(VIEW_PERSONAL_DATA, obj=context))


def may_approve(context: Any) -> bool:
    """Return whether the user approves statistics here."""
    return bool(api.user.has_permission(APPROVE_STATISTICS, obj=context))


def is_staff(context: Any) -> bool:
    """Return whether the user makes reports here or approves them."""
    return may_approve(context) or bool(
        api.user.has_permission(f"sonla.pbgdpl: Add {REPORT_TYPE}", obj=context)
    )


def check_approver(context: Any) -> None:
    """Let those in who approve statistics; raise Unauthorized otherwise."""
    if not may_approve(context):
        raise Unauthorized("The reports are overseen by those who approve statistics.")
