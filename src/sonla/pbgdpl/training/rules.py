"""Who may learn who attended a course, and who may write it down."""

from plone import api
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any

RECORD = f"sonla.pbgdpl: Add {COURSE_TYPE}"
"""Held where people write: attendance comes in after a course is public."""


def records_attendance(course: Any) -> bool:
    """Return whether the user writes down who attended."""
    return bool(api.user.has_permission(RECORD, obj=course))


def sees_attendance(course: Any) -> bool:
    """Return whether the user may read who attended."""
    return records_attendance(course) or bool(
        api.user.has_permission(VIEW_PERSONAL_DATA, obj=course)
    )
