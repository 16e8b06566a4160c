"""Files that were uploaded for a text which was never saved.

A file has a mark when it is uploaded from the form of a text, and loses it as soon as anything
is saved that refers to it. What still has the mark when no browser can hold a draft with it any
more is deleted; until then it is hidden, as every file is without a public text.
"""

from Acquisition import aq_base
from Acquisition import aq_parent
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.attachments import texts_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.jobs.base import MonthlyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each
from typing import Any
from urllib.parse import urlsplit
from z3c.relationfield.interfaces import IRelationValue
from zope.lifecycleevent.interfaces import IObjectMovedEvent

import re

MARK = "_pbgdpl_uploaded_in_form"
GRACE = timedelta(days=35)
"""Longer than browsers keep drafts: `KEEP` in ``ui/static/drafts.js``."""
FORMS = re.compile(r"/(?:\+\+add\+\+[^/]+|edit)/?$")
"""Paths of the forms of texts."""
UID = re.compile(r"resolveuid/([0-9a-f]{32})")


def is_form(url: str | None) -> bool:
    """Return whether an address is that of a form in which a text is written."""
    return FORMS.search(urlsplit(url or "").path) is not None


def mark_unsaved(file: Any) -> None:
    """Mark a file as uploaded for a text that is not saved yet."""
    setattr(file, MARK, True)


def keep_used(item: Any, _event: Any) -> None:
    """Take the mark from the files to which something refers that is saved in a section."""
    if section_of(item) is None:
        return
    for file in referred(item):
        remove_mark(file)


def keep_touched(file: Any, event: Any) -> None:
    """Take the mark from a file that somebody edited itself, moved, renamed or copied.

    An upload changes its file, too, but by no field of a form.
    """
    if IObjectMovedEvent.providedBy(event) or event.descriptions:
        remove_mark(file)


def remove_mark(file: Any) -> None:
    """Take the mark from a file, if it has one."""
    if MARK in vars(aq_base(file)):
        delattr(file, MARK)


def referred(item: Any) -> Iterator[Any]:
    """Yield what an item refers to, by its texts and by relations in its fields."""
    base = aq_base(item)
    base._p_activate()
    for value in list(vars(base).values()):
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if IRichTextValue.providedBy(one):
                uids = UID.findall(one.raw or "")
                found = [uuidToObject(uid, unrestricted=True) for uid in uids]
            elif IRelationValue.providedBy(one):
                found = [one.to_object]
            else:
                continue
            yield from (file for file in found if file is not None)


def unsaved_files(before: datetime) -> Iterator[Any]:
    """Yield the marked files that were uploaded before a moment and that nothing refers to."""
    paths = [path_of(section) for section in all_sections()]
    if not paths:
        return
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=["Image", "File"],
        path=paths,
        review_state="hidden",
        created={"query": before, "range": "max"},
    )
    for file in load_objects(brains):
        is_marked = stored_value(file, MARK) and state_of(file) == "hidden"
        if is_marked and not any(texts_of(file)):
            yield file


class UnsavedUploadsJob(MonthlyJob):
    """Delete files that were uploaded for texts which were never saved."""

    name = "unsaved-uploads"
    order = 60
    title = _("job_unsaved_uploads", default="Files of texts that were never saved")
    description = _(
        "job_unsaved_uploads_help",
        default="Deletes pictures and files that somebody put into the form of a text and never saved, 35 days later. Without it they stay in the units' folders; visitors never see them.",
    )

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: never where no section is."""
        return bool(list(all_sections())) and super().due(context)

    def work(self, context: JobContext) -> None:
        """Delete them."""
        each(
            list(unsaved_files(context.now() - GRACE)),
            lambda file: aq_parent(file)._delObject(file.getId()),
        )
