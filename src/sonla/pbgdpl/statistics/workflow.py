"""What happens when reports are made, changed, copied and moved on in the workflow."""

from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from Products.DCWorkflow.interfaces import ITransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.paths import stands_in
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.guards import MSG_COMMENT
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.cells import unexplained
from sonla.pbgdpl.statistics.cross_checks import name_of
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.filling import fill
from sonla.pbgdpl.statistics.filling import is_current
from sonla.pbgdpl.statistics.item import DRAFT
from sonla.pbgdpl.statistics.item import Report
from sonla.pbgdpl.statistics.item import state_in_history
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.queries import reports_of
from sonla.pbgdpl.statistics.queries import revision_of
from typing import Any
from zope.i18nmessageid import Message
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

COMMENT_COMPULSORY = ("return",)
STATISTICS_FACTS = WorkflowFacts(
    order=40,
    states=("draft", "submitted", "approved", "locked"),
    deciding=("approve", "lock", "return"),
    comment_required=COMMENT_COMPULSORY,
)

MSG_NO_FORM = _(
    "msg_report_no_form",
    default="No version of this form is in force for that period. Choose another form or year.",
)
MSG_THERE_ALREADY = _(
    "msg_report_there_already",
    default="There is a report of this form and period here already: “${title}”. Go on with that one.",
)
MSG_CHECK_FAILED = _(
    "msg_report_check_failed",
    default="${check}: this does not hold for ${cells}. Correct the numbers, or say in a note of one of these cells why it is so.",
)
MSG_NO_REVISION = _(
    "msg_no_revision_of_reports",
    default="A report is corrected by a new version, not by a working copy.",
)


def report_added(report: Report, event: IObjectAddedEvent) -> None:
    """Fill a new report; refuse a second one of the same form and period."""
    if event.object is not report:
        return
    if not is_current(report):
        fill(report)
    if report.form() is None:
        raise AdditionRefused(MSG_NO_FORM, event.newParent)
    other = rival(report)
    if other is not None:
        seen = api.user.has_permission("View", obj=other)
        raise AdditionRefused(
            Message(MSG_THERE_ALREADY, mapping={"title": other.title}),
            other if seen else event.newParent,
        )
    report.reindexObject(idxs=["Title", "SearchableText", "pbgdpl_text", REPORT_INDEX])


def rival(report: Any) -> Any | None:
    """Find another report of the same place, form, period and version."""
    section = section_of(report)
    if section is None:
        return None
    place, revision = place_of(report), revision_of(report)
    for other in reports_of(section, report.period_key()):
        same = place_of(other) == place and revision_of(other) == revision
        if same and not stands_in(other, report):
            return other
    return None


def report_copied(copy: Report, event: IObjectCopiedEvent) -> None:
    """Let a copy be a first version: what it corrected is not its business."""
    copy.revision = 1
    copy.corrects = copy.reason = None


def report_changed(report: Report, event: IObjectModifiedEvent) -> None:
    """Count anew when form or period were changed: the cells said something else."""
    if state_in_history(report) == DRAFT and not is_current(report):
        fill(report)
        report.reindexObject()


def before_transition(report: Report, event: IBeforeTransitionEvent) -> None:
    """Refuse a return without a comment, and a report whose checks fail unexplained."""
    if not is_ours(event):
        return
    action = event.transition.getId()
    comment = (event.kwargs or {}).get("comment") or ""
    if action in COMMENT_COMPULSORY and not comment.strip():
        raise CommentRequired(MSG_COMMENT, report, action)
    form = report.form()
    if action == "submit" and form is not None:
        for failure in unexplained(form, report.rows):
            raise TransitionRefused(failed_check(form, failure), report, action)


def failed_check(form: Form, failure: Any) -> Any:
    """Return which check fails, and at which cells."""
    cells = ", ".join(f"“{name_of(form, cell)}”" for cell in failure.cells)
    return Message(
        MSG_CHECK_FAILED, mapping={"check": failure.check.title, "cells": cells}
    )


def after_transition(report: Report, event: IAfterTransitionEvent) -> None:
    """Date what is approved: from then on it is public."""
    if is_ours(event) and event.transition.getId() == "approve":
        date_approval(report)


def is_ours(event: ITransitionEvent) -> bool:
    """Return whether it is a step of the reports' workflow, and no birth of an item."""
    return (
        event.transition is not None and event.workflow.getId() == STATISTICS_WORKFLOW
    )


def refuse_revision(event: Any) -> None:
    """Refuse a working copy: a report is corrected by a version of its own."""
    if isinstance(event.object, Report):
        raise RevisionRefused(MSG_NO_REVISION, event.object)
