"""The base of reports: their form, their period, and cells that nobody moves later."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from copy import deepcopy
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.form_reader import read_form
from sonla.pbgdpl.statistics.forms import form_for
from sonla.pbgdpl.statistics.periods import Period
from typing import Any

ROWS = "rows"
FORM_TEXT = "_pbgdpl_form"
"""Attribute of a report: the form as it was when the report was filled."""
SUMMED = "_pbgdpl_summed"
"""Attribute of the province's report: how many units' reports add to its sums."""

DRAFT = "draft"
SUBMITTED, APPROVED, LOCKED = "submitted", "approved", "locked"
IN_FORCE = (APPROVED, LOCKED)
"""States in which a report counts in sums and is public."""

MSG_NOT_A_DRAFT = _(
    "msg_report_not_a_draft",
    default="The numbers of a report change while it is a draft. Have it returned, or make a new version of a locked one.",
)


class LockedRows:
    """Store cells and give copies of them; refuse a change once the report was sent."""

    def __get__(self, report: Any, owner: type | None = None) -> Any:
        """Return the cells, the schema's field as Python has it on the class."""
        if report is None:
            return self
        return deepcopy(vars(report).get(ROWS) or [])

    def __set__(self, report: Any, value: Any) -> None:
        """Store cells; raise `InvalidInput` unless the report is a draft."""
        rows = deepcopy(list(value or []))
        if rows != (vars(report).get(ROWS) or []) and state_in_history(report) != DRAFT:
            raise InvalidInput(MSG_NOT_A_DRAFT)
        vars(report)[ROWS] = rows
        report._p_changed = True


def state_in_history(report: Any) -> str:
    """Name the state by the report's own history: asked where nothing says its folder."""
    history = stored_value(report, "workflow_history") or {}
    lines = history.get(STATISTICS_WORKFLOW) or ()
    return lines[-1]["review_state"] if lines else DRAFT


class Report(OrphanSafeItem):
    """A report, named by its form and period."""

    security = ClassSecurityInfo()

    rows = LockedRows()

    # Read permissions of a schema guard forms, REST and templates, not addresses.
    security.declareProtected(VIEW_PERSONAL_DATA, ROWS)

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")

    @property
    def title(self) -> str:
        """The report: form, kind of period, year, version."""
        kind, year = stored_value(self, "period_kind"), stored_value(self, "year")
        form = self.form()
        if form is None and kind and isinstance(year, int):
            found = form_for(stored_value(self, "form_code") or "", kind, year)
            form = found[0] if found else None
        if form is None or kind not in form.periods:
            return stored_value(self, "id") or ""
        named = f"{form.periods[kind].title} {year}"
        return " – ".join((form.title, named, *self._version()))

    @title.setter
    def title(self, value: str) -> None:
        """Leave the name as it follows from form and period, whatever code sets."""

    def _version(self) -> tuple[str, ...]:
        number = stored_value(self, "revision") or 1
        return (f"#{number}",) if number > 1 else ()

    @security.private
    def form(self) -> Form | None:
        """Return the form by which the report was filled; None before it was."""
        text = stored_value(self, FORM_TEXT)
        return read_form(text) if text else None

    @security.private
    def period(self) -> Period | None:
        """Return the period with its days and deadlines; None before it was filled."""
        form, kind, year = (
            self.form(),
            stored_value(self, "period_kind"),
            stored_value(self, "year"),
        )
        if form is None or kind not in form.periods or not isinstance(year, int):
            return None
        return form.periods[kind].of(year)

    @security.private
    def has_estimate(self) -> bool:
        """Return whether a part of the period is estimated."""
        form, kind = self.form(), stored_value(self, "period_kind")
        return form is not None and form.periods[kind].has_estimate

    @security.private
    def period_key(self) -> str:
        """Name form and period, the same for the reports of all units; '' if unknown."""
        parts = (
            stored_value(self, name) for name in ("form_code", "period_kind", "year")
        )
        known = [str(part) for part in parts if part]
        return "|".join(known) if len(known) == 3 else ""


InitializeClass(Report)
