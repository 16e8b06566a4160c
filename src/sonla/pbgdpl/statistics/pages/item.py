"""The page of one report: its numbers beside what was counted, checks, versions."""

from collections.abc import Mapping
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.access import is_staff
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.closing import closed_words
from sonla.pbgdpl.statistics.closing import closing_over
from sonla.pbgdpl.statistics.closing import is_outdated
from sonla.pbgdpl.statistics.content import DRAFT
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.forms.definition import DRAFT as UNCHECKED
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.pages.item_cells import ReportCells
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import option_notes
from sonla.pbgdpl.statistics.pages.labels import period_words
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.parties import deadline_of
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import PROVINCE_LEVEL
from sonla.pbgdpl.statistics.query import is_province_report
from sonla.pbgdpl.statistics.query import is_returned
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reporting_status
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.query import submitted_on
from sonla.pbgdpl.statistics.recounting import changes_since
from sonla.pbgdpl.statistics.rounds import is_made_by
from sonla.pbgdpl.statistics.row_changes import row_changes
from sonla.pbgdpl.statistics.row_changes import update_rows
from sonla.pbgdpl.statistics.signed_copy import is_public
from sonla.pbgdpl.statistics.workflow import fill
from sonla.pbgdpl.statistics.workflow import LEFT_OUT
from sonla.pbgdpl.statistics.workflow import versions_of
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.viewlets import IOwnByline
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import implementer

MSG_CHANGED_DRAFT = _(
    "msg_changed_draft",
    default="Count again to take them over. What you changed stays.",
)
MSG_CHANGED_SENT = _(
    "msg_changed_sent",
    default="To take them over, have the report returned and count again.",
)
MSG_CHANGED_LOCKED = _(
    "msg_changed_locked",
    default="To take them over, correct the report by a new version.",
)
STEPS = ("submit", "approve", "lock", "return")
COUNT_AGAIN = "pbgdpl-count-again"


