"""Read an uploaded table, XLSX or CSV, by what it is and not by what it is called."""

from collections.abc import Iterable
from collections.abc import Iterator
from io import BytesIO
from sonla.pbgdpl import _
from sonla.pbgdpl.core.file_signatures import MARKUP
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.core.file_signatures import ZIP
from sonla.pbgdpl.core.tables.csv_files import decode
from sonla.pbgdpl.core.tables.csv_files import FORMULA_STARTS
from sonla.pbgdpl.core.tables.csv_files import split_lines
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import CellWithoutValue
from sonla.pbgdpl.core.tables.table import ERROR
from sonla.pbgdpl.core.tables.table import FORMULA
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.core.tables.xlsx_archive import MSG_DAMAGED
from sonla.pbgdpl.core.tables.xlsx_archive import MSG_NOT_XLSX
from sonla.pbgdpl.core.tables.xlsx_archive import open_archive
from typing import Any
from zipfile import ZipFile
from zope.i18nmessageid import Message

import re

MAX_BYTES = 10 * 1024 * 1024
"""Bytes of an upload; 5,000 rows are about 1 MB."""
MAX_ROWS = 20_000
MAX_FILLED = 100_000
"""Cells up to the last one of each row with something in it: 5,000 rows of 20 columns."""
MAX_COLUMNS = 100
MAX_ROW_NUMBER = 100_000
"""Line of a sheet beyond which nobody looks for more."""
MAX_CELLS = 10_000_000
"""Cells of a workbook that are looked at: a line of a few bytes has 16,384 empty ones."""
MAX_MERGED = 200_000
PLAIN_FIRST = b"\xff\xfe\xef\xfe\xbb\xbf"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=\"([A-Z0-9:$]+)\"")

