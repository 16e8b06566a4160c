"""Find reports: those of all units for one period, which counts, who has not reported.

Find the reports that wait for a person: to be approved, or to be corrected.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.content import DRAFT
from sonla.pbgdpl.statistics.content import IN_FORCE
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.content import SUBMITTED
from sonla.pbgdpl.statistics.content import SUMMED
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.store import due_period
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.parties import deadline_of
from sonla.pbgdpl.statistics.parties import owes
from sonla.pbgdpl.statistics.periods import PARTIES
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.round_history import RoundHistory
from sonla.pbgdpl.units.creation import units_by_code
from typing import Any


def report_key(code: str, period: Period) -> str:
    """Name form and period as `pbgdpl_report` has them."""
    return f"{code}|{period.key}"


def reports_of(section: Any, key: str) -> list[Any]:
    """List all versions of all units' reports of a form and period, without checking permissions."""
    catalog = api.portal.get_tool("portal_catalog")
    if REPORT_INDEX not in catalog.indexes():
        return []
    brains = catalog.unrestrictedSearchResults(
        {"portal_type": REPORT_TYPE, REPORT_INDEX: key, "path": path_of(section)}
    )
    return list(load_objects(brains))


def by_place(reports: Iterable[Any]) -> dict[str, list[Any]]:
    """Group reports by the UID of unit or section, the latest version first."""
    found: dict[str, list[Any]] = {}
    for report in reports:
        found.setdefault(place_of(report), []).append(report)
    for versions in found.values():
        versions.sort(key=revision_of, reverse=True)
    return found


def revision_of(report: Any) -> int:
    """Return the number of a report's version."""
    return stored_value(report, "revision") or 1


def is_in_force(versions: Iterable[Any]) -> Any | None:
    """Find the version that counts: the latest that was approved.

    A correction counts from its own approval on; until then the version before it does.
    """
    return next((one for one in versions if state_in_history(one) in IN_FORCE), None)


def submitted_on(report: Any) -> date | None:
    """Return the day on which a report was last submitted; None if it is a draft.

    Where code put it into its state without that step, the day of that.
    """
    if state_in_history(report) == DRAFT:
        return None
    lines = history_of(report, STATISTICS_WORKFLOW)
    steps = [line for line in lines if line.get("action") == "submit"]
    return in_portal_zone((steps or lines)[-1]["time"]).date()


def is_returned(report: Any) -> bool:
    """Return whether the last thing that happened to a report is that it was returned."""
    return last_step(report, STATISTICS_WORKFLOW).get("action") == "return"


@dataclass
class UnitReports:
    """Where one unit stands with the reports of a form and period."""

    unit: Any
    deadline: date
    versions: list[Any] = field(default_factory=list)

    @property
    def latest(self) -> Any | None:
        """The latest version, whatever its state."""
        return self.versions[0] if self.versions else None

    @property
    def is_in_force(self) -> Any | None:
        """The version that counts."""
        return is_in_force(self.versions)

    @property
    def first_submitted(self) -> date | None:
        """The day on which the unit first reported, by its first version."""
        days = [day for one in self.versions if (day := submitted_on(one)) is not None]
        return min(days, default=None)

    @property
    def has_reported(self) -> bool:
        """Whether any version was submitted and not returned."""
        return self.first_submitted is not None

    @property
    def is_returned(self) -> bool:
        """Whether the latest version was returned and not sent again."""
        return self.latest is not None and is_returned(self.latest)

    def is_late(self, day: date | None = None) -> bool:
        """Return whether the unit reported after the deadline, or has not and it passed."""
        return (self.first_submitted or day or today()) > self.deadline


@dataclass(frozen=True)
class Due:
    """A form and a period whose reports are due."""

    form: Form
    period: Period
    parties: tuple[str, ...] = PARTIES
    """Whose reports are; all by default."""

    @property
    def title(self) -> str:
        """The report."""
        kind = self.form.periods[self.period.kind].title
        return f"{self.form.title} – {kind} {self.period.year}"


def reporting_status(section: Any, key: str, period: Period) -> list[UnitReports]:
    """List the units that are to report, by name; what came late or not at all.

    Those that owe a report (`parties.owes`), and those that sent one without having to.
    """
    versions = by_place(reports_of(section, key))
    lines = (
        UnitReports(unit, deadline_of(unit, period), versions.get(place_of(unit), []))
        for unit in readable(units_by_code(section).values())
    )
    return [one for one in lines if owes(one.unit, period) or one.has_reported]


@dataclass(frozen=True)
class OwedReport:
    """A report that a unit is to send now; the unit may have begun it."""

    due: Due
    unit: Any
    report: Any | None = None

    @property
    def key(self) -> str:
        """The unit and the form, for a button."""
        return f"{place_of(self.unit)}:{self.due.form.code}"

    @property
    def deadline(self) -> date:
        """The day by which units report."""
        return deadline_of(self.unit, self.due.period)


def owed_reports(units: Iterable[Any], day: date) -> Iterator[OwedReport]:
    """Yield what units have to send once the actual data of a period are complete.

    One that was returned is left out: it waits for its unit anyway. So is all of a closed round,
    which takes nothing.
    """
    periods = ((form, due_period(form.code, day)) for form in form_codes())
    open_now = [
        Due(form, period)
        for form, period in periods
        if period is not None and period.actual_until < day
    ]
    for due in open_now:
        key = report_key(due.form.code, due.period)
        for unit in units:
            versions = by_place(reports_of(unit, key)).get(place_of(unit), [])
            line = UnitReports(unit, deadline_of(unit, due.period), versions)
            done = line.has_reported or line.is_returned
            if owes(unit, due.period) and not (done or is_round_closed(unit, key)):
                yield OwedReport(due, unit, line.latest)


def is_round_closed(item: Any, key: str) -> bool:
    """Return whether the round of a form and period is closed where an item stands."""
    section = section_of(item)
    return section is not None and RoundHistory(section, key).closed is not None


def is_province_report(report: Any) -> bool:
    """Return whether it is the province's report, which sums others up."""
    return unit_of(report) is None


def is_area_report(report: Any) -> bool:
    """Return whether a report's numbers are those of an area, and of no single unit."""
    return is_province_report(report) and stored_value(report, SUMMED) != 1


def waiting_reports(scope: Iterable[Any]) -> Iterator[Any]:
    """Yield the reports below `scope` that the user must act on, by one catalog query.

    Submitted ones for who may approve them, returned ones for who may submit them again.
    A draft that nobody returned is its unit's own business.
    """
    workflow = api.portal.get_tool("portal_workflow").get(STATISTICS_WORKFLOW)
    if workflow is None:  # the add-on is newer than its profile
        return
    brains = api.portal.get_tool("portal_catalog").searchResults(
        portal_type=REPORT_TYPE,
        path={"query": [path_of(place) for place in scope]},
        review_state=[SUBMITTED, DRAFT],
        sort_on="modified",
        show_inactive=True,
    )
    for report in load_objects(brains):
        last = last_step(report, STATISTICS_WORKFLOW)
        step = "approve" if last.get("review_state") == SUBMITTED else "submit"
        is_due = step == "approve" or is_returned(report)
        if is_due and workflow.isActionSupported(report, step):
            yield report