@implementer(IOwnByline)
class ReportView(ReportCells):
    """Show a report: to the office cell by cell, to everybody its public totals."""

    post_forms: ClassVar[Mapping[str, PostForm]] = {
        "count": PostForm(
            _("button_count_again", default="Count again"),
            look="btn-outline-primary",
            page=COUNT_AGAIN,
        ),
        "rows": PostForm(
            _("button_update_rows", default="Take over the changed lists"),
            look="btn-outline-primary",
            page=COUNT_AGAIN,
        ),
    }

    @cached_property
    def period(self) -> Period | None:
        return self.context.period()

    @property
    def period_title(self) -> Any:
        return period_words(self.period, today()) if self.period is not None else ""

    @property
    def days(self) -> str:
        """The first and the last day of the period."""
        if self.period is None:
            return ""
        return f"{format_day(self.period.first)} – {format_day(self.period.last)}"

    @property
    def actual_until(self) -> str:
        """The last day of actual data."""
        return format_day(self.period.actual_until) if self.period is not None else ""

    @cached_property
    def has_estimate(self) -> bool:
        """Whether a part of the period is estimated."""
        return self.context.has_estimate()

    @property
    def is_province(self) -> bool:
        """Whether it is the province's report, which sums others up."""
        return is_province_report(self.context)

    @property
    def place(self) -> str:
        """The unit, or the section of the province's report."""
        return place_title(self.context)

    # State and deadline

    @cached_property
    def state(self) -> str:
        return state_in_history(self.context)

    @property
    def state_title(self) -> Any:
        return state_title(self.state)

    @property
    def deadline(self) -> Any:
        """The day by which the report is due."""
        if self.period is None:
            return None
        if self.is_province:
            return self.period.deadlines.get(PROVINCE_LEVEL)
        return deadline_of(unit_of(self.context), self.period)

    @property
    def deadline_words(self) -> str:
        """The day by which the report is due, as people write it."""
        return format_day(self.deadline)

    @property
    def submitted(self) -> str:
        """The day on which the report was submitted; '' for a draft."""
        return format_day(submitted_on(self.context))

    @property
    def closed_words(self) -> Any:
        """That the period was closed, for a draft that can't be sent now; '' otherwise."""
        closing = closing_over(self.context) if self.state == DRAFT else None
        return closed_words(closing) if closing is not None else ""

    def returned(self) -> dict[str, Any]:
        """Return who returned a draft, when and why; nothing for one that nobody did."""
        if self.state != DRAFT or not self.office or not is_returned(self.context):
            return {}
        last = last_step(self.context, STATISTICS_WORKFLOW)
        return {
            "by": recipient_of(last.get("actor") or "").name,
            "on": format_day(in_portal_zone(last["time"]).date()),
            "comment": last.get("comments") or "",
        }

    @property
    def outdated_version(self) -> str:
        """The version in force, for a draft that was filled in by another one; '' otherwise."""
        found = form_for(
            stored_value(self.context, "form_code") or "",
            stored_value(self.context, "period_kind") or "",
            stored_value(self.context, "year") or 0,
        )
        if self.form is None or found is None or not self.may_edit:
            return ""
        return found[0].version if found[0].key != self.form.key else ""

    @property
    def option_notes(self) -> list[Message]:
        """Which options the form needs and are off, for the office."""
        return list(option_notes(self.form)) if self.office else []

    def left_out_cells(self) -> list[dict[str, Any]]:
        """List what was typed into cells that the present version of the form lacks."""
        kept = stored_value(self.context, LEFT_OUT) if self.office else None
        return [
            {"name": name, "number": number(value), "note": note}
            for name, value, note in kept or ()
        ]

    @property
    def by_office(self) -> bool:
        """Whether the office entered and sent the report for its unit."""
        return self.office and bool(stored_value(self.context, "entered_by_office"))

    @property
    def is_overdue(self) -> bool:
        """Whether a first version has not come, and its day passed."""
        return self.is_late and not self.submitted

    @cached_property
    def is_late(self) -> bool:
        """Whether a first version came after its day, or hasn't come and that passed."""
        if self.deadline is None or revision_of(self.context) > 1:
            return False
        return (submitted_on(self.context) or today()) > self.deadline

    @property
    def shows_draft_note(self) -> bool:
        """Whether nobody has compared the form yet and the user should know it."""
        unchecked = self.form is not None and self.form.status == UNCHECKED
        return unchecked and is_staff(self.context.aq_parent)

    @property
    def unfinished(self) -> bool:
        """Whether a draft was counted before the last day of actual data."""
        return (
            self.office
            and self.state == DRAFT
            and self.period is not None
            and today() <= self.period.actual_until
        )

    def changed_cells(self) -> list[dict[str, str]]:
        """List the cells whose records changed after the report was counted, for the office."""
        if self.form is None or not self.office:
            return []
        return [
            {
                "title": name_of(self.form, key),
                "counted": number(counted),
                "now": number(now),
                "url": self.records_url(key),
            }
            for key, (counted, now) in changes_since(self.context).items()
        ]

    max_changed = 10
    """Cells that the page names; more tell nobody more."""

    @property
    def changed_way_out(self) -> Message:
        """What can be done about records that changed, in the report's state."""
        return {DRAFT: MSG_CHANGED_DRAFT, LOCKED: MSG_CHANGED_LOCKED}.get(
            self.state, MSG_CHANGED_SENT
        )

    @property
    def outdated_sums(self) -> bool:
        """Whether the reports that the province's one sums up add up to something else now."""
        return self.is_province and self.office and is_outdated(self.context)

    # What the province's report is made of

    def summed(self) -> dict[str, Any]:
        """Return which units it sums up, and which lack; nothing for a unit's report."""
        if not self.is_province or not self.office or self.period is None:
            return {}
        key = report_key(self.context.form_code, self.period)
        units = reporting_status(section_of(self.context), key, self.period)
        form = self.form
        lacking = [
            one.unit.Title()
            for one in units
            if form is None or not is_made_by(one.is_in_force, form)
        ]
        return {
            "all": str(len(units)),
            "summed": str(len(units) - len(lacking)),
            "lacking": ", ".join(lacking),
        }

    # What can be done

    @property
    def may_edit(self) -> bool:
        """Whether the user changes numbers now."""
        return self.state == DRAFT and bool(
            api.user.has_permission("Modify portal content", obj=self.context)
        )

    @cached_property
    def row_changes(self) -> dict[str, str]:
        """Name what joined and left the lists of the rows since a draft was opened."""
        found = row_changes(self.context) if self.may_edit else None
        if found is None:
            return {}
        return {"added": ", ".join(found.added), "removed": ", ".join(found.removed)}

    @property
    def may_correct(self) -> bool:
        """Whether the user can make a new version."""
        return (
            self.state == LOCKED
            and revision_of(self.versions[0]) == revision_of(self.context)
            and is_staff(self.context.aq_parent)
        )

    def steps(self) -> list[dict[str, Any]]:
        """List the steps that the user can take now, in the order of a report's life.

        The menu of states has them, too; who reports twice a year doesn't look there.
        """
        workflow = api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]
        url = f"{self.context.absolute_url()}/@@pbgdpl-transition?workflow_action="
        return [
            {"title": _(workflow.transitions[name].actbox_name), "url": f"{url}{name}"}
            for name in STEPS
            if workflow.isActionSupported(self.context, name)
        ]

    @cached_property
    def versions(self) -> list[Any]:
        """All versions, the latest first."""
        return versions_of(self.context)

    def other_versions(self) -> list[dict[str, Any]]:
        """List the other versions that the user may see."""
        return [
            {
                "url": one.absolute_url(),
                "number": revision_of(one),
                "state": state_title(state_in_history(one)),
            }
            for one in self.versions
            if revision_of(one) != revision_of(self.context)
            and api.user.has_permission("View", obj=one)
        ]

    @property
    def reason(self) -> str:
        """Why an earlier version was corrected."""
        return stored_value(self.context, "reason") or ""

    @property
    def has_file(self) -> bool:
        """Whether there is a signed copy, for the office: it has every number."""
        return self.office and stored_value(self.context, "file") is not None

    @property
    def has_public_file(self) -> bool:
        """Whether everybody may read the signed copy."""
        return is_public(self.context)

    @property
    def may_attach(self) -> bool:
        """Whether the user may attach a signed copy: to a locked report of their own office."""
        container = self.context.aq_parent
        return self.office and self.state == LOCKED and is_staff(container)


class CountAgain(BrowserView):
    """Count a draft anew at the press of a button; what people changed stays."""

    def __call__(self) -> str:
        """Count and lead back to the report."""
        self.check_posted()
        if "rows" in self.request.form:
            update_rows(self.context)
        else:
            fill(self.context)
        self.context.reindexObject()
        self.show_message(
            _("msg_report_counted", default="Counted again. What you changed stays.")
        )
        return self.lead_to(self.context.absolute_url())
