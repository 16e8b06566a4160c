"""The days before and after a deadline come by themselves.

Remind units of reports that fall due, and of those that are late.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from datetime import timedelta
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import found_for
from sonla.pbgdpl.mail.jobs import DailyMailJob
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.statistics.forms.store import all_due
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import period_kinds
from sonla.pbgdpl.statistics.mail import DEADLINE
from sonla.pbgdpl.statistics.mail import STATISTICS
from sonla.pbgdpl.statistics.parties import party_deadline
from sonla.pbgdpl.statistics.parties import party_of
from sonla.pbgdpl.statistics.periods import PARTIES
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import Due
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reporting_status
from sonla.pbgdpl.statistics.query import UnitReports
from sonla.pbgdpl.statistics.round_history import RoundHistory
from typing import Any

DAYS_BEFORE = 7
DAYS_AFTER = 1
"""Days after a deadline on which those who have not reported are told that they are late."""


def due_on(day: date) -> Iterator[Due]:
    """Yield what is to be reminded of on a day: some days before it is due, and after."""
    codes = [form.code for form in form_codes()]
    yield from found_for(codes, lambda code: form_due_on(code, day))


def form_due_on(code: str, day: date) -> Iterator[Due]:
    """Yield what is to be reminded of by one form."""
    for year in (day.year - 1, day.year):
        for kind in period_kinds(code, year):
            found = form_for(code, kind.kind, year)
            if found is None:
                continue
            parties = tuple(
                party
                for party in PARTIES
                if day in reminder_days(party_deadline(party, found[1]))
            )
            if parties:
                yield Due(*found, parties)


def reminder_days(deadline: date) -> tuple[date, date]:
    """Return the days on which those who have not reported are reminded."""
    before = deadline - timedelta(days=DAYS_BEFORE)
    return before, deadline + timedelta(days=DAYS_AFTER)


Late = tuple[Any, UnitReports, Due]
"""Section, unit that has not reported, and what it owes."""


def to_be_reminded(days: Iterable[date], today: date) -> Iterator[Late]:
    """Yield the units that have not reported, each once, and were not reminded today."""
    seen: set[tuple[str, str]] = set()
    for due in (due for day in days for due in due_on(day)):
        key = report_key(due.form.code, due.period)
        owing = partial(late_in, due=due, today=today)
        for section, line, due in found_for(all_sections(), owing):
            if (key, place_of(line.unit)) not in seen:
                seen.add((key, place_of(line.unit)))
                yield section, line, due


def late_in(section: Any, due: Due, today: date | None) -> Iterator[Late]:
    """Yield the units of a section that have not reported."""
    return ((section, line, due) for line in unreported(section, due, today))


def unreported(section: Any, due: Due, today: date | None) -> Iterator[UnitReports]:
    """Yield the units of one section that have not reported; none once all is closed.

    Nor those that were reminded `today`.
    """
    key = report_key(due.form.code, due.period)
    history = RoundHistory(section, key)
    if history.closed is not None:
        return
    reminded = history.reminders_by_unit()
    for line in reporting_status(section, key, due.period):
        days = [one.day for one in reminded.get(place_of(line.unit), ())]
        if (
            not line.has_reported
            and party_of(line.unit) in due.parties
            and today not in days
        ):
            yield line


def changed_deadlines(today: date) -> Iterator[Late]:
    """Yield the units that were told another day than the one on which they are to report now."""
    for code, period in all_due(today):
        found = form_for(code, period.kind, period.year)
        if found is None:
            continue
        for section in all_sections():
            known = RoundHistory(
                section, report_key(code, period)
            ).announced_deadlines()
            parties = tuple(
                party
                for party in PARTIES
                if party in known and known[party] != party_deadline(party, period)
            )
            due = Due(*found, parties)
            for line in unreported(section, due, None) if parties else ():
                yield section, line, due


def unit_reminders(
    line: UnitReports,
    due: Due,
    actor: str = "",
    comment: str = "",
    kind: MailKind = STATISTICS,
) -> Iterator[Notice]:
    """Yield the mails for the people of one unit."""
    for person in unit_people(line.unit):
        yield replace(reminder(line, due, person, actor, comment), kind=kind.name)


def reminders_of(late: Late, kind: MailKind = STATISTICS) -> Iterator[Notice]:
    """Yield the mails on one report that is missing."""
    _section, line, due = late
    return unit_reminders(line, due, kind=kind)


def note_reminded(section: Any, line: UnitReports, due: Due, by: str = "") -> None:
    """Note that a unit was reminded now, and which day it was told."""
    people = sum(bool(one.email) for one in unit_people(line.unit))
    history = RoundHistory(section, report_key(due.form.code, due.period))
    history.note_reminder(place_of(line.unit), by, people)
    note_day(section, line, due)


def note_day(section: Any, line: UnitReports, due: Due) -> None:
    """Note the day that the party of a unit was told."""
    history = RoundHistory(section, report_key(due.form.code, due.period))
    party = party_of(line.unit)
    history.note_deadlines(
        history.announced_deadlines() | {party: party_deadline(party, due.period)}
    )


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

    def notices(self, context: JobContext) -> Iterator[Notice]:
        """Yield the mails of the days since mails were posted, today among them."""
        changed = list(changed_deadlines(context.today()))
        yield from found_for(changed, partial(reminders_of, kind=DEADLINE))
        yield from found_for(self.late(context), reminders_of)

    def late(self, context: JobContext) -> list[Late]:
        """List the units that are to be reminded."""
        return list(to_be_reminded(self.days(context), context.today()))

    def work(self, context: JobContext) -> None:
        """Post the mails, and note in each round who was reminded."""
        late, changed = (
            self.late(context),
            list(changed_deadlines(context.today())),
        )
        super().work(context)
        if context.dry_run:
            return
        each(changed, lambda one: note_day(*one))
        each(late, lambda one: note_reminded(*one))
