"""Which reports were made by a version of a form, which therefore stays as it is."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.files import raw_form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.store import refuse_bad_forms
from sonla.pbgdpl.statistics.forms.store import stored_texts
from sonla.pbgdpl.statistics.settings import IStatisticsSettings
from sonla.pbgdpl.statistics.settings import PREFIX
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


def put_in_force(form: Form, text: str) -> None:
    """Store a form among those of the portal, in the place of the same version; raise `InvalidInput`."""
    texts = {read_form(one).key: one for one in stored_texts()}
    refuse_change_in_use(form, texts.get(form.key, ""), text)
    store_forms({**texts, form.key: text})


def store_forms(texts: dict[str, str]) -> None:
    """Store the forms of the portal; raise `InvalidInput` for what can't be read or is there twice."""
    refuse_bad_forms(texts.values())
    records_of(IStatisticsSettings, PREFIX).forms = list(texts.values())


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
