"""The kinds of period for which the state's statistics are made.

Circular 03/2019/TT-BTP knows three, which are never mixed: six months, the year with an
estimate of what is still to come, and the year as it was. Their days stand in the forms.
"""

from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from typing import Any

SIX_MONTHS, YEAR, OFFICIAL = "six_months", "year", "official"
KINDS = (SIX_MONTHS, YEAR, OFFICIAL)
TITLES: dict[str, Any] = {
    SIX_MONTHS: _("period_kind_six_months", default="Six months"),
    YEAR: _("period_kind_year", default="Year"),
    OFFICIAL: _("period_kind_official", default="Official year"),
}
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

    @property
    def has_estimate(self) -> bool:
        """Whether a part of the period is estimated."""
        return self.actual_until != self.last

    def of(self, year: int) -> "Period":
        """Return the period of a year."""
        return Period(
            self.kind,
            year,
            day_in(year, self.first),
            day_in(year, self.last),
            day_in(year, self.actual_until),
            {level: day_in(year, text) for level, text in self.deadlines.items()},
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

    @property
    def key(self) -> str:
        """The period for indexes and addresses."""
        return f"{self.kind}|{self.year}"


def day_in(year: int, text: str) -> date:
    """Read a day of a year; raises ValueError for what is none."""
    if text.startswith(NEXT_YEAR):
        return day_in(year + 1, text.removeprefix(NEXT_YEAR))
    return date.fromisoformat(f"{year:04}-{text}")
