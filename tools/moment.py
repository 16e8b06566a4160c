"""Print the variables by which programs believe that it is another moment.

usage: moment.py MOMENT

A moment has one of the names below, or is written as 2027-01-31T17:00+07:00. From there the
clock goes on as it does, as for all programs that are started with what is printed.
"""

from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import sys

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
LIBRARY = "libfaketimeMT.so.1"
FOLDERS = ("/usr/lib", "/usr/lib64", "/usr/local/lib")
"""Where systems have it: Debian in faketime/ of the folder of its architecture."""


def midnight(year: int, month: int, day: int, **later: int) -> datetime:
    """Return a moment so long after a day begins in the province."""
    return datetime(year, month, day, tzinfo=PROVINCE) + timedelta(**later)


def leap_day(now: datetime) -> datetime:
    """Return the morning of the next 29 February."""
    year = now.year + 1
    while year % 4 or (year % 100 == 0 and year % 400):
        year += 1
    return midnight(year, 2, 29, hours=9)


MOMENTS: dict[str, Callable[[datetime], datetime]] = {
    "later": lambda now: now + timedelta(days=40),
    # In UTC, of which most portals of tests are, it is the last evening of the old year.
    "new-year": lambda now: midnight(now.year + 1, 1, 1, seconds=1),
    "january": lambda now: midnight(now.year + 1, 1, 2, hours=9),
    "leap-day": leap_day,
}


def moment_of(name: str, now: datetime) -> datetime:
    """Return the moment of a name, or that is written out; raises ValueError for neither."""
    if name in MOMENTS:
        return MOMENTS[name](now.astimezone(PROVINCE))
    moment = datetime.fromisoformat(name)
    return moment if moment.tzinfo else moment.replace(tzinfo=PROVINCE)


def find_library() -> Path | None:
    """Return where the library is that moves a clock."""
    found = (path for one in FOLDERS for path in Path(one).rglob(LIBRARY))
    return next(found, None)


def variables(library: Path, moment: datetime, now: datetime) -> dict[str, str]:
    """Return what programs read: how far away the moment is, the same for all of them.

    What only measures how long something takes stays: else sleeping threads would not wake.
    """
    return {
        "FAKETIME": f"{round((moment - now).total_seconds()):+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "LD_PRELOAD": str(library),
    }


def main(arguments: list[str]) -> int:
    """Print them as `env` takes them; return 1 where that is impossible."""
    now = datetime.now(UTC)
    try:
        moment = moment_of("".join(arguments), now)
    except ValueError:
        print(
            f"MOMENT is none: one of {', '.join(MOMENTS)}, or such as 2027-01-31T17:00.",
            file=sys.stderr,
        )
        return 1
    library = find_library()
    if library is None:
        print(
            f"{LIBRARY} is not there: install libfaketime, such as by apt-get.",
            file=sys.stderr,
        )
        return 1
    print(
        *(f"{name}={value}" for name, value in variables(library, moment, now).items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
