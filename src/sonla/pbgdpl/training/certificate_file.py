"""A certificate as PDF/A: made when it is fetched, never stored."""

from dataclasses import dataclass
from fpdf import FPDF
from sonla.pbgdpl.statistics.paper.layout import FONTS

import segno

CONTENT_TYPE = "application/pdf"
FAMILY = "Tinos"
FACES = {"": "Regular", "B": "Bold", "I": "Italic"}
MARGIN, QR_SIZE, QUIET_MODULES = 20, 34, 4
"""Millimetres; the free border around a code is counted in its modules (ISO/IEC 18004)."""
MAX_ISSUER = 120
"""Letters of the unit below the day; whole at the top."""
NAME_SIZES = (30, 24, 18, 14)
COURSE_SIZES = (20, 16, 13, 10)
"""Of a name and of a title, in points: the largest that needs two lines at most."""


@dataclass(frozen=True)
class CertificatePaper:
    """The lines of a certificate, in their language."""

    heading: str
    """What it is, such as “Giấy chứng nhận”."""
    issuer: str
    says: str
    """Before the name."""
    name: str
    did: str
    """Before the course."""
    course: str
    hours: str
    """How long it is; empty where nobody has entered it."""
    day: str
    verify: str
    """How to verify it, with the address and the code."""
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
        super().__init__(
            orientation="landscape", format="A4", enforce_compliance="PDF/A-2U"
        )
        self.paper = paper
        for style, face in FACES.items():
            self.add_font(FAMILY, style, FONTS / f"Tinos-{face}.ttf")
        self.set_title(f"{paper.heading} – {paper.name}")
        self.set_lang(paper.language)
        self.set_author(paper.issuer)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.set_font(FAMILY, "", 14)
        self.add_page()

    def draw(self) -> None:
        """Draw frame, lines and code."""
        self.set_line_width(0.8)
        self.rect(MARGIN / 2, MARGIN / 2, self.w - MARGIN, self.h - MARGIN)
        paper = self.paper
        self.set_y(MARGIN + 4)
        self.line_of(paper.issuer, 13, "B")
        self.ln(10)
        self.line_of(paper.heading.upper(), 28, "B")
        self.ln(8)
        self.line_of(paper.says, 14, "I")
        self.ln(4)
        self.line_of(paper.name, self.fitting(paper.name, NAME_SIZES), "B")
        self.ln(5)
        self.line_of(paper.did, 14, "I")
        self.ln(3)
        self.line_of(paper.course, self.fitting(paper.course, COURSE_SIZES), "B")
        if paper.hours:
            self.ln(3)
            self.line_of(paper.hours, 13)
        self.draw_foot()

    def line_of(self, text: str, size: float, style: str = "") -> None:
        """Draw centred text, over several lines where it is long."""
        self.set_font(FAMILY, style, size)
        self.multi_cell(0, size * 0.5, text, align="C", new_x="LMARGIN", new_y="NEXT")

    def fitting(self, text: str, sizes: tuple[int, ...]) -> int:
        """Return the largest of some sizes at which a text needs two lines at most."""
        for size in sizes:
            self.set_font(FAMILY, "B", size)
            if self.get_string_width(text) <= 2 * 0.9 * self.epw:
                return size
        return sizes[-1]

    def draw_foot(self) -> None:
        """Draw the day, how to verify it, and the code."""
        top = self.h - MARGIN - QR_SIZE
        self.draw_code(MARGIN, top)
        self.set_xy(MARGIN + QR_SIZE + 6, top + 6)
        self.set_font(FAMILY, "", 11)
        self.multi_cell(110, 5.5, self.paper.verify, align="L")
        self.set_xy(self.w - MARGIN - 90, top + 6)
        self.set_font(FAMILY, "I", 13)
        self.multi_cell(90, 7, self.paper.day, align="C", new_x="LEFT", new_y="NEXT")
        self.set_font(FAMILY, "B", 12)
        self.multi_cell(90, 6, self.paper.issuer[:MAX_ISSUER], align="C")

    def draw_code(self, left: float, top: float) -> None:
        """Draw the QR code in squares, sharp at any size."""
        rows = list(segno.make_qr(self.paper.address, error="m").matrix)
        module = QR_SIZE / (len(rows) + 2 * QUIET_MODULES)
        for down, row in enumerate(rows, start=QUIET_MODULES):
            for across, dark in enumerate(row, start=QUIET_MODULES):
                if dark:
                    self.rect(
                        left + across * module, top + down * module, module, module, "F"
                    )
