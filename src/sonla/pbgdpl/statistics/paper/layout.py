"""How a table fits on A4: upright or not, size of the letters, widths of the columns.

Measured by the letters of the font that the PDF embeds; Times New Roman has the same widths.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from PIL import ImageFont
from sonla.pbgdpl.statistics.forms.parts import LANDSCAPE
from sonla.pbgdpl.statistics.forms.parts import PORTRAIT
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import STATE

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD, ITALIC = "Regular", "Bold", "Italic"
POINT = 25.4 / 72
"""Millimetres."""

TEXT_SIZE = 13
HINT_SIZE = 12
"""Of what stands below a capacity: three of them have room side by side."""
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20
"""Margins in mm, within what Decree 30/2020/NĐ-CP asks: 30–35, 15–20, 20–25, 20–25."""
LONG, SHORT = 297, 210
SIZES = ((13, 12, 11, 10, 9), (8, 7), (6,), (5,))
"""Letters of a table; of a group the next one is tried where the table is too wide for it."""
KEPT_ROWS = 2
"""That stand on the page of the signatures at least."""
PADDING = 1.0
NOTES_GAP = 2
"""Between the table and what stands below it, in mm."""
TOLERANCE = 0.4
"""Of a width, as programs round it."""
LINE_HEIGHT = 1.2
TEXT_LINE = TEXT_SIZE * POINT * LINE_HEIGHT
MAX_TITLE_SHARE = 0.4
"""Of the width, that titles of rows take before they are broken into lines."""
HEAD_HEIGHT = 62
"""Of what stands above the table, about, in mm; signatures take `SIGNATURE_HEIGHT`."""
SIGNATURE_HEIGHT = 34


@dataclass(frozen=True)
class Layout:
    """A4 upright or across, the size of the table's letters in points, widths in mm."""

    is_landscape: bool
    size: float
    widths: tuple[float, ...]
    pages: int
    """As many as it takes, about."""

    @property
    def width(self) -> float:
        """Width between the margins."""
        return usable_width(self.is_landscape)


def usable_width(is_landscape: bool) -> float:
    """Return the width between the margins, in mm."""
    return (LONG if is_landscape else SHORT) - LEFT - RIGHT


@cache
def letters(face: str) -> ImageFont.FreeTypeFont:
    """Load a face, large enough that rounding doesn't matter."""
    path = FONTS / f"Tinos-{face}.ttf"
    return ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC)


@cache
def text_width(text: str, size: float, face: str = REGULAR) -> float:
    """Return how wide a line of text is, in mm."""
    return letters(face).getlength(text) / 1000 * size * POINT


def broken(text: str, width: float, size: float, face: str = REGULAR) -> list[str]:
    """Break a text at blanks into lines that are no wider than `width` mm."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def heading_widths(shape: "Layout") -> tuple[float, float]:
    """Return the widths of the issuing body and of the state's heading, in mm."""
    state = text_width(STATE, TEXT_SIZE, BOLD) + 4 * PADDING
    right = max(shape.width / 2, state)
    return shape.width - right, right


def layout(sheet: Sheet) -> Layout:
    """Choose the fewest pages, then the largest letters, then upright paper."""
    for sizes in SIZES:
        if fitting := [*candidates(sheet, sizes)]:
            return min(
                fitting, key=lambda one: (one.pages, -one.size, one.is_landscape)
            )
    # Widths grow with the letters, the edges of cells do not.
    smallest, edges = SIZES[-1][-1], sum(least_widths(sheet, 0))
    letters_of_all = sum(least_widths(sheet, smallest)) - edges
    lies = sheet.orientation != PORTRAIT
    size = smallest * (usable_width(lies) - edges) / letters_of_all
    return Layout(lies, size, tuple(least_widths(sheet, size)), 0)


def allowed(sheet: Sheet) -> tuple[bool, ...]:
    """Return how the paper may lie: across or not."""
    if sheet.orientation:
        return (sheet.orientation == LANDSCAPE,)
    return False, True


