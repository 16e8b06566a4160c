"""The printed report of a statistics report: heading, table, notes, and facts for programs."""

from collections.abc import Iterator
from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.paper.report_notes import notes_of
from sonla.pbgdpl.statistics.paper.report_presentation import form_lines
from sonla.pbgdpl.statistics.paper.report_presentation import PaperWords
from sonla.pbgdpl.statistics.paper.report_presentation import period_lines
from sonla.pbgdpl.statistics.paper.report_presentation import presentation_of
from sonla.pbgdpl.statistics.paper.report_presentation import say
from sonla.pbgdpl.statistics.paper.report_table import sheet_columns
from sonla.pbgdpl.statistics.paper.report_table import sheet_rows
from sonla.pbgdpl.statistics.paper.report_table import shown
from sonla.pbgdpl.statistics.paper.report_table import stub_of
from sonla.pbgdpl.statistics.paper.report_table import unit_words
from sonla.pbgdpl.statistics.paper.sheet import printable
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.query import revision_of
from typing import Any

SCHEMA = "pbgdpl-report/1"
DETAIL = "detail"


def sheet_of(
    report: Any,
    form: Form,
    period: Period,
    words: PaperWords,
    with_details: bool = True,
) -> Sheet:
    """Return the printed report; without the rows that the form calls details if asked to."""
    sums = totals(form, report.rows)
    gaps = lacking(form, sums)
    lines = printed_rows(form, with_details)
    numbers = shown(form, sums, by_key(report.rows))
    rows = tuple(sheet_rows(form, lines, numbers, gaps))
    estimates = tuple(estimated_rows(report, form, lines))
    facts = facts_of(report, form, period, words)
    return Sheet(
        presentation=presentation_of(words, form.presentation),
        labels=labels_of(form),
        form_lines=form_lines(form),
        title=printable(form.title),
        period_lines=period_lines(period),
        stub=stub_of(form),
        columns=tuple(sheet_columns(form)),
        rows=rows,
        estimates=estimates,
        notes=tuple(notes_of(report, form, period, rows, gaps)),
        facts=facts | ({"estimates_sheet": estimates_name()} if estimates else {}),
        orientation=form.presentation.orientation,
    )


def printed_rows(form: Form, with_details: bool) -> list[FormRow]:
    """List the rows that are printed; a form of nothing but details is printed whole."""
    details = with_details or all(row.printed == DETAIL for row in form.rows)
    return [
        row
        for row in form.rows
        if not row.repeats and (details or row.printed != DETAIL)
    ]


def estimated_rows(
    report: Any, form: Form, lines: Sequence[FormRow]
) -> Iterator[SheetRow]:
    """Yield the estimated part of the rows that have one."""
    if report.has_estimate():
        parts = values(form, report.rows, "estimate")
        for row in sheet_rows(form, lines, parts, {}):
            if any(cell.value for cell in row.cells):
                yield row


def labels_of(form: Form) -> dict[str, str]:
    """Return the words around the table, by name."""
    estimates = _(
        "paper_estimates", default="Of these, estimated for the rest of the period:"
    )
    return {
        "unit": unit_words(form),
        "estimates": say(estimates),
        "estimates_sheet": estimates_name(),
    }


def estimates_name() -> str:
    """Return how a workbook calls the sheet with the estimated part."""
    return say(_("label_cell_estimate", default="Estimate"))


def facts_of(
    report: Any, form: Form, period: Period, words: PaperWords
) -> dict[str, Any]:
    """Return what a program that reads the workbook has to know."""
    unit = unit_of(report)
    return {
        "schema": SCHEMA,
        "form": form.number or form.code,
        "form_slug": form.code,
        "form_version": form.version,
        "period": period.kind,
        "year": period.year,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "body": words.issuer,
        "body_code": (stored_value(unit, "code") or "") if unit is not None else "",
        "state": state_in_history(report),
        "revision": revision_of(report),
    }
