"""The file of refused rows: as they came, with what is wrong, to be corrected and sent again."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.browser.register.rows import problem_words
from sonla.pbgdpl.core.tables.table import Odd
from sonla.pbgdpl.register.importing.plan import Plan
from sonla.pbgdpl.register.importing.rows import REFUSED
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zope.i18n import translate

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
        cells = [cell_words(line.cell(at)) for at in range(plan.table.width)]
        told = (problem_words(one, titles, request) for one in row.problems)
        reasons = "\n".join(": ".join(filter(None, pair)) for pair in told)
        yield [*cells, row.number, reasons]


def cell_words(cell: Any) -> Any:
    """Return a cell as it came; a formula as the text that it is."""
    return str(cell) if isinstance(cell, Odd) else cell
