"""What stands below the table of a printed report: gaps, notes of cells, versions."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import DRAFT
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.paper.report_presentation import say
from sonla.pbgdpl.statistics.paper.report_table import column_code
from sonla.pbgdpl.statistics.paper.sheet import MAX_TEXT
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.query import is_province_report
from sonla.pbgdpl.statistics.query import report_key
from sonla.pbgdpl.statistics.query import reporting_status
from sonla.pbgdpl.statistics.query import revision_of
from typing import Any

MAX_NAMED = 20
"""Rows or units that a note names; of more it says how many."""


def notes_of(
    report: Any,
    form: Form,
    period: Period,
    rows: Sequence[SheetRow],
    gaps: Mapping[CellKey, Sequence[CellKey]],
) -> Iterator[str]:
    """Yield the lines below the table."""
    for note in form.notes:
        yield f"{note.mark} {note.text}".strip()
    if any(cell.is_rounded for row in rows for cell in row.cells):
        yield say(
            _(
                "paper_rounded",
                default="Each amount is rounded by itself; sums may differ in the last digit.",
            )
        )
    if period.until(today()) is not None:
        yield say(
            _(
                "paper_period_goes_on",
                default="The period was not over when this was printed: it ends on ${day}.",
            ),
            day=format_day(period.last),
        )
    if period.actual_until != period.last:
        yield say(
            _(
                "paper_actual_until",
                default="Numbers are actual until ${day}; what follows is estimated.",
            ),
            day=format_day(period.actual_until),
        )
    yield from gap_notes(form, gaps)
    if gaps and (reason := sending_comment(report)):
        yield say(
            _("paper_sent_incomplete", default="Sent incomplete because: ${reason}"),
            reason=reason,
        )
    yield from missing_units(report, period)
    yield from cell_notes(report, form)
    yield from version_notes(report)
    if form.status == DRAFT:
        yield say(
            _(
                "paper_unchecked",
                default="The form was not compared with the circular yet.",
            )
        )


def gap_notes(form: Form, gaps: Mapping[CellKey, Sequence[CellKey]]) -> Iterator[str]:
    """Yield which cells lack in totals: rows that lack the same columns together."""
    unknown = {cell for cells in gaps.values() for cell in cells}
    together: dict[tuple[str, ...], list[str]] = {}
    for row in form.rows:
        codes = tuple(
            column_code(form, column)
            for column in form.columns
            if (row.id, column.id) in unknown
        )
        if codes:
            together.setdefault(codes, []).append(row.title)
    for codes, titles in together.items():
        yield say(
            _(
                "paper_gap",
                default="(*) Not complete, without: ${rows} – columns ${columns}.",
            ),
            rows=named(titles),
            columns=", ".join(codes),
        )


def named(titles: Sequence[str], sign: str = ", ") -> str:
    """Name some, and say how many more there are."""
    words = sign.join(titles[:MAX_NAMED])
    more = len(titles) - MAX_NAMED
    if more <= 0:
        return words
    return say(
        _("paper_and_more", default="${words} and ${number} more"),
        words=words,
        number=str(more),
    )


def sending_comment(report: Any) -> str:
    """Return what was said when the report was last sent."""
    steps = [
        step
        for step in history_of(report, STATISTICS_WORKFLOW)
        if step.get("action") == "submit"
    ]
    return str(steps[-1].get("comments") or "") if steps else ""


def missing_units(report: Any, period: Period) -> Iterator[str]:
    """Yield which units the province's report lacks."""
    if not is_province_report(report):
        return
    key = report_key(report.form_code, period)
    units = reporting_status(section_of(report), key, period)
    without = [one.unit.Title() for one in units if one.is_in_force is None]
    if without:
        yield say(
            _(
                "paper_missing_units",
                default="Sums ${number} of ${all} units; no approved report of: ${units}.",
            ),
            number=str(len(units) - len(without)),
            all=str(len(units)),
            units=named(without),
        )


def cell_notes(report: Any, form: Form) -> Iterator[str]:
    """Yield the notes of cells, those of the same words together, and texts that have no room."""
    columns = {column.id: column_code(form, column) for column in form.columns}
    together: dict[str, dict[str, list[str]]] = {}
    for (row, column), cell in by_key(report.rows).items():
        text = cell.get("text") or ""
        for note in (text if len(text) > MAX_TEXT else "", cell.get("note") or ""):
            if note:
                rows = together.setdefault(note, {})
                rows.setdefault(row, []).append(columns[column])
    for note, rows in together.items():
        cells = [
            say(
                _("paper_cells", default="${row}, column ${columns}"),
                row=form.row_by_id[row].title,
                columns=", ".join(codes),
            )
            for row, codes in rows.items()
        ]
        yield say(
            _("paper_note", default="${cells}: ${note}"),
            cells=named(cells, "; "),
            note=note,
        )


def version_notes(report: Any) -> Iterator[str]:
    """Yield which version it is and why, and that it may still change."""
    revision, reason = revision_of(report), stored_value(report, "reason")
    if revision > 1:
        yield say(
            _(
                "paper_version",
                default="Version ${number}. Corrected because: ${reason}",
            ),
            number=str(revision),
            reason=reason or "",
        )
    if state_in_history(report) != LOCKED:
        yield say(
            _(
                "paper_not_locked",
                default="The report is not locked; numbers may change.",
            )
        )
