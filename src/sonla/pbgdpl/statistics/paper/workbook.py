"""A printed report as XLSX, such as programs that read tables by the row of codes expect.

Numbers are numbers, totals are formulas with their values beside them, nothing is merged but
heads, and a sheet of its own says what the rows are.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import zip_longest
from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.styles import Border
from openpyxl.styles import Font
from openpyxl.styles import Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from sonla.pbgdpl.core.tables.table import without_unwritable
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.paper.layout import BOLD as BOLD_FACE
from sonla.pbgdpl.statistics.paper.layout import BOTTOM
from sonla.pbgdpl.statistics.paper.layout import broken
from sonla.pbgdpl.statistics.paper.layout import head_heights
from sonla.pbgdpl.statistics.paper.layout import Layout
from sonla.pbgdpl.statistics.paper.layout import layout
from sonla.pbgdpl.statistics.paper.layout import LEFT
from sonla.pbgdpl.statistics.paper.layout import POINT
from sonla.pbgdpl.statistics.paper.layout import RIGHT
from sonla.pbgdpl.statistics.paper.layout import TEXT_SIZE
from sonla.pbgdpl.statistics.paper.layout import text_width
from sonla.pbgdpl.statistics.paper.layout import TOP
from sonla.pbgdpl.statistics.paper.sheet import INCOMPLETE
from sonla.pbgdpl.statistics.paper.sheet import MOTTO
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetCell
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import STATE
from typing import Any

import json
import zipfile

__all__ = ["META_SHEET", "write_workbook"]

FONT = "Times New Roman"
META_SHEET = "_meta"
MAX_SHEET_NAME = 31
NUMBER_FORMAT = "#,##0"
DECIMAL_FORMAT = "#,##0.###"
MM_TO_INCH = 1 / 25.4
MM_TO_CHARACTERS = 0.54
"""Width of a column in Excel's measure, about."""
PLAIN, BOLD, ITALIC = (
    Font(name=FONT, size=TEXT_SIZE),
    Font(name=FONT, size=TEXT_SIZE, bold=True),
    Font(name=FONT, size=TEXT_SIZE, italic=True),
)
EDGE = Border(*(Side(style="thin"),) * 4)
LEFTWARD = Alignment(vertical="center", wrap_text=True)
RIGHTWARD = Alignment(horizontal="right", vertical="center")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write_workbook(sheet: Sheet) -> bytes:
    """Return the report as a file."""
    book = Workbook()
    shape = layout(sheet)
    main = Table(book.active, sheet, sheet.rows, shape)
    main.page.title = sheet_name(str(sheet.facts.get("form") or sheet.title))
    main.write()
    tables = [main]
    if sheet.estimates:
        page = book.create_sheet(sheet_name(sheet.labels["estimates_sheet"]))
        estimates = Table(page, sheet, sheet.estimates, shape)
        estimates.write()
        tables.append(estimates)
    write_meta(book.create_sheet(META_SHEET), sheet, main)
    stream = BytesIO()
    book.save(stream)
    return with_values(stream.getvalue(), [table.values for table in tables])


def sheet_name(text: str) -> str:
    """Return a name that a sheet may have: that of the form without strokes."""
    return INVALID_TITLE_REGEX.sub("", text).strip()[:MAX_SHEET_NAME] or "Sheet"


