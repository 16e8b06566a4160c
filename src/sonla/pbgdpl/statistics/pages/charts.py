"""Bars as SVG, made here: no script, no request to anybody.

A chart repeats what a table beside it says, so it is an image with one short name for
somebody who can't see it.
"""

from collections.abc import Sequence
from html import escape
from sonla.pbgdpl.statistics.pages.labels import number

ROW, BAR, LABEL, WIDTH, VALUE = 34, 12, 14, 360, 84
MAX_BARS = 30
"""Bars in one chart; more are no picture."""

Bars = Sequence[tuple[str, int]]
"""Name and number of each bar."""


def bar_chart(name: str, bars: Bars) -> str:
    """Draw horizontal bars, each below its name; '' where there is nothing to compare."""
    bars = list(bars)[:MAX_BARS]
    largest = max((value for _title, value in bars), default=0)
    if not largest:
        return ""
    height = ROW * len(bars)
    drawn = "".join(
        _bar(title, value, at, largest) for at, (title, value) in enumerate(bars)
    )
    return (
        f'<svg class="pbgdpl-chart" role="img" aria-label="{escape(name)}"'
        f' viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"{drawn}</svg>"
    )


def _bar(title: str, value: int, at: int, largest: int) -> str:
    top = at * ROW
    length = max(round(value / largest * (WIDTH - VALUE)), 1 if value else 0)
    return (
        f'<text x="0" y="{top + LABEL - 2}" class="pbgdpl-chart-name">'
        f"{escape(shortened(title))}</text>"
        f'<rect x="0" y="{top + LABEL + 2}" width="{length}" height="{BAR}"></rect>'
        f'<text x="{length + 5}" y="{top + LABEL + BAR}" class="pbgdpl-chart-value">'
        f"{number(value)}</text>"
    )


def shortened(title: str, most: int = 52) -> str:
    """Cut a long name: the table has the whole of it."""
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
