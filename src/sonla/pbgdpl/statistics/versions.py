"""A locked report changes only by a new version, which says why."""

from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.filling import FILLED_FOR
from sonla.pbgdpl.statistics.item import FORM_TEXT
from sonla.pbgdpl.statistics.item import LOCKED
from sonla.pbgdpl.statistics.item import Report
from sonla.pbgdpl.statistics.item import state_in_history
from sonla.pbgdpl.statistics.item import SUMMED
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.queries import by_place
from sonla.pbgdpl.statistics.queries import reports_of
from sonla.pbgdpl.statistics.queries import revision_of
from typing import Any

COPIED = (
    *("form_code", "form_version", "period_kind", "year"),
    *(FORM_TEXT, FILLED_FOR, SUMMED),
)

MSG_NOT_LOCKED = _(
    "msg_version_not_locked",
    default="Only a locked report gets a new version. Have this one returned instead.",
)
MSG_NOT_LATEST = _(
    "msg_version_not_latest",
    default="There is a later version of this report already. Correct that one.",
)
MSG_NO_REASON = _("msg_version_no_reason", default="Say why the report is corrected.")


def versions_of(report: Any) -> list[Any]:
    """List all versions of a report, the latest first."""
    found = by_place(reports_of(section_of(report), report.period_key()))
    return found.get(place_of(report), [report])


def refuse_new_version(report: Report) -> None:
    """Raise `InvalidInput` unless a new version may be made of this one."""
    if state_in_history(report) != LOCKED:
        raise InvalidInput(MSG_NOT_LOCKED)
    if revision_of(versions_of(report)[0]) != revision_of(report):
        raise InvalidInput(MSG_NOT_LATEST)


def new_version(report: Report, reason: str) -> Report:
    """Make the next version of a locked report as a draft, with the same numbers.

    The locked one stays as it is, and counts until the new one is approved. Raises
    `InvalidInput` without a reason, and for a report that isn't locked or isn't the latest.
    """
    if not reason.strip():
        raise InvalidInput(MSG_NO_REASON)
    refuse_new_version(report)
    number = revision_of(report) + 1
    copy = createContent(REPORT_TYPE)
    for name in COPIED:
        setattr(copy, name, stored_value(report, name))
    copy.rows = report.rows
    copy.revision = number
    copy.corrects = report.UID()
    copy.reason = reason.strip()
    copy.language = report.language
    container = report.aq_parent
    first = report.getId().removesuffix(f"-{revision_of(report)}")
    copy.id = free_id(container, f"{first}-{number}")
    return addContentToContainer(container, copy)
