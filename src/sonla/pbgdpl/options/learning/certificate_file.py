"""A certificate as PDF: made when it is fetched, never stored."""

from dataclasses import dataclass
from fpdf import FPDF
from sonla.pbgdpl.statistics.paper.layout import FONTS
from typing import cast

import segno

CONTENT_TYPE = "application/pdf"
FAMILY = "Tinos"
FACES = {"": "Regular", "B": "Bold", "I": "Italic"}
MARGIN, TOP, BOTTOM, QR_SIZE, QUIET_MODULES = 32, 29, 26, 26, 4
"""Millimetres; the free border around a code is counted in its modules (ISO/IEC 18004)."""
MAX_ISSUER = 120
"""Letters of the unit below the day; whole at the top."""
NAME_SIZES = ((36, 1), (28, 1), (22, 2), (16, 2), (12, 2))
COURSE_SIZES = ((22, 2), (18, 2), (14, 2), (10, 2))
"""Sizes in points, each with the lines that a text may need at it: the first that fits."""
INK, GREEN, GOLD, RED, GREY, PAPER, WHITE = (
    "#1d2125",
    "#0b5345",
    "#b98a1b",
    "#a3352c",
    "#4a5056",
    "#fffdf7",
    "#ffffff",
)
BAND = (GREEN, GOLD, GREEN, RED)
"""The colours of the woven lozenges, in their order."""
FIRST, STEP = 12.5, 8.0
"""Where the middle of the first lozenge is, and about how far it is to the next."""
HILLS = (
    (
        0.055,
        (
            (19.2, 160),
            (57.2, 130),
            (87.2, 152),
            (131.2, 114),
            (181.2, 154),
            (223.2, 128),
            (277.8, 164),
        ),
    ),
    (
        0.06,
        (
            (19.2, 176),
            (69.2, 156),
            (115.2, 174),
            (175.2, 148),
            (231.2, 172),
            (277.8, 158),
        ),
    ),
)
"""Lines of hills behind the words, with how much of their green is seen."""
HILLS_FOOT = 190.8


@dataclass(frozen=True)
class CertificatePaper:
    """The lines of a certificate, in their language."""

    heading: str
    """What it is, such as “Giấy chứng nhận”."""
    issuer: str
    says: str
    """Before the name."""
    name: str
    declared: str
    """Below the name: that nobody has checked it; empty where somebody has."""
    did: str
    """Before the course."""
    course: str
    hours: str
    """How long it is; empty where that isn't certified."""
    day: str
    number: str
    verify: str
    """How to verify it, with the address."""
    address: str
    """What the QR code leads to."""
    language: str = "vi"


def write_certificate(paper: CertificatePaper) -> bytes:
    """Return the file."""
    page = CertificatePage(paper)
    page.draw()
    return bytes(page.output())


