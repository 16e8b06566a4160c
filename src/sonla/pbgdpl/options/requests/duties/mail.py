"""Mail about deadlines: to those who keep the register, and to communes in September."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterator
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.options.requests.duties.deadlines import Deadline
from sonla.pbgdpl.options.requests.duties.deadlines import open_deadlines
from sonla.pbgdpl.options.requests.duties.labels import DUTIES
from sonla.pbgdpl.options.requests.duties.notices import last_day
from sonla.pbgdpl.options.requests.duties.notices import notices_of
from sonla.pbgdpl.options.requests.duties.rules import HEAR
from sonla.pbgdpl.people.jobs import to_keepers
from sonla.pbgdpl.questions.working_days import due_day
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

DEADLINES = MailKind(
    "register_deadlines",
    subject=_("mail_subject_deadlines", default="Register, deadline: ${title}"),
    lead=_(
        "mail_lead_deadlines",
        default="Below is what the law wants done with nominations and dismissals. The desk "
        "has the names.",
    ),
    several=_("mail_subject_deadlines_several", default="${count} deadlines"),
    belongs_to=REQUESTS,
)
CRITERIA = MailKind(
    "criteria_notice",
    subject=_("mail_subject_criteria", default="Notice of criteria: ${title}"),
    lead=_(
        "mail_lead_criteria",
        default="Each year your commune tells its people who may become a legal propagandist "
        "and how to volunteer. When it is done, note the day and the place, which takes a minute.",
    ),
    belongs_to=REQUESTS,
)
LINE = _("mail_deadline_line", default="${duty}: ${count}, last day ${day}")
CRITERIA_LINE = _("mail_criteria_line", default="${unit}, by ${day}")
REMINDED_BEFORE = 7
"""Days before its end on which the month's notice is reminded of."""


def duty_notices(
    section: Any, days: Collection[date]
) -> Iterator[Notice | DeliveryProblem]:
    """Return a mail to each keeper for each kind of duty and day that some days remind of.

    Numbers, no names: mail goes through many hands.
    """
    found = Counter(
        (one.kind, one.day)
        for one in open_deadlines(section)
        if one.kind != HEAR and is_reminded(one, days)
    )
    lines = [
        (duty_line(kind, count, day), "#pbgdpl-deadlines")
        for (kind, day), count in sorted(found.items(), key=lambda one: one[0][1])
    ]
    about = "deadlines of the register"
    return to_keepers(section, DEADLINES, "@@pbgdpl-review", lines, about)


def is_reminded(deadline: Deadline, days: Collection[date]) -> bool:
    """Return whether a deadline is the next working day of one of the days, or was the day before."""
    return any(due_day(day, 1) == deadline.day for day in days) or any(
        (day - deadline.day).days == 1 for day in days
    )


def duty_line(kind: str, count: int, day: date) -> str:
    """Return what is to be done, how often and by when, in the portal's language."""
    language = api.portal.get_default_language()
    words = {
        "duty": translate(DUTIES[kind], target_language=language),
        "count": str(count),
        "day": format_day(day),
    }
    return translate(Message(LINE, mapping=words), target_language=language)


def criteria_notices(section: Any, days: Collection[date]) -> Iterator[Notice]:
    """Yield the mails to communes that have not given notice, on the days that remind of it."""
    years = {day.year for day in days if day in reminding_days(day.year)}
    for year in sorted(years):
        for one in notices_of(section, year):
            if one.noted is None:
                yield from commune_notices(one.unit, year)


def reminding_days(year: int) -> tuple[date, ...]:
    """Return the first day of the month of the notice, and one near its end."""
    last = last_day(year)
    return last.replace(day=1), last.replace(day=last.day - REMINDED_BEFORE)


def commune_notices(unit: Any, year: int) -> Iterator[Notice]:
    """Yield the mails to the people of a commune."""
    language = api.portal.get_default_language()
    words = {"unit": unit.Title(), "day": format_day(last_day(year))}
    title = translate(Message(CRITERIA_LINE, mapping=words), target_language=language)
    for person in unit_people(unit):
        yield Notice(
            kind=CRITERIA.name,
            recipient=person,
            title=title,
            url=public_url(unit, "@@pbgdpl-criteria-notice"),
            desk_url=public_url(unit, "@@pbgdpl-review"),
            unit=unit.Title(),
        )