MSG_TOO_LARGE = _(
    "msg_table_too_large",
    default="The file is larger than ${size} MB. Upload the list alone, without pictures, or in several files.",
    mapping={"size": MAX_BYTES // (1024 * 1024)},
)
MSG_TOO_MANY_ROWS = _(
    "msg_table_too_many_rows",
    default="The list has more than ${rows} rows. Upload it in several files.",
    mapping={"rows": MAX_ROWS},
)
MSG_TOO_MANY_CELLS = _(
    "msg_table_too_many_cells",
    default="The list has more than ${cells} cells. Upload it in several files, or without the columns that nobody needs.",
    mapping={"cells": MAX_FILLED},
)
MSG_TOO_MANY_COLUMNS = _(
    "msg_table_too_many_columns",
    default="The list has more than ${columns} columns: row ${row} has ${found}. Remove what stands to the right of the list.",
)
MSG_EMPTY = _("msg_table_empty", default="The file is empty: it has no rows.")
MSG_OLD_OFFICE = _(
    "msg_table_old_office",
    default="This is a file of an old spreadsheet program (.xls), or one with a password. Save it without password as .xlsx and upload that.",
)
MSG_NOT_CSV = _(
    "msg_table_not_csv",
    default="This file can't be read as a table. Save the list as .xlsx or as CSV UTF-8.",
)


def read_table(data: bytes) -> Table:
    """Read a table; raise `UnreadableTable` for whatever is none, is a trap or is too large."""
    if len(data) > MAX_BYTES:
        raise UnreadableTable(MSG_TOO_LARGE)
    if not data.strip(b" \r\n\t\0" + PLAIN_FIRST):
        raise UnreadableTable(MSG_EMPTY)
    if data.startswith(OLE):
        raise UnreadableTable(MSG_OLD_OFFICE)
    table = read_workbook(data) if data.startswith(ZIP) else read_text(data)
    if not table.lines:
        raise UnreadableTable(MSG_EMPTY)
    return table


def read_text(data: bytes) -> Table:
    """Read a CSV file."""
    if data.lstrip().lower().startswith((*MARKUP, b"%pdf", b"{\\rtf")):
        raise UnreadableTable(MSG_NOT_XLSX)
    try:
        rows = split_lines(decode(data))
        return Table(filled(map(plain_cell, row) for row in rows))
    except UnreadableCsv as error:
        raise UnreadableTable(MSG_NOT_CSV) from error


def plain_cell(text: str) -> Cell:
    """Return a cell of a CSV file; what `core.tables.csv_files.write_csv` made harmless is as it was."""
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        return text[1:]
    return CellWithoutValue(FORMULA, text) if text.startswith("=") else text


def read_workbook(data: bytes) -> Table:
    """Read the first sheet of a workbook, row by row."""
    # Imported where a file is read: most processes wait long for the first.
    from openpyxl import load_workbook

    with open_archive(data) as archive:
        try:
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        except Exception as error:
            raise UnreadableTable(MSG_DAMAGED) from error
        try:
            return read_sheet(book, archive)
        except UnreadableTable:
            raise
        except Exception as error:
            # openpyxl has no error of its own for XML that makes no sense
            raise UnreadableTable(MSG_DAMAGED) from error
        finally:
            book.close()


def read_sheets(data: bytes) -> dict[str, list[TableRow]]:
    """Read all sheets of a workbook by name, formulas by the values that stand beside them."""
    from openpyxl import load_workbook

    if len(data) > MAX_BYTES:
        raise UnreadableTable(MSG_TOO_LARGE)
    if data.startswith(OLE):
        raise UnreadableTable(MSG_OLD_OFFICE)
    if not data.startswith(ZIP):
        raise UnreadableTable(MSG_NOT_XLSX)
    with open_archive(data):
        try:
            book = load_workbook(
                BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                sheet.reset_dimensions()
            budget = CellBudget()
            return {
                sheet.title: filled(budget.cells_of(sheet)) for sheet in book.worksheets
            }
        except UnreadableTable:
            raise
        except Exception as error:
            # openpyxl has no error of its own for XML that makes no sense
            raise UnreadableTable(MSG_DAMAGED) from error


def read_sheet(book: Any, archive: ZipFile) -> Table:
    """Read the first sheet that has cells; what it says of its size is not believed."""
    names = tuple(sheet.title for sheet in book.worksheets)
    budget = CellBudget()
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        lines = filled(budget.cells_of(sheet))
        if lines:
            others = tuple(name for name in names if name != sheet.title)
            place = sheet._worksheet_path  # noqa: SLF001, openpyxl has no other name for it
            merged = merged_cells(archive.read(place), lines)
            epoch = book.epoch.date()
            return Table(lines, sheet.title, others, merged, epoch)
    return Table([])


class CellBudget:
    """How many cells of a workbook may still be looked at, over all its sheets."""

    def __init__(self) -> None:
        self.left = MAX_CELLS

    def cells_of(self, sheet: Any) -> Iterator[Iterator[Cell]]:
        """Yield the cells of each row; raise `UnreadableTable` when there are too many."""
        for number, row in enumerate(sheet.iter_rows(), start=1):
            self.left -= len(row)
            if self.left < 0:
                raise UnreadableTable(
                    too_many_columns(number, len(row))
                    if len(row) > MAX_COLUMNS
                    else MSG_TOO_MANY_ROWS
                )
            yield map(workbook_cell, row)


def workbook_cell(cell: Any) -> Cell:
    """Return the value of a cell; formulas are not computed, their last value is old."""
    if cell.data_type == "f":
        return CellWithoutValue(FORMULA, str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return CellWithoutValue(ERROR, str(cell.value))
    return cell.value


def filled(rows: Iterable[Iterable[Cell]]) -> list[TableRow]:
    """Count the rows, keep those that have anything in them, refuse too many."""
    lines: list[TableRow] = []
    left = MAX_FILLED
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROW_NUMBER:
            raise UnreadableTable(MSG_TOO_MANY_ROWS)
        cells = trimmed(row)
        if len(cells) > MAX_COLUMNS:
            raise UnreadableTable(too_many_columns(number, len(cells)))
        left -= len(cells)
        if left < 0:
            raise UnreadableTable(MSG_TOO_MANY_CELLS)
        if cells:
            lines.append(TableRow(number, cells))
        if len(lines) > MAX_ROWS + 100:
            raise UnreadableTable(MSG_TOO_MANY_ROWS)
    return lines


def too_many_columns(number: int, found: int) -> Message:
    """Return which row is too long."""
    facts = {"columns": MAX_COLUMNS, "row": number, "found": found}
    return Message(MSG_TOO_MANY_COLUMNS, mapping=facts)


def trimmed(row: Iterable[Cell]) -> tuple[Cell, ...]:
    """Drop the empty cells at the end of a row."""
    cells = list(row)
    while cells and (
        cells[-1] is None or (isinstance(cells[-1], str) and not cells[-1].strip())
    ):
        cells.pop()
    return tuple(cells)


def merged_cells(xml: bytes, lines: list[TableRow]) -> dict[int, list[range]]:
    """Find which cells of the lines share a box; openpyxl drops that when it streams."""
    numbers = {line.number for line in lines}
    last = max(numbers)
    merged: dict[int, list[range]] = {}
    count = 0
    for box in boxes(xml):
        first_column, first_row, last_column, last_row = box
        for number in range(first_row, min(last_row, last) + 1):
            count += 1
            if count > MAX_MERGED:
                raise UnreadableTable(MSG_DAMAGED)
            if number in numbers:
                columns = range(first_column - 1, last_column)
                merged.setdefault(number, []).append(columns)
    return merged


def boxes(xml: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield the merged boxes of a sheet: first column and row, last column and row."""
    from openpyxl.utils.cell import range_boundaries

    for match in _MERGE.finditer(xml):
        left, top, right, bottom = range_boundaries(match.group(1).decode("ascii"))
        if left and top and right and bottom:  # openpyxl opens no sheet with others
            yield left, top, right, bottom
