"""The rows of an import: previewed in words, refused as a file, asked for as an empty list."""

from collections.abc import Iterator
from collections.abc import Mapping
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.tables.table import CellWithoutValue
from sonla.pbgdpl.people.append_only import name_of
from sonla.pbgdpl.people.importing.columns import PERSON_COLUMNS
from sonla.pbgdpl.people.importing.columns import RECOGNITION_COLUMNS
from sonla.pbgdpl.people.importing.columns import title_of
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import CellProblem
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.pages.import_corrections import shown_cell
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zope.i18n import translate


def line_of(
    row: ImportRow, plan: Plan, titles: Mapping[str, str], request: Any, editing: bool
) -> dict[str, Any]:
    """Put a row into words; `titles` are the headings of the file.

    Its cells are all columns that are taken, in the order of the file, its problems pairs of
    column and what is wrong, `url` leads to who is in the register already.
    Wrong cells can be typed anew, all of them in a row that is being edited.
    """
    recognition = row.recognition
    wrong = {problem.column for problem in row.problems}
    whole = editing or (bool(wrong) and not wrong.intersection(plan.columns.values()))
    line = plan.line(row.number)
    cells = [
        {
            "field": f"cell-{row.number}-{at}",
            "title": titles.get(name, ""),
            "text": shown_cell(line.cell(at)),
            "editable": whole or name in wrong,
            "wrong": name in wrong,
        }
        for at, name in plan.columns.items()
    ]
    parts = (
        recognition.get("decision_number"),
        format_day(recognition.get("decision_date")),
    )
    return {
        "number": row.number,
        "cells": cells,
        "refused": row.status == REFUSED,
        "recognition": name_of(recognition),
        "decision": ", ".join(filter(None, parts)),
        "problems": [problem_words(one, titles, request) for one in row.problems],
        "notes": row.notes,
        "url": url_of(row.known_path),
    }


def problem_words(
    problem: CellProblem, titles: Mapping[str, str], request: Any
) -> tuple[str, str]:
    """Name the column as the file does, else as the form of a person does."""
    title = titles.get(problem.column, "")
    if problem.column and not title:
        title = translate(title_of(problem.column), context=request)
    return title, translate(problem.message, context=request)


def url_of(path: str) -> str:
    """Return the address of a path of the catalog."""
    if not path:
        return ""
    return api.portal.get().REQUEST.physicalPathToURL(path.split("/"))


REFUSED_STEM = "dong-can-sua"
ROW = _("label_row_of_file", default="Row of the file")
REASON = _("label_to_be_corrected", default="To be corrected")
REFUSED_ROWS = AuditAction(
    "refused_rows",
    _("log_refused_rows", default="Downloaded rows to be corrected"),
    DATA,
    {"format": FORMAT},
)


def offer_refused(request: Any, plan: Plan, kind: str) -> bytes:
    """Answer with the file, and note that personal data was handed out."""
    header = [*plan.headings, *(translate(t, context=request) for t in (ROW, REASON))]
    rows = list(refused_rows(request, plan))
    log.note(
        REFUSED_ROWS.name,
        plan.choices.portal_type,
        plan.container,
        len(rows),
        format=kind,
    )
    if kind == "csv":
        return offer_csv(request, REFUSED_STEM, header, rows)
    title = translate(REASON, context=request)
    return offer_workbook(
        request,
        REFUSED_STEM,
        name=title,
        title=title,
        subtitle=plan.container.Title(),
        header=header,
        rows=rows,
    )


def refused_rows(request: Any, plan: Plan) -> Iterator[list[Any]]:
    """Yield the cells of each refused row, the number of the row and the reasons."""
    titles = {name: plan.headings[at] for at, name in plan.columns.items()}
    lines = {line.number: line for line in plan.table.lines}
    for row in plan.having(REFUSED):
        line = lines[row.number]
        cells = [
            str(cell) if isinstance(cell := line.cell(at), CellWithoutValue) else cell
            for at in range(plan.table.width)
        ]
        pairs = (problem_words(one, titles, request) for one in row.problems)
        reasons = "\n".join(": ".join(filter(None, pair)) for pair in pairs)
        yield [*cells, row.number, reasons]


SAMPLE_STEM = "danh-sach-mau"
LEFT_OUT = (
    "person_id",
    "home_address",
    "ended_on",
    "end_kind",
    "end_reason",
    "end_decision",
)
"""Columns that a new list rarely has; the import takes them all the same."""
COLUMNS = tuple(
    name for name in (*PERSON_COLUMNS, *RECOGNITION_COLUMNS) if name not in LEFT_OUT
)
TITLE = _("heading_import_sample", default="List of people")
HELP = _(
    "help_import_sample",
    default="One row a person, days as day/month/year. Columns that you don't need may be removed.",
)


def offer_sample(request: Any) -> bytes:
    """Answer with the workbook."""
    title = translate(TITLE, context=request)
    return offer_workbook(
        request,
        SAMPLE_STEM,
        name=title,
        title=title,
        subtitle=translate(HELP, context=request),
        header=[translate(title_of(name), context=request) for name in COLUMNS],
        rows=[],
    )
