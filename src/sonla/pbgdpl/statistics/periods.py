"""The periods for which the state's statistics are made.

Their kinds belong to a version of a form, days and names with it, and are never mixed:
Circular 03/2019/TT-BTP knows six months, the year with an estimate of what is still to come,
and the year as it was; its successor, Circular 17/2025/TT-BTP, calls and ends them otherwise.
"""

from dataclasses import dataclass
from datetime import date

FULL_YEAR = ("01-01", "12-31")
NEXT_YEAR = "next-"
"""Stands before a day that lies in the year after the one reported."""

FIRST_YEAR = 2012
"""The year of the Law on legal dissemination and education, 14/2012/QH13."""
LAST_YEAR = 2999
UNIT_LEVEL, PROVINCE_LEVEL = "unit", "province"
LEVELS = (UNIT_LEVEL, PROVINCE_LEVEL)
"""Who reports: a unit to the province, the province to the ministry."""


@dataclass(frozen=True)
class PeriodKind:
    """The days of one kind of period, each as `MM-DD`, `next-MM-DD` a year later."""

    kind: str
    title: str
    """What the form calls it; stands in the titles of reports."""
    first: str
    last: str
    actual_until: str
    """The last day whose data are actual; what follows is estimated."""
    deadlines: dict[str, str]
    in_words: str = ""
    """How readers name it, with `${year}` where the year stands; empty: title and year."""

    @property
    def has_estimate(self) -> bool:
        """Whether a part of the period is estimated."""
        return self.actual_until != self.last

    @property
    def is_full_year(self) -> bool:
        """Whether it tells a whole year as it was."""
        return (self.first, self.last) == FULL_YEAR and not self.has_estimate

    def of(self, year: int) -> "Period":
        """Return the period of a year."""
        return Period(
            self.kind,
            year,
            day_in(year, self.first),
            day_in(year, self.last),
            day_in(year, self.actual_until),
            {level: day_in(year, text) for level, text in self.deadlines.items()},
            (self.in_words or f"{self.title} ${{year}}").replace("${year}", str(year)),
        )


@dataclass(frozen=True)
class Period:
    """One period: its days are inclusive; `deadlines` are by level."""

    kind: str
    year: int
    first: date
    last: date
    actual_until: date
    deadlines: dict[str, date]
    title: str
    """What readers call it, with the year."""

    @property
    def key(self) -> str:
        """The period for indexes and addresses."""
        return f"{self.kind}|{self.year}"


def day_in(year: int, text: str) -> date:
    """Read a day of a year; raises ValueError for what is none."""
    if text.startswith(NEXT_YEAR):
        return day_in(year + 1, text.removeprefix(NEXT_YEAR))
    return date.fromisoformat(f"{year:04}-{text}")
