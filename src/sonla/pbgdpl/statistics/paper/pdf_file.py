"""A printed report as PDF, its letters embedded: for the printer, for signing, for the archive."""

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from fpdf.table import Row
from sonla.pbgdpl.statistics.paper.layout import below_height
from sonla.pbgdpl.statistics.paper.layout import BOLD
from sonla.pbgdpl.statistics.paper.layout import BOTTOM
from sonla.pbgdpl.statistics.paper.layout import broken
from sonla.pbgdpl.statistics.paper.layout import FONTS
from sonla.pbgdpl.statistics.paper.layout import head_heights
from sonla.pbgdpl.statistics.paper.layout import heading_widths
from sonla.pbgdpl.statistics.paper.layout import HINT_SIZE
from sonla.pbgdpl.statistics.paper.layout import indent
from sonla.pbgdpl.statistics.paper.layout import ITALIC
from sonla.pbgdpl.statistics.paper.layout import KEPT_ROWS
from sonla.pbgdpl.statistics.paper.layout import Layout
from sonla.pbgdpl.statistics.paper.layout import layout
from sonla.pbgdpl.statistics.paper.layout import LEFT
from sonla.pbgdpl.statistics.paper.layout import LINE_HEIGHT
from sonla.pbgdpl.statistics.paper.layout import NOTES_GAP
from sonla.pbgdpl.statistics.paper.layout import PADDING
from sonla.pbgdpl.statistics.paper.layout import POINT
from sonla.pbgdpl.statistics.paper.layout import REGULAR
from sonla.pbgdpl.statistics.paper.layout import RIGHT
from sonla.pbgdpl.statistics.paper.layout import row_height
from sonla.pbgdpl.statistics.paper.layout import SIGNATURE_HEIGHT
from sonla.pbgdpl.statistics.paper.layout import TEXT_LINE
from sonla.pbgdpl.statistics.paper.layout import TEXT_SIZE
from sonla.pbgdpl.statistics.paper.layout import text_width
from sonla.pbgdpl.statistics.paper.layout import TOP
from sonla.pbgdpl.statistics.paper.sheet import MOTTO
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import STATE

CONTENT_TYPE = "application/pdf"
FAMILY = "Tinos"
STYLES = {REGULAR: "", BOLD: "B", ITALIC: "I"}
NUMBER_AT = 10
"""Of the page number: mm below the upper edge, in the margin."""


def write_pdf(sheet: Sheet) -> bytes:
    """Return the report as a file."""
    shape = layout(sheet)
    paper = Paper(sheet, shape)
    paper.draw_head()
    paper.draw_table()
    paper.draw_notes()
    paper.draw_signatures()
    return bytes(paper.output())