class Table:
    """One sheet with heads, codes and rows."""

    def __init__(
        self, page: Any, sheet: Sheet, rows: Sequence[SheetRow], shape: Layout
    ) -> None:
        self.page: Worksheet = page
        self.sheet, self.rows, self.shape = sheet, rows, shape
        self.row = 0
        self.numbers: dict[str, int] = {}
        """Id of a row → its number in the sheet."""
        self.values: dict[str, Amount | None] = {}
        """Place of a formula → what it gives."""
        self.width = len(sheet.codes)

    def write(self) -> None:
        """Write the sheet from its settings down to the signatures."""
        self.set_up()
        self.write_above()
        self.write_heads()
        self.write_rows()
        self.write_below()

    def set_up(self) -> None:
        """Set paper, margins, widths, and the number of each page but the first."""
        page = self.page
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = (
            "landscape" if self.shape.is_landscape else "portrait"
        )
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = page.page_margins
        margins.left, margins.right = LEFT * MM_TO_INCH, RIGHT * MM_TO_INCH
        margins.top, margins.bottom = TOP * MM_TO_INCH, BOTTOM * MM_TO_INCH
        margins.header = margins.footer = 10 * MM_TO_INCH
        page.HeaderFooter.differentFirst = True
        header: Any = page.oddHeader
        header.center.text = "&P"
        header.center.font, header.center.size = FONT, TEXT_SIZE
        grown = TEXT_SIZE / self.shape.size
        for at, width in enumerate(self.shape.widths, start=1):
            letter = get_column_letter(at)
            page.column_dimensions[letter].width = width * MM_TO_CHARACTERS * grown

    def put(
        self,
        column: int,
        value: Any,
        font: Font = PLAIN,
        alignment: Alignment | None = None,
    ) -> Any:
        """Write a cell of the present row; text never becomes a formula."""
        cell: Any = self.page.cell(self.row, column)
        cell.font = font
        if alignment is not None:
            cell.alignment = alignment
        if isinstance(value, str):
            cell.value = without_unwritable(value)
            cell.data_type = "s"
            # Else a spreadsheet makes a formula of it when the cell is edited.
            cell.quotePrefix = value.startswith("=")
        elif value is not None:
            cell.value = value
        return cell

    def write_above(self) -> None:
        """Write who issues it, the state's heading, the form, its title and period."""
        sheet, presentation = self.sheet, self.sheet.presentation
        across = Alignment(horizontal="centerContinuous")
        split, left_width = self.split()
        left = [
            *((line, PLAIN) for line in self.lines(presentation.superior, left_width)),
            *((line, BOLD) for line in self.lines(presentation.issuer, left_width)),
            (presentation.number, PLAIN),
        ]
        right = [(STATE, BOLD), (MOTTO, BOLD), (presentation.place_and_day, ITALIC)]
        for one, other in zip_longest(left, right, fillvalue=(None, PLAIN)):
            self.row += 1
            for column in range(1, self.width + 1):
                self.put(column, None, alignment=across)
            self.put(1, one[0], one[1], across)
            self.put(split, other[0], other[1], across)
        for line in (*sheet.form_lines, presentation.reporter, presentation.receiver):
            self.write_broken(line, PLAIN)
        for line, font in [
            (sheet.title.upper(), BOLD),
            *((line, PLAIN) for line in sheet.period_lines),
        ]:
            self.row += 1
            self.put(1, line, font, across)
            for column in range(2, self.width + 1):
                self.put(column, None, alignment=across)
        if sheet.labels["unit"]:
            self.row += 1
            self.put(
                self.width, sheet.labels["unit"], ITALIC, Alignment(horizontal="right")
            )

    def split(self) -> tuple[int, float]:
        """Return the column at which the state's heading begins, and the width before it."""
        grown = TEXT_SIZE / self.shape.size
        needed, at, room = text_width(STATE, TEXT_SIZE, BOLD_FACE), self.width, 0.0
        for at in range(self.width, 3, -1):
            room += self.shape.widths[at - 1] * grown
            if room >= needed:
                break
        return at, sum(self.shape.widths[: at - 1]) * grown

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into the lines that it takes."""
        return broken(text, width, TEXT_SIZE, BOLD_FACE)

    def write_broken(self, text: str, font: Font) -> None:
        """Write a text in as many rows as it takes: nothing is cut, nothing merged."""
        grown = sum(self.shape.widths) * TEXT_SIZE / self.shape.size
        for line in self.lines(text, grown):
            self.row += 1
            self.put(1, line, font)

    def write_heads(self) -> None:
        """Write heads and codes; they stand on each page."""
        first = self.row + 1
        for level, cells in enumerate(self.sheet.heads()):
            self.row = first + level
            for head in cells:
                self.put(head.first + 1, head.title, BOLD, CENTRED)
                if head.rows > 1 or head.columns > 1:
                    self.page.merge_cells(
                        start_row=self.row,
                        start_column=head.first + 1,
                        end_row=self.row + head.rows - 1,
                        end_column=head.first + head.columns,
                    )
        self.row = first + self.sheet.depth
        for column, code in enumerate(self.sheet.codes, start=1):
            self.put(column, code, PLAIN, CENTRED)
        for cells_of_row in self.page.iter_rows(first, self.row, 1, self.width):
            for cell in cells_of_row:
                cell.border = EDGE
        heights = head_heights(self.sheet, self.shape.widths, self.shape.size)
        grown = TEXT_SIZE / self.shape.size / POINT
        for at, height in enumerate(heights, start=first):
            self.page.row_dimensions[at].height = height * grown
        self.page.print_title_rows = f"{first}:{self.row}"
        first_number = get_column_letter(len(self.sheet.stub) + 1)
        self.page.freeze_panes = f"{first_number}{self.row + 1}"

    def write_rows(self) -> None:
        """Write the rows, totals as formulas."""
        first = self.row + 1
        self.numbers = {row.id: number for number, row in enumerate(self.rows, first)}
        for row in self.rows:
            self.row += 1
            font = BOLD if row.is_total else PLAIN
            title = Alignment(indent=row.depth, vertical="center", wrap_text=True)
            self.put(1, row.code, font, CENTRED).border = EDGE
            self.put(2, row.title, font, title).border = EDGE
            for at, number in enumerate(row.cells, start=len(self.sheet.stub) + 1):
                self.put_number(at, number, font)

    def put_number(self, column: int, number: SheetCell, font: Font) -> None:
        """Write a number, or the formula of a total."""
        where = LEFTWARD if number.is_text else RIGHTWARD
        cell = self.put(column, number.value, font, where)
        cell.border = EDGE
        if isinstance(number.value, str):
            return
        whole = not isinstance(number.value, Decimal)
        form = NUMBER_FORMAT if whole or not number.decimals else DECIMAL_FORMAT
        mark = f'"{INCOMPLETE}"' if number.is_incomplete else ""
        cell.number_format = f"{form}{mark}"
        if number.terms and all(key[0] in self.numbers for _sign, key in number.terms):
            cell.value = self.formula(number)
            self.values[cell.coordinate] = number.value

    def formula(self, total: SheetCell) -> str:
        """Return the formula of a total: empty where nothing of it is known."""
        plus, minus = (
            ",".join(self.place(key) for sign, key in total.terms if sign == wanted)
            for wanted in (1, -1)
        )
        text = f"SUM({plus})" if plus else "0"
        text += f"-SUM({minus})" if minus else ""
        if total.value is None:
            known = ",".join(filter(None, (plus, minus)))
            text = f'IF(COUNT({known})=0,"",{text})'
        return f"={text}"

    def place(self, key: CellKey) -> str:
        """Return where a cell of the form stands in the sheet."""
        row, column = key
        at = [one.id for one in self.sheet.columns].index(column)
        letter = get_column_letter(len(self.sheet.stub) + 1 + at)
        return f"{letter}{self.numbers[row]}"

    def write_below(self) -> None:
        """Write notes and the places for signatures."""
        self.row += 1
        for note in self.sheet.notes:
            self.write_broken(note, ITALIC)
        self.row += 2
        signers = self.sheet.presentation.signers
        top, middle = self.row, Alignment(horizontal="center")
        for at, signer in enumerate(signers):
            column = 2 + round(at * (self.width - 3) / max(len(signers) - 1, 1))
            self.row = top
            self.put(column, signer.capacity.upper(), BOLD, middle)
            self.row = top + 1
            self.put(column, signer.hint, ITALIC, middle)
            self.row = top + 5
            self.put(column, signer.name or None, BOLD, middle)
        last = get_column_letter(self.width)
        self.page.print_area = f"A1:{last}{self.row}"


def write_meta(page: Any, sheet: Sheet, main: Table) -> None:
    """Write what a program has to know: version, period, body, what each row is."""
    rows = list(sheet.rows)
    facts = {
        **sheet.facts,
        "rows": len(rows),
        "columns": len(sheet.columns),
        "numbers": sum(cell.value is not None for row in rows for cell in row.cells),
        "sha256": digest(sheet),
    }
    for name, value in facts.items():
        page.append([name, value])
    page.append([])
    page.append(["row", "id", "code", "title"])
    for row in rows:
        page.append([main.numbers[row.id], row.id, row.code, row.title])
    page.append([])
    page.append(["column", "id", "code", "title"])
    for at, column in enumerate(sheet.columns, start=len(sheet.stub) + 1):
        page.append(
            [get_column_letter(at), column.id, column.code, " / ".join(column.path)]
        )
    for line in page.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"


def digest(sheet: Sheet) -> str:
    """Return the SHA-256 of the numbers by row and code, as JSON in UTF-8 without blanks."""
    numbers = [
        [row.id, column.code, as_text(cell.value)]
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
    ]
    text = json.dumps(numbers, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def as_text(value: Amount | str | None) -> Any:
    """Return a value for JSON and XML: decimals exactly, as text."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def with_values(data: bytes, tables: Sequence[dict[str, Amount | None]]) -> bytes:
    """Add the values of formulas to a workbook: openpyxl writes them without.

    Programs that compute nothing read these alone.
    """
    names = {
        f"xl/worksheets/sheet{number}.xml": values
        for number, values in enumerate(tables, start=1)
    }
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for member in before.infolist():
            content = before.read(member)
            if values := names.get(member.filename):
                content = b"".join(completed(content, values))
            after.writestr(member, content)
    return stream.getvalue()


def completed(xml: bytes, values: dict[str, Amount | None]) -> Iterator[bytes]:
    """Yield the XML of a sheet with the values of its formulas."""
    root = etree.fromstring(xml)
    for cell in root.iter(f"{SPREADSHEET}c"):
        place = cell.get("r")
        if place in values:
            value = cell.find(f"{SPREADSHEET}v")
            if value is None:
                value = etree.SubElement(cell, f"{SPREADSHEET}v")
            number = values[place]
            value.text = "" if number is None else str(as_text(number))
            if number is None:
                cell.set("t", "str")
    yield etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
