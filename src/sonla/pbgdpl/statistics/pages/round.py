"""What the page and the file of a collection round show of each unit."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.statistics.access import check_approver
from sonla.pbgdpl.statistics.closing import day_of
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.store import due_period
from sonla.pbgdpl.statistics.pages.figures_filter import FiguresFilter
from sonla.pbgdpl.statistics.pages.labels import period_words
from sonla.pbgdpl.statistics.parties import party_deadline
from sonla.pbgdpl.statistics.periods import BODY
from sonla.pbgdpl.statistics.periods import COMMUNE
from sonla.pbgdpl.statistics.periods import PARTIES
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import PROVINCE_LEVEL
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.rounds import CollectionRound
from sonla.pbgdpl.statistics.rounds import Findings
from sonla.pbgdpl.statistics.rounds import RoundLine
from sonla.pbgdpl.statistics.rounds import SENT
from sonla.pbgdpl.statistics.rounds import STATE_TITLES
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.i18nmessageid import Message

LATE, LOOK = "late", "look"
FILTERS: dict[str, Message] = {
    "": _("round_filter_all", default="All"),
    **STATE_TITLES,
    LATE: _("round_filter_late", default="Late"),
    LOOK: _("round_filter_look", default="To be looked at"),
}
PARTY_TITLES: dict[str, Message] = {
    BODY: _("party_body", default="Body of the province"),
    COMMUNE: _("party_commune", default="Commune, ward"),
}
BADGES = {
    "not-begun": "text-bg-light border",
    "drafting": "text-bg-light border",
    "returned": "text-bg-warning",
    "sent": "text-bg-primary",
    "accepted": "text-bg-success",
    "closed": "text-bg-secondary",
}


def finding_words(findings: Findings) -> list[Message]:
    """Put into words what is to be looked at in a report."""
    facts = (
        (
            findings.other_version,
            _(
                "finding_other_version",
                default="Old form (${what}): to be converted",
            ),
        ),
        (
            findings.blocking,
            _("finding_blocking", default="Contradictions without a reason: ${what}"),
        ),
        (
            findings.explained,
            _("finding_explained", default="Contradictions with a reason: ${what}"),
        ),
        (findings.unknown, _("finding_unknown", default="Numbers missing: ${what}")),
        (
            findings.corrected,
            _("finding_corrected", default="Other than counted: ${what}"),
        ),
        (
            findings.changed,
            _("finding_changed", default="Records changed since: ${what}"),
        ),
    )
    return [
        Message(words, mapping={"what": str(what)}) for what, words in facts if what
    ]


class RoundView(BrowserView):
    """Read the round that the address asks for."""

    @cached_property
    def asked(self) -> FiguresFilter:
        """What the address asks for; the report due next where it names no period."""
        asked = FiguresFilter.read(self.request.form, today())
        due = due_period(asked.code, today())
        if due is None or {"kind", "year"} & set(self.request.form):
            return asked
        return replace(asked, kind=due.kind, year=due.year)

    @cached_property
    def found(self) -> tuple[Form, Period] | None:
        """Form and period; None where no form is in force."""
        return self.asked.found()

    @property
    def period_title(self) -> str:
        return period_words(self.found[1], today()) if self.found else ""

    @cached_property
    def round(self) -> CollectionRound | None:
        """The round; None where no form is in force."""
        if self.found is None:
            return None
        return CollectionRound.of(self.context, *self.found, today())

    @property
    def round_lines(self) -> tuple[RoundLine, ...]:
        return self.round.lines if self.round is not None else ()

    @cached_property
    def is_closed(self) -> bool:
        """Whether the round takes nothing any more."""
        return self.round is not None and self.round.history.closed is not None

    # The filter

    @property
    def state(self) -> str:
        """The state, or other mark, that is asked for; '' for all."""
        asked = str(self.request.form.get("state", ""))
        return asked if asked in FILTERS else ""

    @property
    def party(self) -> str:
        """The party that is asked for; '' for all."""
        asked = str(self.request.form.get("party", ""))
        return asked if asked in PARTIES else ""

    @property
    def of_party(self) -> list[RoundLine]:
        """The units of the party that is asked for."""
        return [line for line in self.round_lines if self.party in ("", line.party)]

    @property
    def chosen_lines(self) -> list[RoundLine]:
        """The units that are shown: those that the office has to act on come first."""
        order = list(STATE_TITLES)
        lines = [line for line in self.of_party if self.fits(line, self.state)]
        return sorted(
            lines,
            key=lambda line: (line.state != SENT, order.index(line.state)),
        )

    def fits(self, line: RoundLine, wanted: str) -> bool:
        """Return whether a unit is among those that a filter names."""
        if wanted == LATE:
            return line.is_unsent and line.days_late > 0
        if wanted == LOOK:
            return line.findings.any
        return wanted in ("", line.state)

    @cached_property
    def numbers(self) -> Counter[str]:
        """How many units each filter finds."""
        return Counter(
            name for name in FILTERS for line in self.of_party if self.fits(line, name)
        )

    def query(self, **changes: str) -> str:
        """Write the query string of what is asked for, with other values for some."""
        asked = self.asked
        values = {
            "form": asked.code,
            "kind": asked.kind,
            "year": asked.year,
            "state": self.state,
            "party": self.party,
            **changes,
        }
        return urlencode({name: value for name, value in values.items() if value})

    # Words

    def line(self, one: RoundLine) -> dict[str, Any]:
        """Put one unit into words."""
        report = one.report
        number = revision_of(report) if report is not None else 1
        last = next(iter(one.reminders), None)
        return {
            "uid": one.uid,
            "title": one.unit.Title(),
            "party": PARTY_TITLES[one.party],
            "unit_url": one.unit.absolute_url(),
            "url": report.absolute_url() if report is not None else "",
            "state": STATE_TITLES[one.state],
            "badge": BADGES[one.state],
            "version": f"#{number}" if number > 1 else "",
            "correction": one.correction,
            "by_office": one.by_office,
            "submitted": format_day(one.reports.first_submitted),
            "deadline": format_day(one.reports.deadline),
            "reported": one.reports.has_reported,
            "late": one.days_late,
            "findings": finding_words(one.findings),
            "can_be_reminded": one.is_unsent and not self.is_closed,
            "can_be_accepted": one.state == SENT and not self.is_closed,
            "reminders": len(one.reminders),
            "reminded": format_day(last.day) if last is not None else "",
            "closed_on": format_day(getattr(one.unit, "closed_on", None)),
        }

    def deadlines(self) -> list[dict[str, Any]]:
        """List the days of the parties, and that of the province."""
        if self.found is None:
            return []
        period = self.found[1]
        present = {line.party for line in self.round_lines}
        days: list[tuple[Message, date | None]] = [
            (PARTY_TITLES[party], party_deadline(party, period))
            for party in PARTIES
            if party in present
        ]
        province = _("party_province", default="Province")
        days.append((province, period.deadlines.get(PROVINCE_LEVEL)))
        return [{"title": title, "day": format_day(day)} for title, day in days]

    def closing_lines(self) -> list[dict[str, Any]]:
        """List what was closed, the last one first."""
        if self.round is None:
            return []
        url = self.context.absolute_url()
        return [
            {
                "number": one.number,
                "day": day_of(one),
                "by": one.by,
                "reason": one.reason,
                "title": one.title,
                "url": f"{url}/resolveuid/{one.report}",
                "units": len(one.units),
                "missing": ", ".join(one.missing),
                "reopened": (
                    format_day(in_portal_zone(one.reopened_at).date())
                    if one.reopened_at is not None
                    else ""
                ),
                "reopened_by": one.reopened_by,
                "reopened_for": one.reopened_for,
            }
            for one in self.round.history.closings()
        ]


class RoundXlsx(RoundView):
    """Write where the units stand as a workbook, by the filter of the page."""

    def __call__(self) -> bytes:
        """Make the file, for those who approve statistics."""
        check_approver(self.context)
        if self.found is None:
            raise NotFound(self.__name__)
        asked = self.asked
        return offer_workbook(
            self.request,
            f"dot-bao-cao-{asked.code}-{asked.kind.replace('_', '-')}-{asked.year}",
            office=self.context,
            name=str(asked.year),
            title=self.translated(_("heading_reports", default="Reports of the units")),
            subtitle=" – ".join((self.found[0].title, self.period_title)),
            header=[self.translated(title) for title in HEADER],
            rows=[self.cells(line) for line in self.chosen_lines],
        )

    def cells(self, line: RoundLine) -> list[Any]:
        """Write one unit."""
        shown = self.line(line)
        last = next(iter(line.reminders), None)
        found = "; ".join(map(self.translated, shown["findings"]))
        yes = self.translated(_("log_yes", default="yes"))
        return [
            shown["title"],
            self.translated(shown["party"]),
            self.translated(shown["state"]),
            line.reports.deadline,
            line.reports.first_submitted,
            line.days_late or None,
            found,
            last.day if last is not None else None,
            shown["reminders"] or None,
            yes if line.by_office else "",
        ]


HEADER = (
    _("label_column_unit", default="Unit"),
    _("label_party", default="Kind of unit"),
    _("label_report_state", default="State"),
    _("label_deadline", default="Due on"),
    _("label_submitted_on", default="Submitted on"),
    _("label_days_late", default="Days late"),
    _("label_findings", default="To be looked at"),
    _("label_last_reminder", default="Last reminded on"),
    _("label_reminders", default="Reminders"),
    _("label_by_office", default="Entered by the office"),
)