class Paper(FPDF):
    """The pages of a report."""

    is_in_table = False
    """Whether a new page begins with heads and codes."""

    def __init__(self, sheet: Sheet, shape: Layout) -> None:
        super().__init__(
            orientation="landscape" if shape.is_landscape else "portrait",
            format="A4",
        )
        self.sheet, self.shape = sheet, shape
        for face, style in STYLES.items():
            self.add_font(FAMILY, style, FONTS / f"Tinos-{face}.ttf")
        self.set_title(sheet.title)
        self.set_lang("vi")
        self.set_author(sheet.presentation.issuer)
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(True, BOTTOM)
        self.c_margin = PADDING
        self.write_in(REGULAR)
        self.add_page()

    def header(self) -> None:
        """Write the number of each page but the first into the middle of the upper margin."""
        if self.page_no() == 1:
            return
        self.write_in(REGULAR)
        self.set_xy(0, NUMBER_AT)
        self.cell(self.w, TEXT_LINE, str(self.page_no()), align="C")
        self.set_xy(LEFT, TOP)
        if self.is_in_table:
            self.draw_heads()

    def write_in(self, face: str, size: float = TEXT_SIZE) -> None:
        """Choose the letters."""
        self.set_font(FAMILY, STYLES[face], size)

    def draw_head(self) -> None:
        """Draw who issues it, the state's heading, the form, its title and period."""
        presentation = self.sheet.presentation
        one, other = heading_widths(self.shape)
        left = [(presentation.superior, REGULAR), (presentation.issuer, BOLD)]
        right = [(STATE, BOLD), (MOTTO, BOLD)]
        top = self.get_y()
        ends = [
            self.draw_lines(0, one, [line for line in left if line[0]], 0.4),
            self.draw_lines(one, other, right, 1.0, top),
        ]
        top = max(ends) + 1.5
        ends = [
            self.draw_lines(0, one, [(presentation.number, REGULAR)], top=top),
            self.draw_lines(
                one, other, [(presentation.place_and_day, ITALIC)], top=top
            ),
        ]
        top, half = max(ends) + 2, self.shape.width / 2
        form = [(line, REGULAR) for line in self.sheet.form_lines]
        parties = [
            (line, REGULAR)
            for line in (presentation.reporter, presentation.receiver)
            if line
        ]
        ends = [
            self.draw_lines(0, half, form, top=top, align="L"),
            self.draw_lines(half, half, parties, top=top, align="L"),
        ]
        top = max(ends) + 3
        title = [(self.sheet.title.upper(), BOLD)]
        title += [(line, REGULAR) for line in self.sheet.period_lines]
        top = self.draw_lines(0, self.shape.width, title, top=top)
        if unit := self.sheet.labels["unit"]:
            top = self.draw_lines(
                0, self.shape.width, [(unit, ITALIC)], top=top, align="R"
            )
        self.set_xy(LEFT, top + 1.5)

    def draw_lines(
        self,
        x: float,
        width: float,
        lines: list[tuple[str, str]],
        ruled: float = 0,
        top: float | None = None,
        align: str = "C",
        size: float = TEXT_SIZE,
    ) -> float:
        """Draw texts one below the other, a line under the last; return where they end.

        `ruled` is the share of the last line's width that the line under it has.
        """
        y = self.get_y() if top is None else top
        for text, face in lines:
            self.write_in(face, size)
            self.set_xy(LEFT + x, y)
            self.multi_cell(width, TEXT_LINE, text, align=align)
            y = self.get_y()
        if ruled and lines:
            text, face = lines[-1]
            wide = min(text_width(text, TEXT_SIZE, face), width) * ruled
            middle = LEFT + x + width / 2
            y += 0.8
            self.line(middle - wide / 2, y, middle + wide / 2, y)
        return y

    def draw_table(self) -> None:
        """Draw heads, codes and rows; the last rows go with the signatures."""
        rows: list[SheetRow | None] = [*self.sheet.rows]
        if self.sheet.estimates:
            rows += [None, *self.sheet.estimates]
        most, last = rows[:-KEPT_ROWS], rows[-KEPT_ROWS:]
        self.is_in_table = True
        self.draw_heads()
        self.draw_rows(most)
        needed = sum(
            row_height(row, self.shape.widths, self.shape.size)
            for row in last
            if row is not None
        )
        needed += below_height(self.sheet, self.shape.width)
        if most and self.get_y() + needed > self.h - BOTTOM:
            self.add_page()
        self.draw_rows(last)
        self.is_in_table = False

    def draw_heads(self) -> None:
        """Draw heads and codes.

        fpdf's tables count what spans rows several times when they look for room.
        """
        sheet, widths, size = self.sheet, self.shape.widths, self.shape.size
        heights = head_heights(sheet, widths, size)
        top = self.get_y()
        self.write_in(BOLD, size)
        for level, cells in enumerate(sheet.heads()):
            for cell in cells:
                self.draw_box(
                    LEFT + sum(widths[: cell.first]),
                    top + sum(heights[:level]),
                    sum(widths[cell.first : cell.first + cell.columns]),
                    sum(heights[level : level + cell.rows]),
                    cell.title,
                )
        self.write_in(REGULAR, size)
        for at, code in enumerate(sheet.codes):
            left, y = LEFT + sum(widths[:at]), top + sum(heights[:-1])
            self.draw_box(left, y, widths[at], heights[-1], code)
        self.set_xy(LEFT, top + sum(heights))

    def draw_box(
        self, x: float, y: float, width: float, height: float, text: str
    ) -> None:
        """Draw a text in the middle of its box."""
        size = self.shape.size
        self.rect(x, y, width, height)
        line = size * POINT * LINE_HEIGHT
        lines = broken(text, width - 2 * PADDING, size, BOLD)
        y += (height - len(lines) * line) / 2
        for at, words in enumerate(lines):
            self.set_xy(x, y + at * line)
            self.cell(width, line, words, align="C")

    def draw_rows(self, rows: list[SheetRow | None]) -> None:
        """Draw rows; None is the title of the estimated part."""
        if not rows:
            return
        sheet, shape = self.sheet, self.shape
        self.write_in(REGULAR, shape.size)
        self.c_margin = 0
        bold, plain = FontFace(emphasis="BOLD"), FontFace(emphasis="")
        with self.table(
            width=sum(shape.widths),
            col_widths=shape.widths,
            line_height=shape.size * POINT * LINE_HEIGHT,
            num_heading_rows=0,
            borders_layout=TableBordersLayout.ALL,
            padding=(PADDING / 2, PADDING),
            align="LEFT",
            first_row_as_headings=False,
        ) as table:
            for one in rows:
                if one is not None:
                    self.draw_row(table.row(), one, bold if one.is_total else plain)
                    continue
                table.row().cell(
                    sheet.labels["estimates"],
                    colspan=len(sheet.codes),
                    style=FontFace(emphasis="ITALICS"),
                )

    def draw_row(self, row: Row, one: SheetRow, style: FontFace) -> None:
        """Draw a row, its title as deep as it stands."""
        inner = (
            PADDING / 2,
            PADDING,
            PADDING / 2,
            PADDING + indent(one, self.shape.size),
        )
        row.cell(one.code, align="C", v_align="M", style=style)
        row.cell(one.title, align="L", v_align="M", style=style, padding=inner)
        for cell in one.cells:
            row.cell(
                cell.text,
                align="L" if cell.is_text else "R",
                v_align="M",
                style=style,
            )

    def draw_notes(self) -> None:
        """Draw what is to be known of the numbers."""
        self.c_margin = PADDING
        self.set_y(self.get_y() + NOTES_GAP)
        self.write_in(ITALIC)
        for note in self.sheet.notes:
            self.set_x(LEFT)
            self.multi_cell(
                self.shape.width,
                TEXT_LINE,
                note,
                align="L",
                new_x="LMARGIN",
                new_y="NEXT",
            )

    def draw_signatures(self) -> None:
        """Leave room for those who sign, all on one page."""
        if self.get_y() + SIGNATURE_HEIGHT > self.h - BOTTOM:
            self.add_page()
        self.c_margin = 0
        signers = self.sheet.presentation.signers
        width, top = self.shape.width / max(len(signers), 1), self.get_y() + 3
        for at, signer in enumerate(signers):
            x = at * width
            below = self.draw_lines(
                x, width, [(signer.capacity.upper(), BOLD)], top=top
            )
            self.draw_lines(
                x, width, [(signer.hint, ITALIC)], top=below, size=HINT_SIZE
            )
            if signer.name:
                self.draw_lines(at * width, width, [(signer.name, BOLD)], top=top + 25)
