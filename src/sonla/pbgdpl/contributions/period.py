"""The period that figures are asked for, as it stands in the address."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import parse_int
from typing import Any

ROMAN = ("I", "II", "III", "IV")
FIRST_YEAR = 2000
LAST_YEAR = 2999


class BadPeriod(ValueError):
    """Raised with what is wrong with the dates asked for; `args[0]` is a message."""


@dataclass(frozen=True)
class ContributionPeriod:
    """A period in days of the portal's calendar; both ends are inclusive."""

    part: str
    first: date
    last: date

    @property
    def title(self) -> Any:
        if self.part == "dates":
            return _(
                "label_period_dates",
                default="From ${first} to ${last}",
                mapping={
                    "first": format_day(self.first),
                    "last": format_day(self.last),
                },
            )
        year = str(self.first.year)
        if self.part == "year":
            return _(
                "label_period_year", default="Year ${year}", mapping={"year": year}
            )
        number = int(self.part[1:])
        if self.part.startswith("q"):
            return _(
                "label_period_quarter",
                default="Quarter ${quarter}, ${year}",
                mapping={"quarter": ROMAN[number - 1], "year": year},
            )
        return _(
            "label_period_month",
            default="Month ${month}, ${year}",
            mapping={"month": str(number), "year": year},
        )

    def contains(self, moment: datetime) -> bool:
        """Return whether a moment of the portal's time zone falls into the period."""
        return self.first <= moment.date() <= self.last

    def limits(self, zone: Any) -> tuple[datetime, datetime]:
        """Return the first moment of the period and the first one after it."""
        after = self.last + timedelta(days=1)
        return (
            datetime.combine(self.first, time.min, tzinfo=zone),
            datetime.combine(after, time.min, tzinfo=zone),
        )


def parts() -> list[tuple[str, Any]]:
    """List the choices of the form: value in the address and title."""
    months = [
        (
            f"m{number}",
            _("label_month", default="Month ${month}", mapping={"month": str(number)}),
        )
        for number in range(1, 13)
    ]
    quarters = [
        (
            f"q{number}",
            _(
                "label_quarter",
                default="Quarter ${quarter}",
                mapping={"quarter": ROMAN[number - 1]},
            ),
        )
        for number in range(1, 5)
    ]
    return [
        *months,
        *quarters,
        ("year", _("label_whole_year", default="Whole year")),
        ("dates", _("label_free_dates", default="From … to …")),
    ]


def read_period(form: dict[str, Any], today: date) -> ContributionPeriod:
    """Read the period from the address; without one it is the present month.

    Raises BadPeriod for free dates that are missing, malformed or the wrong way round.
    """
    part = str(form.get("part", ""))
    if part == "dates":
        return _free(str(form.get("from", "")), str(form.get("to", "")))
    year = read_year(form, today)
    if part == "year":
        return ContributionPeriod(part, date(year, 1, 1), date(year, 12, 31))
    known = {name for name, title in parts()}
    if part not in known:
        part = f"m{today.month}"
    number = int(part[1:])
    first, last = (number, number) if part[0] == "m" else (3 * number - 2, 3 * number)
    return ContributionPeriod(
        part, date(year, first, 1), date(year, last, monthrange(year, last)[1])
    )


def read_year(form: dict[str, Any], today: date) -> int:
    """Read the year from the address; nonsense is the present year."""
    year = parse_int(form.get("year"), today.year)
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year


def _free(first: str, last: str) -> ContributionPeriod:
    try:
        period = ContributionPeriod(
            "dates", date.fromisoformat(first), date.fromisoformat(last)
        )
    except ValueError as error:
        raise BadPeriod(
            _("msg_dates_missing", default="Give both dates of the period.")
        ) from error
    if period.last < period.first:
        raise BadPeriod(
            _(
                "msg_dates_reversed",
                default="The period ends before it starts.",
            )
        )
    return period
