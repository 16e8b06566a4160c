"""An empty list with the headings that the import knows, for offices that begin one."""

from sonla.pbgdpl import _
from sonla.pbgdpl.register.importing.columns import EPISODE_COLUMNS
from sonla.pbgdpl.register.importing.columns import PERSON_COLUMNS
from sonla.pbgdpl.register.importing.columns import title_of
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zope.i18n import translate

SAMPLE_STEM = "danh-sach-mau"
LEFT_OUT = (
    "person_id",
    "home_address",
    "ended_on",
    "end_kind",
    "end_reason",
    "end_decision",
)
"""Columns that a new list rarely has; the import takes them all the same."""
COLUMNS = tuple(
    name for name in (*PERSON_COLUMNS, *EPISODE_COLUMNS) if name not in LEFT_OUT
)
TITLE = _("heading_import_sample", default="List of people")
HELP = _(
    "help_import_sample",
    default="One row a person, days as day/month/year. Columns that you don't need may be removed.",
)


def offer_sample(request: Any) -> bytes:
    """Answer with the workbook."""
    title = translate(TITLE, context=request)
    return offer_workbook(
        request,
        SAMPLE_STEM,
        name=title,
        title=title,
        subtitle=translate(HELP, context=request),
        header=[translate(title_of(name), context=request) for name in COLUMNS],
        rows=[],
    )
