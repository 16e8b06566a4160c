"""A printed report as DOCX: for those who still write into it before it is signed."""

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt
from docx.table import _Cell
from docx.table import Table
from docx.text.paragraph import Paragraph
from io import BytesIO
from itertools import chain
from sonla.pbgdpl.statistics.paper.layout import BOLD
from sonla.pbgdpl.statistics.paper.layout import BOTTOM
from sonla.pbgdpl.statistics.paper.layout import heading_widths
from sonla.pbgdpl.statistics.paper.layout import HINT_SIZE
from sonla.pbgdpl.statistics.paper.layout import indent
from sonla.pbgdpl.statistics.paper.layout import ITALIC
from sonla.pbgdpl.statistics.paper.layout import KEPT_ROWS
from sonla.pbgdpl.statistics.paper.layout import Layout
from sonla.pbgdpl.statistics.paper.layout import layout
from sonla.pbgdpl.statistics.paper.layout import LEFT
from sonla.pbgdpl.statistics.paper.layout import LONG
from sonla.pbgdpl.statistics.paper.layout import PADDING
from sonla.pbgdpl.statistics.paper.layout import REGULAR
from sonla.pbgdpl.statistics.paper.layout import RIGHT
from sonla.pbgdpl.statistics.paper.layout import SHORT
from sonla.pbgdpl.statistics.paper.layout import TEXT_SIZE
from sonla.pbgdpl.statistics.paper.layout import text_width
from sonla.pbgdpl.statistics.paper.layout import TOP
from sonla.pbgdpl.statistics.paper.sheet import MOTTO
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import STATE
from typing import Any

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
CENTRE, LEFTWARD, RIGHTWARD = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


def write_word(sheet: Sheet) -> bytes:
    """Return the report as a file."""
    shape = layout(sheet)
    document = Document()
    set_up(document, sheet, shape)
    add_head(document, sheet, shape)
    add_table(document, sheet, shape)
    add_notes(document, sheet)
    add_signatures(document, sheet, shape)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def set_up(document: DocumentObject, sheet: Sheet, shape: Layout) -> None:
    """Set paper, margins, letters, and the number of each page but the first."""
    section = document.sections[0]
    long, short = Mm(LONG), Mm(SHORT)
    section.orientation = (
        WD_ORIENT.LANDSCAPE if shape.is_landscape else WD_ORIENT.PORTRAIT
    )
    section.page_width = long if shape.is_landscape else short
    section.page_height = short if shape.is_landscape else long
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    add_page_number(number)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_SIZE)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    properties = document.core_properties
    properties.title, properties.author = sheet.title, sheet.presentation.issuer
    properties.language = "vi-VN"


