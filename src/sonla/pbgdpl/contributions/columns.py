"""The columns of the table: one definition for page, sorting and workbook."""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.contributions.counting import UnitFigures
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column; `value` reads its cell, None where there is nothing."""

    id: str
    title: Any
    value: Callable[[UnitFigures], Any]


COLUMNS = (
    Column("unit", _("label_column_unit", default="Unit"), lambda row: row.title),
    Column("sent", _("label_column_sent", default="Sent"), lambda row: row.sent),
    Column(
        "returned",
        _("label_column_returned", default="Returned (times)"),
        lambda row: row.returned,
    ),
    Column(
        "published",
        _("label_column_published", default="Published"),
        lambda row: row.published,
    ),
    Column(
        "days",
        _("label_column_days", default="Median days to approval"),
        lambda row: row.median_days,
    ),
    Column(
        "last",
        _("label_column_last", default="Last contribution"),
        lambda row: row.last,
    ),
    Column(
        "silent",
        _("label_column_silent", default="Silent for (days)"),
        lambda row: row.silent_days,
    ),
)
BY_ID = {column.id: column for column in COLUMNS}


def sort_rows(rows: Iterable[UnitFigures], order: str) -> list[UnitFigures]:
    """Sort by a column, downwards if `order` starts with a hyphen.

    Rows without a value come last either way; equal rows stand by the unit's name.
    """
    column = BY_ID.get(order.removeprefix("-"), COLUMNS[0])
    rows = sorted(rows, key=lambda row: name_key(row.title))
    filled = [row for row in rows if column.value(row) not in (None, "")]
    empty = [row for row in rows if column.value(row) in (None, "")]
    filled.sort(key=lambda row: _key(column, row), reverse=order.startswith("-"))
    return [*filled, *empty]


def name_key(name: str) -> tuple[str, str]:
    """Sort Vietnamese names by their letters, then by their accents."""
    return fold_name(name), name.lower()


def _key(column: Column, row: UnitFigures) -> Any:
    value = column.value(row)
    return name_key(value) if isinstance(value, str) else value
