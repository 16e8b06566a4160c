"""What happens when reports are made, changed, copied and moved on in the workflow."""

from collections.abc import Iterable
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import is_inside
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.additions import closed_message
from sonla.pbgdpl.editorial.additions import closed_unit
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.transitions import comment_of
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.editorial.transitions import is_step_of
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import AddedRows
from sonla.pbgdpl.statistics.added_rows import free_rows
from sonla.pbgdpl.statistics.added_rows import joined
from sonla.pbgdpl.statistics.added_rows import with_added
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import filled
from sonla.pbgdpl.statistics.cells.reported import is_changed
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import number_of
from sonla.pbgdpl.statistics.closing import closed_words
from sonla.pbgdpl.statistics.closing import closing_over
from sonla.pbgdpl.statistics.content import DRAFT
from sonla.pbgdpl.statistics.content import FORM_TEXT
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import OWN_ROWS
from sonla.pbgdpl.statistics.content import Report
from sonla.pbgdpl.statistics.content import ROW_SETS
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.content import SUMMED
from sonla.pbgdpl.statistics.counted_cells import count
from sonla.pbgdpl.statistics.counting import count_distinct
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import text_of
from sonla.pbgdpl.statistics.organisations import row_sets
from sonla.pbgdpl.statistics.parties import owes
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import reports_of
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.recounting import reported_scope
from sonla.pbgdpl.statistics.row_trees import own_sets
from sonla.pbgdpl.statistics.row_trees import read_sets
from sonla.pbgdpl.statistics.row_trees import stored_sets
from sonla.pbgdpl.statistics.sending import refuse_sending
from sonla.pbgdpl.statistics.signed_copy import IS_PUBLIC
from sonla.pbgdpl.statistics.sums import approved_reports
from sonla.pbgdpl.statistics.sums import sum_of_units
from typing import Any
from zope.i18nmessageid import Message
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

FILLED_FOR = "_pbgdpl_filled_for"
"""Attribute of a report: form and period that its cells belong to."""
LEFT_OUT = "_pbgdpl_left_out"
"""Attribute of a report: name, number and note of cells that a later version of its form lacks."""


def fill(report: Report) -> None:
    """Count anew, keeping what people changed; nothing happens without a form.

    Cells of another form or period are dropped: they said something else. Those of another
    version of the form stay where the new one has them; the others are kept beside (`LEFT_OUT`).
    """
    known = form_for(
        stored_value(report, "form_code") or "",
        stored_value(report, "period_kind") or "",
        stored_value(report, "year") or 0,
    )
    if known is None:
        return
    version, period = known
    key = f"{version.key}|{period.key}"
    before: list[Cell] = report.rows
    former: Form | None = None
    if stored_value(report, FILLED_FOR) != key:
        former = report.form() if is_current(report) else None
        before = before if former is not None else []
        open_rows(report, version, period, added_rows(report) if former else {})
    setattr(report, FORM_TEXT, text_of(version))
    setattr(report, FILLED_FOR, key)
    report.form_version = version.version
    if unit_of(report) is None:
        collect_added_rows(report, version, period)
    form = report.form()
    assert form is not None
    if former is not None:
        keep_left_out(report, former, form, before)
    place = unit_of(report) or section_of(report)
    scope = reported_scope(place, period)
    if unit_of(report) is not None:
        report.rows = filled(form, before, count(form, scope)[place_of(place)])
        return
    found = sum_of_units(place, version, period, form)
    setattr(report, SUMMED, found.adding)
    counted = found.actual | count_distinct(form, scope)
    report.rows = filled(form, before, counted, found.estimate, found.absent)


def keep_left_out(
    report: Report, former: Form, form: Form, rows: Iterable[Cell]
) -> None:
    """Keep what people typed into cells that the new version of the form lacks."""
    there = set(form.typed_cells)
    left = [
        [name_of(former, key), number_of(row), row.get("note") or ""]
        for key, row in by_key(rows).items()
        if key not in there and (is_changed(row) or row.get("note"))
    ]
    setattr(report, LEFT_OUT, [*(stored_value(report, LEFT_OUT) or []), *left])


def collect_added_rows(report: Report, version: Form, period: Period) -> None:
    """Let the province's report have the rows that units added, behind its own."""
    if not free_rows(version):
        return
    units = approved_reports(section_of(report), version, period).values()
    added = joined([added_rows(report), *map(added_rows, units)])
    sets = read_sets(stored_value(report, ROW_SETS))
    setattr(report, ROW_SETS, stored_sets(with_added(sets, added)))


def open_rows(report: Report, form: Form, period: Period, added: AddedRows) -> None:
    """Look up what the rows of a report repeat for; that stays so for this report.

    What people `added` by another version of the form stays where this one has room for it.
    """
    sets = row_sets(section_of(report), form, period)
    unit = unit_of(report)
    if unit is not None:
        sets = own_sets(sets, place_of(unit))
    kept = {name: added.get(name, ()) for name in free_rows(form)}
    sets = with_added(sets, kept)
    setattr(report, ROW_SETS, stored_sets(sets))
    setattr(report, OWN_ROWS, unit is not None)