class CertificatePage(FPDF):
    """The sheet of a certificate, in landscape."""

    def __init__(self, paper: CertificatePaper) -> None:
        super().__init__(orientation="landscape", format="A4")
        self.paper = paper
        for style, face in FACES.items():
            self.add_font(FAMILY, style, FONTS / f"Tinos-{face}.ttf")
        self.set_title(f"{paper.heading} – {paper.name}")
        self.set_lang(paper.language)
        self.set_author(paper.issuer)
        self.set_margins(MARGIN, TOP, MARGIN)
        self.set_auto_page_break(False)
        self.set_font(FAMILY, "", 14)
        self.add_page()

    def draw(self) -> None:
        """Draw frame, lines and code."""
        self.draw_frame()
        self.draw_words()
        self.draw_foot()

    def draw_words(self) -> None:
        """Draw the lines from the issuer to the hours, in the middle of the sheet."""
        paper = self.paper
        self.line_of(paper.issuer.upper(), 13, "B", spacing=0.06)
        self.ln(9)
        self.line_of(paper.heading.upper(), 38, "B", GREEN, spacing=0.04)
        self.draw_rule()
        self.line_of(paper.says, 15, "I")
        self.ln(3)
        size = self.fitting(paper.name, NAME_SIZES)
        self.line_of(paper.name, size, "B", GREEN)
        self.ln(2)
        if paper.declared:
            self.line_of(paper.declared, 11, "I", GREY)
        self.ln(4)
        self.line_of(paper.did, 15, "I")
        self.ln(2)
        size = self.fitting(paper.course, COURSE_SIZES)
        self.line_of(paper.course, size, "B")
        if paper.hours:
            self.ln(2)
            self.line_of(paper.hours, 13)

    def draw_frame(self) -> None:
        """Draw the ground, the hills, and a woven band between two lines and a golden one."""
        self.set_fill_color(PAPER)
        self.rect(0, 0, self.w, self.h, "F")
        self.set_fill_color(GREEN)
        for seen, line in HILLS:
            foot = ((line[-1][0], HILLS_FOOT), (line[0][0], HILLS_FOOT))
            with self.local_context(fill_opacity=seen):
                self.polygon((*line, *foot), style="F")
        for inset, width, colour in (
            (7.5, 0.9, GREEN),
            (17.5, 0.9, GREEN),
            (19, 0.3, GOLD),
        ):
            self.set_line_width(width)
            self.set_draw_color(colour)
            self.rect(inset, inset, self.w - 2 * inset, self.h - 2 * inset)
        self.set_line_width(0.5)
        for number, along in enumerate(places_between(FIRST, self.w - FIRST)):
            for across in (FIRST, self.h - FIRST):
                self.draw_lozenge(along, across, BAND[number % len(BAND)])
        for number, down in enumerate(places_between(FIRST, self.h - FIRST)[1:-1], 1):
            for across in (FIRST, self.w - FIRST):
                self.draw_lozenge(across, down, BAND[number % len(BAND)])

    def draw_lozenge(self, x: float, y: float, colour: str) -> None:
        """Draw one lozenge of the band in another."""
        self.set_draw_color(colour)
        self.set_fill_color(colour)
        for half, style in ((3.6, "D"), (1.7, "F")):
            self.polygon(lozenge(x, y, half, half), style=style)

    def draw_rule(self) -> None:
        """Draw a golden line below the heading, with a lozenge in its middle."""
        middle, y = self.w / 2, self.get_y() + 4
        self.set_draw_color(GOLD)
        self.set_fill_color(GOLD)
        self.set_line_width(0.4)
        self.line(middle - 35, y, middle - 5, y)
        self.line(middle + 5, y, middle + 35, y)
        self.polygon(lozenge(middle, y, 3.5, 1.8), style="F")
        self.set_y(y + 7)

    def line_of(
        self,
        text: str,
        size: float,
        style: str = "",
        colour: str = INK,
        spacing: float = 0,
    ) -> None:
        """Draw centred text, over several lines where it is long; `spacing` is a share of its size."""
        self.set_font(FAMILY, style, size)
        self.set_text_color(colour)
        self.set_char_spacing(spacing * size)
        self.multi_cell(0, size * 0.43, text, align="C", new_x="LMARGIN", new_y="NEXT")
        self.set_char_spacing(0)

    def fitting(self, text: str, sizes: tuple[tuple[int, int], ...]) -> int:
        """Return the first size at which a text needs no more than its lines, else the last."""
        for size, lines in sizes:
            self.set_font(FAMILY, "B", size)
            room = self.epw if lines == 1 else lines * 0.9 * self.epw
            if self.get_string_width(text) <= room:
                return size
        return sizes[-1][0]

    def draw_foot(self) -> None:
        """Draw the day, how to verify it, and the code."""
        top = self.h - BOTTOM - QR_SIZE
        self.draw_code(MARGIN, top)
        self.set_text_color(INK)
        self.set_xy(MARGIN + QR_SIZE + 6, top + 3)
        self.set_font(FAMILY, "B", 10.5)
        self.multi_cell(80, 5, self.paper.number, align="L", new_x="LEFT", new_y="NEXT")
        self.set_font(FAMILY, "", 10.5)
        self.multi_cell(80, 5, self.paper.verify, align="L")
        self.draw_issuer()

    def draw_issuer(self) -> None:
        """Draw day and unit on the right; a long name grows upwards."""
        issuer = self.paper.issuer[:MAX_ISSUER]
        self.set_font(FAMILY, "B", 13)
        lines = cast(
            list[str], self.multi_cell(84, 6, issuer, dry_run=True, output="LINES")
        )
        self.set_xy(self.w - MARGIN - 84, self.h - BOTTOM - 6 * len(lines) - 6.5)
        self.set_font(FAMILY, "I", 13)
        self.multi_cell(84, 6.5, self.paper.day, align="C", new_x="LEFT", new_y="NEXT")
        self.set_font(FAMILY, "B", 13)
        self.multi_cell(84, 6, issuer, align="C")

    def draw_code(self, left: float, top: float) -> None:
        """Draw the QR code in squares, sharp at any size."""
        self.set_fill_color(WHITE)
        self.rect(left, top, QR_SIZE, QR_SIZE, "F")
        self.set_fill_color(0)
        rows = list(segno.make_qr(self.paper.address, error="m").matrix)
        module = QR_SIZE / (len(rows) + 2 * QUIET_MODULES)
        for down, row in enumerate(rows, start=QUIET_MODULES):
            for across, dark in enumerate(row, start=QUIET_MODULES):
                if dark:
                    self.rect(
                        left + across * module, top + down * module, module, module, "F"
                    )


def lozenge(
    x: float, y: float, wide: float, high: float
) -> tuple[tuple[float, float], ...]:
    """Return the corners of a lozenge around a point, by half its width and height."""
    return ((x - wide, y), (x, y - high), (x + wide, y), (x, y + high))


def places_between(first: float, last: float) -> list[float]:
    """List places about a step apart, from the first to the last."""
    steps = round((last - first) / STEP)
    return [first + (last - first) * at / steps for at in range(steps + 1)]
