"""Numbers and names of statistics as people read them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import group_number
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.counting import options_needed
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.periods import Period
from zope.i18nmessageid import Message

UNKNOWN = "–"
HIDDEN = "…"
"""What the public doesn't see; `help_hidden_figures` says why."""

SOURCE_TITLES = {
    "records": _("statistics_source_records", default="Counted from approved records"),
    "reports": _("statistics_source_reports", default="Approved reports of the units"),
}


def option_notes(form: Form | None) -> Iterator[Message]:
    """Yield which options would count cells of a form and are off here: these cells aren't 0."""
    options = dict(all_options())
    for name in () if form is None else options_needed(form):
        title = options[name].title if name in options else name
        yield Message(OPTION_NEEDED, mapping={"option": title})


def state_title(state: str) -> str:
    """Return the title of a state of reports, a message."""
    return title_in((STATISTICS_WORKFLOW,), state)


OPTION_NEEDED = _(
    "msg_option_needed",
    default="“${option}” is switched off in this portal. What it counts has no figure here; numbers that were typed stay. An administrator switches it on under “Functions”.",
)
YEAR_UNTIL = _("period_year_until", default="Year ${year}, until ${day}")
PERIOD_UNTIL = _("period_until", default="${period}, until ${day}")
YEAR_TO_COME = _("period_year_to_come", default="Year ${year}, still to come")
PERIOD_TO_COME = _("period_to_come", default="${period}, still to come")
YEAR_GOES_ON = _("period_year_goes_on", default="Year ${year}, not over yet")
PERIOD_GOES_ON = _("period_goes_on", default="${period}, not over yet")
HEADING_UNTIL = _("heading_year_until", default="${year}, until ${day}")


def period_words(period: Period, day: date, counted: bool = False) -> str:
    """Name a period as it stands on a day: one that goes on is never called whole.

    What is `counted` is told until the day; what is reported may be estimated beyond it.
    """
    until = period.until(day)
    if until is None:
        return period.title
    whole, other = YEAR_GOES_ON, PERIOD_GOES_ON
    if counted:
        whole, other = YEAR_UNTIL, PERIOD_UNTIL
    if until < period.first:
        whole, other = YEAR_TO_COME, PERIOD_TO_COME
    words = {
        "year": str(period.year),
        "period": period.title,
        "day": short_day(until),
    }
    message = whole if period.is_calendar_year else other
    return str(api.portal.translate(Message(message, mapping=words)))


def heading_of(figures: Overview) -> str:
    """Write the year of figures, with the day up to which they are told."""
    year = str(figures.period.year)
    if figures.until is None or not figures.has_begun:
        return year
    words = {"year": year, "day": short_day(figures.until)}
    return str(api.portal.translate(Message(HEADING_UNTIL, mapping=words)))


def short_day(day: date) -> str:
    """Write day and month, of a year that stands beside."""
    return f"{day:%d/%m}"


def number(value: Amount | None) -> str:
    """Write a number as Vietnamese do; a dash for one that nobody knows."""
    return UNKNOWN if value is None else group_number(value)


def change(now: Amount | None, before: Amount | None) -> str:
    """Write by how much a number changed, with its sign; with per cent where it can be."""
    if now is None or before is None:
        return UNKNOWN
    difference = Decimal(now) - Decimal(before)
    if not difference:
        return number(0)
    sign = "+" if difference > 0 else "−"
    words = f"{sign}{number(abs(difference))}"
    if before:
        percent = f"{abs(difference) / Decimal(before) * 100:.1f}".replace(".", ",")
        words = f"{words} ({sign}{percent}%)"
    return words
