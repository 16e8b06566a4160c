"""Write tables as XLSX: real numbers and dates, and no text that runs as a formula."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet
from typing import Any

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT = "dd/mm/yyyy"
WIDEST = 60
HEADER_ROW = 4


def workbook(
    name: str,
    title: str,
    subtitle: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    total: Sequence[Any] = (),
) -> bytes:
    """Make a workbook of one sheet: title, period, header, rows and a line of totals.

    `name` is the sheet's. Cells are text, whole numbers, decimals, dates or None.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = INVALID_TITLE_REGEX.sub(" ", name)[:31]
    put(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    put(sheet.cell(2, 1), subtitle)
    write_row(sheet, HEADER_ROW, header, bold=True)
    at = HEADER_ROW
    for at, row in enumerate(rows, start=HEADER_ROW + 1):
        write_row(sheet, at, row)
    if total:
        write_row(sheet, at + 1, total, bold=True)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    fit_columns(sheet, len(header))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_row(
    sheet: Worksheet, at: int, values: Sequence[Any], bold: bool = False
) -> None:
    """Write one row of cells."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(at, column)
        put(cell, value)
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        if bold:
            cell.font = Font(bold=True)


def put(cell: Cell, value: Any) -> None:
    """Write a value with the format of its type.

    Text is marked as text: openpyxl would store what starts with `=` as a formula, and
    the quote prefix keeps a spreadsheet from making one when the cell is edited.
    """
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = True
        return
    if isinstance(value, datetime):
        # Spreadsheets know no time zones
        cell.value = value.replace(tzinfo=None)
        cell.number_format = DATE_FORMAT
        return
    if isinstance(value, float):
        cell.number_format = "0.0"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    cell.value = value


def fit_columns(sheet: Worksheet, columns: int) -> None:
    """Give each column the width of its longest cell below the titles, within reason."""
    for column in range(1, columns + 1):
        longest = max(
            len(str(sheet.cell(row, column).value or ""))
            for row in range(HEADER_ROW, sheet.max_row + 1)
        )
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(longest + 2, 8), WIDEST)