def candidates(sheet: Sheet, sizes: Sequence[int]) -> Iterator[Layout]:
    """Yield the layouts that have room for the widest number of each column."""
    for size in sizes:
        least = least_widths(sheet, size)
        for is_landscape in allowed(sheet):
            spare = usable_width(is_landscape) - sum(least)
            if spare >= 0:
                widths = spread(sheet, least, spare, size)
                pages = page_count(sheet, widths, size, is_landscape)
                yield Layout(is_landscape, size, widths, pages)


def least_widths(sheet: Sheet, size: float) -> list[float]:
    """Return the widths below which a number or a word of a head would be cut."""
    rows = [*sheet.rows, *sheet.estimates]
    code = widest([row.code for row in rows] + [sheet.stub[0][1]], size, BOLD)
    words = [word for row in rows for word in row.title.split()]
    title = widest([*words, *sheet.stub[1][1].split()], size, BOLD)
    numbers = []
    for at, column in enumerate(sheet.columns):
        texts = [
            text
            for row in rows
            for cell in [row.cells[at]]
            for text in (cell.text.split() if cell.is_text else [cell.text])
        ]
        heads = [word for head in column.path[-1:] for word in head.split()]
        numbers.append(widest([*texts, *heads, column.code], size, BOLD))
    edges = 2 * PADDING + TOLERANCE
    return [one + edges for one in (code, title, *numbers)]


def row_height(row: SheetRow, widths: Sequence[float], size: float) -> float:
    """Return how high a row is, in mm."""
    lines = [
        broken(row.title, widths[1] - 2 * PADDING - indent(row, size), size, BOLD),
        *(
            broken(cell.text, width - 2 * PADDING, size)
            for cell, width in zip(row.cells, widths[2:], strict=True)
            if cell.is_text
        ),
    ]
    return max(map(len, lines)) * size * POINT * LINE_HEIGHT + PADDING


def widest(texts: Sequence[str], size: float, face: str) -> float:
    """Return the width of the widest text."""
    return max((text_width(text, size, face) for text in texts), default=0)


def spread(
    sheet: Sheet, least: Sequence[float], spare: float, size: float
) -> tuple[float, ...]:
    """Share what room is left: titles of rows take theirs, then all columns of numbers."""
    total = sum(least) + spare
    rows = [*sheet.rows, *sheet.estimates]
    wanted = (
        2 * PADDING
        + TOLERANCE
        + max(
            (text_width(row.title, size, BOLD) + indent(row, size) for row in rows),
            default=0,
        )
    )
    title = max(least[1], min(wanted, total * MAX_TITLE_SHARE, least[1] + spare))
    each = (spare - (title - least[1])) / len(sheet.columns)
    return (least[0], title, *(width + each for width in least[2:]))


def indent(row: SheetRow, size: float) -> float:
    """Return how far a row's title stands in, in mm."""
    return row.depth * size * POINT * 0.6


def page_count(
    sheet: Sheet, widths: Sequence[float], size: float, is_landscape: bool
) -> int:
    """Return about how many pages the sheet takes."""
    heads = sum(head_heights(sheet, widths, size))
    room = (SHORT if is_landscape else LONG) - TOP - BOTTOM
    at, pages = HEAD_HEIGHT + heads, 1
    for row in [*sheet.rows, *sheet.estimates]:
        high = row_height(row, widths, size)
        if at + high > room:
            pages, at = pages + 1, heads
        at += high
    return pages + (at + below_height(sheet, sum(widths)) > room)


def below_height(sheet: Sheet, width: float) -> float:
    """Return how high notes and signatures are, in mm."""
    lines = [len(broken(note, width, TEXT_SIZE, ITALIC)) for note in sheet.notes]
    return sum(lines) * TEXT_LINE + NOTES_GAP + SIGNATURE_HEIGHT


def head_heights(sheet: Sheet, widths: Sequence[float], size: float) -> list[float]:
    """Return how high each row of heads is, and that of the codes, in mm."""
    line = size * POINT * LINE_HEIGHT
    heights = []
    for cells in sheet.heads():
        lines = []
        for cell in cells:
            wide = sum(widths[cell.first : cell.first + cell.columns])
            found = broken(cell.title, wide - 2 * PADDING, size, BOLD)
            lines.append(len(found) / cell.rows)
        heights.append(max(lines) * line + PADDING)
    return [*heights, line + PADDING]
