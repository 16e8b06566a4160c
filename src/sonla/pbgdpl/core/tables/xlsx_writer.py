"""Write tables as XLSX: real numbers and dates, and no text that runs as a formula.

Imported where a file is written: openpyxl takes a tenth of a second to load.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from io import BytesIO
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet
from sonla.pbgdpl.core.tables.table import without_unwritable
from typing import Any

DATE_FORMAT = "dd/mm/yyyy"
MIN_WIDTH, MAX_WIDTH = 8, 60
HEADER_ROW = 4
MAX_CELL_LENGTH = 32_767
"""Characters that a cell of a spreadsheet can hold."""

BOLD, LARGE = Font(bold=True), Font(bold=True, size=14)
WRAPPED, PLAIN = (Alignment(vertical="top", wrap_text=wrap) for wrap in (True, False))


def workbook(
    name: str,
    title: str,
    subtitle: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    total: Sequence[Any] = (),
) -> bytes:
    """Make a workbook of one sheet: title, period, header, rows and a line of totals.

    `name` is the sheet's. Cells are text, whole numbers, decimals, dates or None. Values
    are held, for the widths of columns are needed first; styled cells, which take ten
    times the room, are made one by one: lists of people are long.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", name)[:31])
    rows = [*rows, *([total] if total else [])]
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    fit_columns(sheet, header, rows)
    sheet.append([put(sheet, title, LARGE)])
    sheet.append([put(sheet, subtitle)])
    sheet.append([])
    sheet.append([put(sheet, cell, BOLD, WRAPPED) for cell in header])
    for row in rows:
        font = BOLD if total and row is total else None
        sheet.append(
            [
                put(sheet, cell, font, WRAPPED if isinstance(cell, str) else PLAIN)
                for cell in row
            ]
        )
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(
    sheet: Worksheet,
    value: Any,
    font: Font | None = None,
    alignment: Alignment | None = None,
) -> Cell:
    """Make a cell with the format of its value's type.

    Text is marked as text: openpyxl would store what starts with `=` as a formula, and
    the quote prefix keeps a spreadsheet from making one when the cell is edited.
    """
    cell = WriteOnlyCell(sheet)
    if font is not None:
        cell.font = font
    if alignment is not None:
        cell.alignment = alignment
    if isinstance(value, str):
        cell.value = without_unwritable(value)[:MAX_CELL_LENGTH]
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell
    if isinstance(value, datetime):
        # Spreadsheets know no time zones
        value = value.replace(tzinfo=None)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    elif isinstance(value, float):
        cell.number_format = "0.0"
    elif isinstance(value, int) and not isinstance(value, bool):
        cell.number_format = "#,##0"
    return cell


def fit_columns(
    sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set each column to the width of its longest cell below the titles, within reason."""
    widths = [len(str(cell)) for cell in header]
    for row in rows:
        for at, cell in enumerate(row[: len(widths)]):
            # A day is shown in ten characters, however it is stored
            length = 10 if isinstance(cell, date) else len(str(cell or ""))
            widths[at] = max(widths[at], length)
    for column, width in enumerate(widths, start=1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = min(max(width + 2, MIN_WIDTH), MAX_WIDTH)