def is_current(report: Report) -> bool:
    """Return whether a draft's cells are of the form and period that it names now."""
    code, _at, rest = (stored_value(report, FILLED_FOR) or "").partition("@")
    _version, _bar, period = rest.partition("|")
    return bool(code) and f"{code}|{period}" == report.period_key()


COMMENT_COMPULSORY = ("return",)
ONWARD = ("submit", "approve")
"""The steps that a closed round takes no more."""
STATISTICS_FACTS = WorkflowFacts(
    order=40,
    states=("draft", "submitted", "approved", "locked"),
    deciding=("approve", "lock", "return"),
    comment_required=COMMENT_COMPULSORY,
    onward=ONWARD,
)

MSG_NO_FORM = _(
    "msg_report_no_form",
    default="No version of this form is in force for that period. Choose another form or year.",
)
MSG_NO_ROW = _(
    "msg_report_no_row",
    default="This form has no row for “${place}” in that period. Choose another form, or ask the administrator to give it one.",
)
MSG_THERE_ALREADY = _(
    "msg_report_there_already",
    default="There is a report of this form and period here already: “${title}”. Go on with that one.",
)
MSG_SENT_ALREADY = _(
    "msg_report_sent_already",
    default="“${title}” was made and sent already: this is it. If numbers in it are wrong, ask whoever approves it to return it.",
)
MSG_LOCKED_ALREADY = _(
    "msg_report_locked_already",
    default="“${title}” is there and locked: this is it. If numbers in it are wrong, correct it by a new version.",
)
MSG_THERE = {DRAFT: MSG_THERE_ALREADY, LOCKED: MSG_LOCKED_ALREADY}
"""State of a report → what whoever begins it anew is told; in others it was sent."""


def report_added(report: Report, event: IObjectAddedEvent) -> None:
    """Fill a new report; refuse a second one of the same form and period."""
    if event.object is not report:
        return
    if not is_current(report):
        fill(report)
    form = report.form()
    if form is None:
        raise AdditionRefused(MSG_NO_FORM, event.newParent)
    unit, period = closed_unit(report), report.period()
    if unit is not None and period is not None and not owes(unit, period):
        raise AdditionRefused(closed_message(unit), event.newParent)
    if not form.rows:
        message = Message(MSG_NO_ROW, mapping={"place": place_title(report)})
        raise AdditionRefused(message, event.newParent)
    other = other_report(report)
    if other is not None:
        seen = api.user.has_permission("View", obj=other)
        message = MSG_THERE.get(state_in_history(other), MSG_SENT_ALREADY)
        raise AdditionRefused(
            Message(message, mapping={"title": other.title}),
            other if seen else event.newParent,
        )
    report.reindexObject(idxs=["Title", "SearchableText", "pbgdpl_text", REPORT_INDEX])


def other_report(report: Any) -> Any | None:
    """Find another report of the same place, form, period and version."""
    section = section_of(report)
    if section is None:
        return None
    place, revision = place_of(report), revision_of(report)
    for other in reports_of(section, report.period_key()):
        same = place_of(other) == place and revision_of(other) == revision
        if same and not is_inside(other, report):
            return other
    return None


def report_copied(copy: Report, event: IObjectCopiedEvent) -> None:
    """Let a copy be a first version: what it corrected is not its business."""
    copy.revision = 1
    copy.corrects = copy.reason = None
    setattr(copy, IS_PUBLIC, False)
    copy.entered_by_office = False


def report_changed(report: Report, event: IObjectModifiedEvent) -> None:
    """Count anew when form or period were changed: the cells said something else."""
    if state_in_history(report) == DRAFT and not is_current(report):
        fill(report)
        report.reindexObject()


def before_transition(report: Report, event: IBeforeTransitionEvent) -> None:
    """Refuse a return without a comment, to send what is to be corrected or explained, a closed round."""
    if not is_step_of(event, STATISTICS_WORKFLOW):
        return
    action = event.transition.getId()
    comment = comment_of(event)
    closing = closing_over(report) if action in ONWARD else None
    if closing is not None:
        raise TransitionRefused(closed_words(closing), report, action)
    if action == "submit":
        refuse_sending(report, comment, action)


def after_transition(report: Report, event: IAfterTransitionEvent) -> None:
    """Date what is approved, from then on it is public; note whom a report was sent by."""
    if not is_step_of(event, STATISTICS_WORKFLOW):
        return
    if event.transition.getId() == "approve":
        date_approval(report)
    if event.transition.getId() == "submit":
        report.entered_by_office = is_sent_by_office(report)


def is_sent_by_office(report: Report) -> bool:
    """Return whether somebody who is not of the unit enters its report."""
    unit = unit_of(report)
    if unit is None or api.user.is_anonymous():
        return False
    people = {person.user_id for person in unit_people(unit)}
    return api.user.get_current().getId() not in people


COPIED = (
    *("form_code", "form_version", "period_kind", "year"),
    *(FORM_TEXT, FILLED_FOR, SUMMED, ROW_SETS, OWN_ROWS),
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

    The locked one stays as it is, and counts until the new one is approved. Who may do so is
    for the caller to ask (`access.is_staff`). Raises
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
    # Who approves may correct, too, and adds no reports otherwise.
    return addContentToContainer(container, copy, checkConstraints=False)
