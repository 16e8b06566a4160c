"""Working days in Vietnam: without weekends and public holidays, as the settings mend them.

Public holidays stand in a table (Labour Code 45/2019/QH14, Article 112, and the government's
decisions year by year), made by ``tools/public_holidays.py``. Tết moves, and what the government
adds or swaps for a year is often decided late: administrators enter it themselves.
"""

from csv import DictReader
from datetime import date
from datetime import timedelta
from functools import cache
from importlib.resources import files
from sonla.pbgdpl.questions.settings import get_question_settings

SATURDAY = 5


def due_day(start: date, working_days: int | None = None) -> date:
    """Return the last day on which something that came in on a day is answered in time.

    The day on which it came in doesn't count (Civil Code 91/2015/QH13, Article 147).
    `working_days`: those of the settings unless they are given.
    """
    left = (
        get_question_settings().working_days if working_days is None else working_days
    )
    off, worked = own_days()
    day = start
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, off, worked)
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first` up to and with `last`; negative backwards."""
    if last < first:
        return -working_days_between(last, first)
    off, worked = own_days()
    days = (last - first).days
    return sum(
        is_working_day(first + timedelta(days=number), off, worked)
        for number in range(1, days + 1)
    )


def is_working_day(
    day: date, off: frozenset[date] | None = None, worked: frozenset[date] | None = None
) -> bool:
    """Return whether offices work on a day; the days of the settings unless they are told."""
    if off is None or worked is None:
        off, worked = own_days()
    if day in worked:
        return True
    if day in off or day.weekday() >= SATURDAY:
        return False
    return day not in public_holidays()


def own_days() -> tuple[frozenset[date], frozenset[date]]:
    """Return the further days off, and the weekend days worked instead, of the settings."""
    settings = get_question_settings()
    return read(settings.days_off), read(settings.days_worked)


def read(values: list[str] | None) -> frozenset[date]:
    """Read days of the settings."""
    return frozenset(map(date.fromisoformat, values or ()))


@cache
def public_holidays() -> frozenset[date]:
    """Return the public holidays of the years for which the lunar calendar was computed."""
    table = files("sonla.pbgdpl.questions") / "data" / "public_holidays.csv"
    rows = DictReader(table.read_text(encoding="utf-8").splitlines())
    return frozenset(date.fromisoformat(row["day"]) for row in rows)
