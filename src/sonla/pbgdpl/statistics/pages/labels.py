"""Numbers and names of statistics as people read them."""

from decimal import Decimal
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import group_number
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.formulas import Amount

UNKNOWN = "–"
HIDDEN = "…"
"""What the public doesn't see; `help_hidden_figures` says why."""

SOURCE_TITLES = {
    "records": _("statistics_source_records", default="Counted from approved records"),
    "reports": _("statistics_source_reports", default="Approved reports of the units"),
}


def state_title(state: str) -> str:
    """Return the title of a state of reports, a message."""
    return title_in((STATISTICS_WORKFLOW,), state)


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
