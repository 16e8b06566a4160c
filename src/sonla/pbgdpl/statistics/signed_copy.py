"""The signed copy of a report: a scan that stays with the locked version whose numbers it shows."""

from io import BytesIO
from plone.namedfile.file import NamedBlobFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.file_signatures import is_pdf
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import Report
from sonla.pbgdpl.statistics.content import state_in_history
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

IS_PUBLIC = "_pbgdpl_signed_copy_is_public"
"""Attribute of a report: whether everybody may read its signed copy."""
HEAD = 1024
MSG_NOT_LOCKED = _(
    "msg_signed_not_locked",
    default="The signed copy is attached to a locked report: its numbers change no more.",
)
MSG_THERE = _(
    "msg_signed_there",
    default="This version has a signed copy already. Ask whoever approves reports to replace it, or correct the report by a new version.",
)
MSG_NO_PDF = _("msg_signed_no_pdf", default="Choose the scan as a PDF file.")
MSG_SENSITIVE = _(
    "msg_signed_sensitive",
    default="This form counts men, women or ethnic groups; its signed copy tells of single people and is not published.",
)


def attach(report: Report, filename: str, content: bytes, may_replace: bool) -> None:
    """Attach the scan; raise `InvalidInput` for what is none, or where one may not be attached."""
    if state_in_history(report) != LOCKED:
        raise InvalidInput(MSG_NOT_LOCKED)
    if stored_value(report, "file") is not None and not may_replace:
        raise InvalidInput(MSG_THERE)
    if not is_pdf(content[:HEAD]):
        raise InvalidInput(MSG_NO_PDF)
    refuse_bad_file(report, filename, len(content), BytesIO(content))
    report.file = NamedBlobFile(content, "application/pdf", filename)
    notify(ObjectModifiedEvent(report))


def publish(report: Report, public: bool) -> None:
    """Let everybody read the signed copy, or the office alone; raise `InvalidInput` if it must not be."""
    if public and not may_be_public(report):
        raise InvalidInput(MSG_SENSITIVE)
    setattr(report, IS_PUBLIC, public)


def may_be_public(report: Report) -> bool:
    """Return whether nobody can be told apart by the numbers of the report."""
    form = report.form()
    return form is not None and not form.sensitive


def is_public(report: Report) -> bool:
    """Return whether everybody may read the signed copy."""
    return (
        bool(stored_value(report, IS_PUBLIC))
        and stored_value(report, "file") is not None
        and state_in_history(report) == LOCKED
        and may_be_public(report)
    )