def small_letters(document: DocumentObject, size: float) -> Any:
    """Return the style of a table's cells; an empty one is no higher than others."""
    style = document.styles.add_style("Table text", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(size)
    return style


def add_page_number(paragraph: Paragraph) -> None:
    """Add the field that shows the number of a page."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001, python-docx has no fields


def add_head(document: DocumentObject, sheet: Sheet, shape: Layout) -> None:
    """Add who issues it, the state's heading, the form, its title and period."""
    presentation = sheet.presentation
    one, other = heading_widths(shape)
    table = grid(document, 2, (one, other))
    left, right = table.rows[0].cells
    issuer = [(presentation.superior, REGULAR), (presentation.issuer, BOLD)]
    write_lines(left, [line for line in issuer if line[0]])
    add_rule(left, one, presentation.issuer, 0.4)
    write_lines(right, [(STATE, BOLD), (MOTTO, BOLD)])
    add_rule(right, other, MOTTO, 1.0)
    left, right = table.rows[1].cells
    write_lines(left, [(presentation.number, REGULAR)])
    write_lines(right, [(presentation.place_and_day, ITALIC)])
    part_tables(document)
    left, right = grid(document, 1, (shape.width / 2,) * 2).rows[0].cells
    write_lines(left, [(line, REGULAR) for line in sheet.form_lines], LEFTWARD)
    parties = [line for line in (presentation.reporter, presentation.receiver) if line]
    write_lines(right, [(line, REGULAR) for line in parties], LEFTWARD)
    add_line(document.add_paragraph(), sheet.title.upper(), BOLD).space_before = Pt(8)
    for line in sheet.period_lines:
        add_line(document.add_paragraph(), line, REGULAR)
    if unit := sheet.labels["unit"]:
        add_line(document.add_paragraph(), unit, ITALIC, RIGHTWARD)


def part_tables(document: DocumentObject) -> None:
    """Keep two tables apart, which Word would join."""
    form = document.add_paragraph().paragraph_format
    form.line_spacing = Pt(4)


def grid(document: DocumentObject, rows: int, widths: tuple[float, ...]) -> Table:
    """Add a table whose columns keep their widths."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def write_lines(
    cell: _Cell, lines: list[tuple[str, str]], alignment: Any = CENTRE
) -> None:
    """Write texts one below the other, each in its face."""
    for at, (text, face) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        add_line(paragraph, text, face, alignment)


def add_line(
    paragraph: Paragraph,
    text: str,
    face: str,
    alignment: Any = CENTRE,
) -> Any:
    """Write a text into a paragraph; return its format."""
    run = paragraph.add_run(text)
    run.bold, run.italic = face == BOLD or None, face == ITALIC or None
    paragraph.alignment = alignment
    return paragraph.paragraph_format


def add_rule(cell: _Cell, width: float, text: str, share: float) -> None:
    """Draw a line below a cell's text, as wide as a share of the text is."""
    wide = min(text_width(text, TEXT_SIZE, BOLD), width) * share
    paragraph = cell.add_paragraph()
    form = paragraph.paragraph_format
    # A cell has a margin of 1.9 mm on both sides.
    form.left_indent = form.right_indent = Mm((width - 3.8 - wide) / 2)
    form.line_spacing = Pt(4)
    form.space_after = Pt(4)
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (
        ("val", "single"),
        ("sz", "6"),
        ("space", "1"),
        ("color", "000000"),
    ):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_table(document: DocumentObject, sheet: Sheet, shape: Layout) -> None:
    """Add heads, codes and rows; Word repeats heads and codes on each page."""
    count = sheet.depth + 1 + len(sheet.rows)
    count += len(sheet.estimates) + bool(sheet.estimates)
    table = grid(document, count, shape.widths)
    table.style = "Table Grid"
    set_cell_margins(table, PADDING)
    keep_last_rows(table)
    lines = [list(row.cells) for row in table.rows]
    small = small_letters(document, shape.size)
    for cell in chain.from_iterable(lines):
        # By its id: python-docx looks a name up among all styles.
        cell.paragraphs[0]._p.style = small.style_id  # noqa: SLF001
    for level, heads in enumerate(sheet.heads()):
        for head in heads:
            last = lines[level + head.rows - 1][head.first + head.columns - 1]
            cell = lines[level][head.first].merge(last)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            add_line(cell.paragraphs[0], head.title, BOLD, CENTRE)
    for cell, code in zip(lines[sheet.depth], sheet.codes, strict=True):
        add_line(cell.paragraphs[0], code, REGULAR, CENTRE)
    for row in table.rows[: sheet.depth + 1]:
        mark_row(row, "w:tblHeader")
    for row in table.rows:
        mark_row(row, "w:cantSplit")
    at = sheet.depth + 1
    for one in sheet.rows:
        write_row(lines[at], one, shape.size)
        at += 1
    if sheet.estimates:
        label = lines[at][0].merge(lines[at][-1])
        add_line(label.paragraphs[0], sheet.labels["estimates"], ITALIC, LEFTWARD)
        for one in sheet.estimates:
            at += 1
            write_row(lines[at], one, shape.size)


def keep_last_rows(table: Table) -> None:
    """Keep the last rows on the page of what follows."""
    for row in table.rows[-KEPT_ROWS:]:
        for paragraph in row.cells[0].paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def set_cell_margins(table: Table, padding: float) -> None:
    """Set the padding of a table's cells left and right, in mm."""
    margins: Any = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(padding / 25.4 * 1440)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001


def mark_row(row: Any, name: str) -> None:
    """Set a property of a row that python-docx has no name for."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001


def write_row(cells: list[_Cell], one: SheetRow, size: float) -> None:
    """Write a row, its title as deep as it stands."""
    face = BOLD if one.is_total else REGULAR
    add_line(cells[0].paragraphs[0], one.code, face)
    title = add_line(cells[1].paragraphs[0], one.title, face, LEFTWARD)
    title.left_indent = Mm(indent(one, size))
    for cell in cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for cell, number in zip(cells[2:], one.cells, strict=True):
        alignment = LEFTWARD if number.is_text else RIGHTWARD
        add_line(cell.paragraphs[0], number.text, face, alignment)


def add_notes(document: DocumentObject, sheet: Sheet) -> None:
    """Add what is to be known of the numbers."""
    for at, note in enumerate(sheet.notes):
        form = add_line(document.add_paragraph(), note, ITALIC, LEFTWARD)
        form.space_before = Pt(0 if at else 4)
        form.keep_with_next = True


def add_signatures(document: DocumentObject, sheet: Sheet, shape: Layout) -> None:
    """Leave room for those who sign, all on one page."""
    signers = sheet.presentation.signers
    if not signers:
        return
    document.add_paragraph().paragraph_format.keep_with_next = True
    widths = (shape.width / len(signers),) * len(signers)
    table = grid(document, 1, widths)
    set_cell_margins(table, 0)
    mark_row(table.rows[0], "w:cantSplit")
    for cell, signer in zip(table.rows[0].cells, signers, strict=True):
        lines = [(signer.capacity.upper(), BOLD), (signer.hint, ITALIC)]
        room = [("", REGULAR)] * 3
        write_lines(cell, [*lines, *room, (signer.name, BOLD)])
        cell.paragraphs[1].runs[0].font.size = Pt(HINT_SIZE)
