"""The days before and after a deadline come by themselves.

Remind units of reports that fall due, and of those that are late.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.mail.jobs import DailyMailJob
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.statistics.forms import form_codes
from sonla.pbgdpl.statistics.forms import form_for
from sonla.pbgdpl.statistics.forms import period_kinds
from sonla.pbgdpl.statistics.mail import STATISTICS
from sonla.pbgdpl.statistics.parties import party_deadline
from sonla.pbgdpl.statistics.parties import party_of
from sonla.pbgdpl.statistics.periods import PARTIES
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.queries import Due
from sonla.pbgdpl.statistics.queries import report_key
from sonla.pbgdpl.statistics.queries import reporting_status
from sonla.pbgdpl.statistics.queries import UnitReports
from sonla.pbgdpl.statistics.round_history import RoundHistory
from sonla.pbgdpl.statistics.settings import get_reporting_settings
from typing import Any

DAYS_AFTER = 1
"""Days after a deadline on which those who have not reported are told that they are late."""


def due_on(day: date, days_before: int) -> Iterator[Due]:
    """Yield what is to be reminded of on a day: so many days before it is due, and after."""
    for code in (form.code for form in form_codes()):
        for year in (day.year - 1, day.year):
            for kind in period_kinds(code, year):
                found = form_for(code, kind.kind, year)
                if found is None:
                    continue
                parties = tuple(
                    party
                    for party in PARTIES
                    if day
                    in reminder_days(party_deadline(party, found[1]), days_before)
                )
                if parties:
                    yield Due(*found, parties)


def reminder_days(deadline: date, days_before: int) -> tuple[date, date]:
    """Return the days on which those who have not reported are reminded."""
    before = deadline - timedelta(days=days_before)
    return before, deadline + timedelta(days=DAYS_AFTER)


def reminders(days: Iterable[date], days_before: int, today: date) -> Iterator[Notice]:
    """Yield the mails for all units that have not reported what some days remind of."""
    for _section, line, due in to_be_reminded(days, days_before, today):
        yield from unit_reminders(line, due)


Late = tuple[Any, UnitReports, Due]
"""Section, unit that has not reported, and what it owes."""


def to_be_reminded(
    days: Iterable[date], days_before: int, today: date
) -> Iterator[Late]:
    """Yield the units that have not reported, each once, and were not reminded today."""
    seen: set[tuple[str, str]] = set()
    for due in (due for day in days for due in due_on(day, days_before)):
        key = report_key(due.form.code, due.period)
        for section in all_sections():
            for line in unreported(section, due, today):
                if (key, place_of(line.unit)) not in seen:
                    seen.add((key, place_of(line.unit)))
                    yield section, line, due


def unreported(section: Any, due: Due, today: date) -> Iterator[UnitReports]:
    """Yield the units of one section that are to be reminded; none once all is closed."""
    key = report_key(due.form.code, due.period)
    history = RoundHistory(section, key)
    if history.closed is not None:
        return
    reminded = history.reminders_by_unit()
    for line in reporting_status(section, key, due.period, today):
        days = [one.day for one in reminded.get(place_of(line.unit), ())]
        if (
            not line.has_reported
            and party_of(line.unit) in due.parties
            and today not in days
        ):
            yield line


def unit_reminders(
    line: UnitReports, due: Due, actor: str = "", comment: str = ""
) -> Iterator[Notice]:
    """Yield the mails for the people of one unit."""
    for person in unit_people(line.unit):
        yield reminder(line, due, person, actor, comment)


def reminder(
    line: UnitReports, due: Due, person: Recipient, actor: str, comment: str
) -> Notice:
    """Write one mail: which report, until when, and where to open it."""
    report = line.latest
    address = public_url(report if report is not None else line.unit)
    return Notice(
        kind=STATISTICS.name,
        recipient=person,
        title=f"{due.title} ({format_day(line.deadline)})",
        url=address,
        desk_url=public_url(line.unit, "@@pbgdpl-statistics"),
        unit=line.unit.Title(),
        actor=actor,
        comment=comment,
    )


class ReportReminderJob(DailyMailJob):
    """Remind units of their reports in the first run of a day."""

    title = _("job_statistics_reminders", default="Reminders of statistical reports")
    description = _(
        "job_statistics_reminders_help",
        default="Reminds units by mail before and after the deadline of a report. Without it nobody is reminded.",
    )
    name = "statistics-reminders"

    def may_start(self, context: JobContext) -> bool:
        """Return whether the settings want reminders."""
        return bool(get_reporting_settings().statistics_reminder_days)

    def notices(self, context: JobContext) -> Iterator[Notice]:
        """Yield the mails of the days since mails were posted, today among them."""
        for _section, line, due in self.late(context):
            yield from unit_reminders(line, due)

    def late(self, context: JobContext) -> list[Late]:
        """List the units that are to be reminded."""
        ahead = get_reporting_settings().statistics_reminder_days
        return list(to_be_reminded(self.days(context), ahead, today(context.now())))

    def work(self, context: JobContext) -> None:
        """Post the mails, and note in each round who was reminded."""
        late = self.late(context)
        super().work(context)
        for section, line, due in [] if context.dry_run else late:
            people = sum(bool(one.email) for one in unit_people(line.unit))
            key = report_key(due.form.code, due.period)
            RoundHistory(section, key).note_reminder(place_of(line.unit), "", people)
