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
"""Who reports: a unit to the province, the province to the ministry."""
COMMUNE, BODY = "commune", "body"
PARTIES = (BODY, COMMUNE)
"""The parties that units are: bodies of the province, communes."""
ROLES = {
    UNIT_LEVEL: (COMMUNE, BODY, "reporter", "province"),
    PROVINCE_LEVEL: ("province", "reporter", BODY, COMMUNE),
}
"""Level → the parties of a form whose deadline holds for it, the first that has one."""


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
    """By the party that reports, as far as they are known."""
    estimate: str = "unknown"
    """Whether what follows is estimated: yes, no, or unknown."""
    in_words: str = ""
    """How readers name it, with `${year}` where the year stands; empty: title and year."""

    @property
    def has_estimate(self) -> bool:
        """Whether a part of the period is estimated."""
        return self.estimate == "yes" or self.actual_until != self.last

    @property
    def is_full_year(self) -> bool:
        """Whether it tells a whole year as it was."""
        return (self.first, self.last) == FULL_YEAR and not self.has_estimate

    def deadlines_in(self, year: int) -> dict[str, date]:
        """Return the deadlines of parties, and of the two levels that reports have here."""
        found = {role: day_in(year, text) for role, text in self.deadlines.items()}
        for level, roles in ROLES.items():
            known = [found[role] for role in roles if role in found]
            if known:
                found[level] = known[0]
        return found

    def of(self, year: int) -> "Period":
        """Return the period of a year."""
        return Period(
            self.kind,
            year,
            day_in(year, self.first),
            day_in(year, self.last),
            day_in(year, self.actual_until),
            self.deadlines_in(year),
            (self.in_words or f"{self.title} ${{year}}").replace("${year}", str(year)),
        )


@dataclass(frozen=True)
class Period:
    """One period: its days are inclusive; `deadlines` are by party and by level."""

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

    @property
    def is_calendar_year(self) -> bool:
        """Whether its days are those of its year."""
        year = (day_in(self.year, text) for text in FULL_YEAR)
        return (self.first, self.last) == tuple(year)

    def until(self, day: date) -> date | None:
        """Return the day up to which it can be told while it goes on; None once it is over."""
        return day if day <= self.last else None

    def has_equal_span(self, former: "Period") -> bool:
        """Return whether a period of the year before has the same days."""
        return (former.first, former.last) == (
            year_before(self.first),
            year_before(self.last),
        )


def year_before(day: date) -> date:
    """Return the same day a year before; of 29 February that of the 28th, as that year has no other."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def day_in(year: int, text: str) -> date:
    """Read a day of a year; raises ValueError for what is none."""
    if text.startswith(NEXT_YEAR):
        return day_in(year + 1, text.removeprefix(NEXT_YEAR))
    return date.fromisoformat(f"{year:04}-{text}")
