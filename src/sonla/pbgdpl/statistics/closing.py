"""Close a collection round, and open it again for a correction.

A closed round is a version of the figures that went upward: all reports that count are
locked, nothing more is sent or approved. What units have typed stays in their drafts. To
correct something the round is opened again with a reason; reports that are locked get new
versions, and the next closing is another version. All of them stay readable.
"""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import APPROVALS
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.content import APPROVED
from sonla.pbgdpl.statistics.content import IN_FORCE
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import reports_of
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.round_history import Closing
from sonla.pbgdpl.statistics.round_history import RoundHistory
from sonla.pbgdpl.statistics.rounds import CollectionRound
from sonla.pbgdpl.statistics.rounds import named
from sonla.pbgdpl.statistics.sums import sum_of_units
from typing import Any
from zope.i18nmessageid import Message

ROUND_CLOSED = AuditAction(
    "round_closed",
    _("log_round_closed", default="Closed a collection round of statistics"),
    APPROVALS,
)
ROUND_REOPENED = AuditAction(
    "round_reopened",
    _(
        "log_round_reopened",
        default="Opened a collection round of statistics for a correction",
    ),
    APPROVALS,
)
MSG_CLOSED_ALREADY = _(
    "msg_round_closed_already",
    default="This round was closed on ${date} by ${person} already. Nothing was changed. To correct something, open it for a correction.",
)
MSG_NOT_CLOSED = _(
    "msg_round_not_closed",
    default="This round is open: nothing has to be opened.",
)
MSG_NO_PROVINCE_REPORT = _(
    "msg_round_no_province_report",
    default="The province's report of this period is not approved yet. Open it, submit it, have it approved, then close the round.",
)
MSG_MISSING_UNEXPLAINED = _(
    "msg_round_missing_unexplained",
    default="Without an approved report: ${units}. Wait for them, or say why the round is closed without them.",
)
MSG_SUM_OUTDATED = _(
    "msg_round_sum_outdated",
    default="The province's report was summed up before the last reports of units were approved. Have it returned and count it again, or say why it goes upward as it is.",
)
MSG_NO_REOPENING_REASON = _(
    "msg_round_no_reason", default="Say what is to be corrected."
)
MSG_ROUND_CLOSED = _(
    "msg_round_closed",
    default="This period was closed on ${date}, so nothing is sent or approved in it. The numbers stay stored as they are. Ask the office of the province to open the round for a correction.",
)


def province_report(section: Any, key: str) -> Any | None:
    """Return the latest version of the province's report of a form and period."""
    versions = by_place(reports_of(section, key)).get(place_of(section), [])
    return next(iter(versions), None)


def close_round(one: CollectionRound, reason: str) -> Closing:
    """Lock all that counts and note it as a version; raise `InvalidInput` if that can't be."""
    report = closable_report(one, reason)
    counting = [line.reports.is_in_force for line in one.lines]
    reports = [report, *(found for found in counting if found is not None)]
    closing = one.history.note_closing(
        user_name(),
        reason.strip(),
        report.UID(),
        report.Title(),
        [
            {
                "uid": line.uid,
                "title": line.unit.Title(),
                "report": found.UID(),
                "revision": revision_of(found),
            }
            for line, found in zip(one.lines, counting, strict=True)
            if found is not None
        ],
        [line.unit.Title() for line in one.missing],
    )
    tool = api.portal.get_tool("portal_workflow")
    for found in reports:
        if state_in_history(found) == APPROVED:
            tool.doActionFor(found, "lock")
    log.note(ROUND_CLOSED.name, "", one.section, len(reports), title=report.Title())
    return closing


def closable_report(one: CollectionRound, reason: str) -> Any:
    """Return the province's report; raise `InvalidInput` for what stands against closing."""
    closed = one.history.closed
    if closed is not None:
        raise InvalidInput(
            Message(
                MSG_CLOSED_ALREADY,
                mapping={"date": day_of(closed), "person": closed.by},
            )
        )
    report = province_report(one.section, one.history.key)
    if report is None or state_in_history(report) not in IN_FORCE:
        raise InvalidInput(MSG_NO_PROVINCE_REPORT)
    if one.missing and not reason.strip():
        raise InvalidInput(
            Message(MSG_MISSING_UNEXPLAINED, mapping={"units": named(one.missing)})
        )
    if is_outdated(report) and not reason.strip():
        raise InvalidInput(MSG_SUM_OUTDATED)
    return report


def is_outdated(report: Any) -> bool:
    """Return whether the reports of units add up to something else than when it was filled."""
    form, period = report.form(), report.period()
    if form is None or period is None:
        return False
    now = sum_of_units(section_of(report), form, period, form)
    return any(
        row["counted"] != now.actual[key]
        for key, row in by_key(report.rows).items()
        if key in now.actual and key not in now.absent
    )


def reopen_round(one: CollectionRound, reason: str) -> None:
    """Open a closed round for a correction; raise `InvalidInput` without a reason."""
    if one.history.closed is None:
        raise InvalidInput(MSG_NOT_CLOSED)
    if not reason.strip():
        raise InvalidInput(MSG_NO_REOPENING_REASON)
    title = one.history.closed.title
    one.history.note_reopening(user_name(), reason.strip())
    log.note(ROUND_REOPENED.name, "", one.section, 1, title=title)


def closing_over(report: Any) -> Closing | None:
    """Return the closing that holds for a report's form and period; None while it is open."""
    section = section_of(report)
    if section is None or not report.period_key():
        return None
    return RoundHistory(section, report.period_key()).closed


def closed_words(closing: Closing) -> Message:
    """Return that a round takes nothing, and what can be done."""
    return Message(MSG_ROUND_CLOSED, mapping={"date": day_of(closing)})


def day_of(closing: Closing) -> str:
    """Write the day of a closing."""
    return format_day(in_portal_zone(closing.at).date())


def user_name() -> str:
    """Name the user as colleagues know them."""
    user = api.user.get_current()
    return (user.getProperty("fullname") or "").strip() or user.getId() or ""
