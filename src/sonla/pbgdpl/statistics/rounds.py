"""The collection round of a form and a period: where every unit stands with its report.

The states are those of the reports' workflow, as the office counts them: a unit whose
report counts stays accepted while it drafts a correction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics.cells.reported import all_failures
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import is_corrected
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.cells.reported import unexplained
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.content import SUBMITTED
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.parties import party_of
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reporting_status
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.query import UnitReports
from sonla.pbgdpl.statistics.recounting import changes_in_round
from sonla.pbgdpl.statistics.round_history import Reminder
from sonla.pbgdpl.statistics.round_history import RoundHistory
from sonla.pbgdpl.statistics.sending import unexplained_cross
from typing import Any
from zope.i18nmessageid import Message

NOT_BEGUN, DRAFTING, RETURNED = "not-begun", "drafting", "returned"
SENT, ACCEPTED, CLOSED = "sent", "accepted", "closed"
STATE_TITLES: dict[str, Message] = {
    NOT_BEGUN: _("round_state_not_begun", default="Not begun"),
    DRAFTING: _("round_state_drafting", default="Being filled in"),
    RETURNED: _("round_state_returned", default="Returned"),
    SENT: _("round_state_sent", default="Sent, waits for approval"),
    ACCEPTED: _("round_state_accepted", default="Approved"),
    CLOSED: _("round_state_closed", default="Locked"),
}
"""The states in the order in which the office looks at them."""
UNSENT = (NOT_BEGUN, DRAFTING, RETURNED)
"""States in which a unit is reminded, or its report completed by the office."""


@dataclass(frozen=True)
class Findings:
    """What somebody has to look at in a report before it is accepted."""

    other_version: str = ""
    """Version of the form that it was made by, where another one is in force."""
    unknown: int = 0
    """Cells without a number."""
    corrected: int = 0
    """Cells in which another number stands than was counted, or summed up."""
    blocking: int = 0
    """Checks that fail, and that no note explains: they hold the sending up."""
    explained: int = 0
    """Checks that fail, and that a note explains."""
    changed: int = 0
    """Cells whose records changed after the report was counted."""

    @property
    def any(self) -> bool:
        """Whether there is anything to look at, numbers that people changed aside."""
        return bool(
            self.other_version
            or self.unknown
            or self.blocking
            or self.explained
            or self.changed
        )


def findings(report: Any, form: Form, changed: int = 0) -> Findings:
    """Look through a report; `form` is the version in force for the period.

    `changed` is the number of cells whose records changed since (`recounting`).
    """
    made_by = report.form()
    if made_by is None:
        return Findings()
    rows: list[Cell] = report.rows
    failed, open_ones = all_failures(made_by, rows), unexplained(made_by, rows)
    cross = unexplained_cross(report) if made_by.cross_checks else []
    return Findings(
        made_by.version if made_by.key != form.key else "",
        sum(
            total(row) is None
            for key, row in by_key(rows).items()
            if key[1] not in made_by.texts
        ),
        sum(row.get("counted") is not None and is_corrected(row) for row in rows),
        len(open_ones) + len(cross),
        len(failed) - len(open_ones),
        changed,
    )


def state_of_round(reports: UnitReports) -> str:
    """Return where a unit stands."""
    latest = reports.latest
    if latest is None:
        return NOT_BEGUN
    if state_in_history(latest) == SUBMITTED:
        return SENT
    counts = reports.is_in_force
    if counts is not None:
        return CLOSED if state_in_history(counts) == LOCKED else ACCEPTED
    return RETURNED if reports.is_returned else DRAFTING


@dataclass(frozen=True)
class RoundLine:
    """Where one unit stands, and what the office has to know of it."""

    reports: UnitReports
    state: str
    days_late: int
    findings: Findings
    reminders: list[Reminder] = field(default_factory=list)
    adds: bool = False
    """Whether a report of the unit counts in the sum: approved, by the version in force."""

    @property
    def unit(self) -> Any:
        return self.reports.unit

    @property
    def uid(self) -> str:
        """UID of the unit."""
        return place_of(self.unit)

    @property
    def party(self) -> str:
        """Commune, or body of the province."""
        return party_of(self.unit)

    @property
    def report(self) -> Any | None:
        """The latest version of its report."""
        return self.reports.latest

    @property
    def is_unsent(self) -> bool:
        """Whether the unit has still to send its report."""
        return self.state in UNSENT

    @property
    def can_be_accepted_unseen(self) -> bool:
        """Whether a report waits for approval in which nothing has to be looked at."""
        return self.state == SENT and not self.findings.any

    @property
    def by_office(self) -> bool:
        """Whether the office entered and sent it for the unit."""
        return bool(self.report and stored_value(self.report, "entered_by_office"))

    @property
    def correction(self) -> int:
        """Number of the version that the unit drafts while an earlier one counts; or 0."""
        counts, latest = self.reports.is_in_force, self.report
        if counts is None or latest is None or counts is latest:
            return 0
        return revision_of(latest)


@dataclass(frozen=True)
class CollectionRound:
    """All units that are to report by a form for a period."""

    section: Any
    form: Form
    period: Period
    history: RoundHistory
    lines: tuple[RoundLine, ...]

    @classmethod
    def of(
        cls, section: Any, form: Form, period: Period, day: date
    ) -> "CollectionRound":
        """Read the round as it stands on a day."""
        key = report_key(form.code, period)
        history = RoundHistory(section, key)
        reminded = history.reminders_by_unit()
        found = reporting_status(section, key, period)
        latest = [one.latest for one in found if one.latest is not None]
        changed = changes_in_round(section, period, latest)
        lines = (line_of(one, form, day, reminded, changed) for one in found)
        return cls(section, form, period, history, tuple(lines))

    def in_state(self, *states: str) -> list[RoundLine]:
        """List the units in some states."""
        return [line for line in self.lines if line.state in states]

    @property
    def missing(self) -> list[RoundLine]:
        """The units of which nothing is in the sum: not approved yet, or by an old form."""
        return [line for line in self.lines if not line.adds]


def line_of(
    reports: UnitReports,
    form: Form,
    day: date,
    reminded: dict[str, list[Reminder]],
    changed: dict[str, int],
) -> RoundLine:
    """Describe one unit."""
    latest = reports.latest
    came = reports.first_submitted or day
    return RoundLine(
        reports,
        state_of_round(reports),
        max((came - reports.deadline).days, 0),
        findings(latest, form, changed.get(latest.UID(), 0))
        if latest is not None
        else Findings(),
        reminded.get(place_of(reports.unit), []),
        is_made_by(reports.is_in_force, form),
    )


def is_made_by(report: Any | None, form: Form) -> bool:
    """Return whether there is a report, made by a version of a form."""
    made_by = report.form() if report is not None else None
    return made_by is not None and made_by.key == form.key


def named(lines: Iterable[RoundLine]) -> str:
    """Name the units of some lines."""
    return ", ".join(line.unit.Title() for line in lines)
