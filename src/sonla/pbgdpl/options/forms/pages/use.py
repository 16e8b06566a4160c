"""Which reports were made by a version of a form, which therefore stays as it is."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.files import raw_form
from typing import Any

STATEMENTS = (
    "status",
    "offered",
    "valid_to",
    "unknown",
    "supersedes",
    "checked_by",
    "checked_on",
)
"""Keys that say something about a version, and nothing of what its reports hold."""

MSG_CHANGED_IN_USE = _(
    "msg_form_changed_in_use",
    default="Reports were made by this version, so it stays as it is. Give the changed form another version and the day from which it holds: both stay.",
)


def refuse_change_in_use(form: Form, before: str, after: str) -> None:
    """Raise `InvalidInput` for another content of a version by which reports were made."""
    if not before:
        return
    old, new = (
        {
            name: value
            for name, value in raw_form(text).items()
            if name not in STATEMENTS
        }
        for text in (before, after)
    )
    if old != new and reports_by(form):
        raise InvalidInput(MSG_CHANGED_IN_USE)


def reports_by(form: Form) -> list[Any]:
    """List the reports that were made by a version of a form."""
    catalog = api.portal.get_tool("portal_catalog")
    if REPORT_INDEX not in catalog.indexes():
        return []
    keys = catalog.uniqueValuesFor(REPORT_INDEX)
    own = [key for key in keys if key.startswith(f"{form.code}|")]
    brains = catalog.unrestrictedSearchResults({REPORT_INDEX: own}) if own else ()
    return [
        report
        for report in load_objects(brains)
        if stored_value(report, "form_version") == form.version
    ]
