"""Make the table of Vietnam's public holidays, which the working days of questions leave out.

Run at development time only, in an environment with the package `holidays` (MIT), for instance

    python3.13 -m venv holidays-env && holidays-env/bin/pip install holidays
    holidays-env/bin/python tools/public_holidays.py

It knows the lunar calendar, and what the government decided year by year. The days it writes
are shipped; the package, which has those of all countries and caps what Plone needs itself, is
never needed at run time. Run it anew when a year is decided otherwise than it was foreseen.
"""

from holidays import country_holidays
from pathlib import Path

YEARS = range(2024, 2051)
TABLE = (
    Path(__file__).parent.parent / "src/sonla/pbgdpl/questions/data/public_holidays.csv"
)


def main() -> None:
    """Write day and name, one day a line."""
    days = country_holidays("VN", years=YEARS, language="vi")
    lines = [f"{day.isoformat()},{name}" for day, name in sorted(days.items())]
    TABLE.write_text("\n".join(["day,name", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
