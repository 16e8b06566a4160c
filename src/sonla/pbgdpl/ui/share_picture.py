"""The picture that services show of a text: its title and the name of its section.

Drawn when somebody asks for it, as most texts are never shared. What is drawn is the words of
the item alone, whatever the address says, and the last pictures are kept; so a crowd that asks
costs no more than the first who does.
"""

from collections.abc import Iterator
from functools import cache
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
from sonla.pbgdpl.core.typed_text import normalized

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "Regular", "Bold"
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
FLOOR = 20
"""Height of the line at the bottom."""
GROUND, INK, ACCENT = "#00527a", "#ffffff", "#ffc72c"
TOP, BOTTOM = 190, HEIGHT - FLOOR - 50
"""Between them the title has its place."""
SIZES = (76, 68, 60, 52, 46, 40)
"""Of the letters of a title, the largest first that it has room in."""
NAME_SIZES = (36, 32, 28)
LEADING = 1.25
MAX_CHARS = 400
"""Of a title: more has no room in the smallest letters."""
COLOURS = 48
"""Letters are smooth with as many, and the file is a fifth as large as with all."""
KNOWN_SHARE = 2 / 3
"""Of the letters of a title that the font must have; else the section's name stands there."""
ELLIPSIS = "…"
SCALES = (
    ((48, 8), (48, 84)),
    ((30, 84), (66, 84)),
    ((16, 22), (80, 22)),
    ((18, 22), (4, 54), (32, 54), (18, 22)),
    ((78, 22), (64, 54), (92, 54), (78, 22)),
)
PANS = ((4, 40, 32, 68), (64, 40, 92, 68))
"""The pair of scales beside the section's name, on a square of 96."""


@lru_cache(maxsize=64)
def share_picture(title: str, section: str) -> bytes:
    """Return a picture (PNG) of 1200 by 630 with a title below the name of a section.

    Any text may come: what is too long ends in an ellipsis, and characters that the font lacks
    are left out. A title in another script gives its place to the section's name.
    """
    name = readable(section)
    words = readable(title)
    if not words or len(words) < KNOWN_SHARE * len(spaced(title)):
        words, name = name, ""
    image = Image.new("RGB", SIZE, GROUND)
    image.paste(scales(), (MARGIN, 64))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, HEIGHT - FLOOR, WIDTH, HEIGHT), fill=ACCENT)
    if name:
        beside = MARGIN + 96 + 32
        room = WIDTH - MARGIN - beside
        fits = (one for one in NAME_SIZES if font(REGULAR, one).getlength(name) <= room)
        small = font(REGULAR, next(fits, NAME_SIZES[-1]))
        pen.text((beside, 112), cut(name, small, room), INK, small, anchor="lm")
    size, lines = fitted(words)
    high = int(size * LEADING)
    top = TOP + (BOTTOM - TOP - high * len(lines)) // 2
    for number, line in enumerate(lines):
        middle = top + high * number + high // 2
        pen.text((MARGIN, middle), line, INK, font(BOLD, size), anchor="lm")
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def spaced(text: str) -> str:
    """Return a text with one space between its words, its letters composed, not endless."""
    return " ".join(normalized(text[: 4 * MAX_CHARS]).split())[:MAX_CHARS]


def readable(text: str) -> str:
    """Return what of a text the font can draw."""
    return " ".join("".join(filter(is_known, spaced(text))).split())


@lru_cache(maxsize=4096)
def is_known(char: str) -> bool:
    """Return whether the font has a character: all that it lacks it draws as the same box."""
    return char == " " or bitmap(char) not in (bitmap("\uffff"), b"")


def bitmap(char: str) -> bytes:
    """Return how the font draws a character; empty for what no font can draw."""
    try:
        return bytes(font(BOLD, 24).getmask(char))
    except (UnicodeError, ValueError):
        return b""


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font; its simple layout is the same on all machines."""
    path = FONTS / f"BeVietnamPro-{weight}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def fitted(text: str) -> tuple[int, list[str]]:
    """Return the largest size of letters in which a text has room, and its lines.

    In the smallest one, what has no room is left out.
    """
    width = WIDTH - 2 * MARGIN
    for size in SIZES:
        most = int((BOTTOM - TOP) // (size * LEADING))
        lines = list(broken(text, font(BOLD, size), width))
        if len(lines) <= most:
            return size, lines
    last = cut(" ".join(lines[most - 1 :]), font(BOLD, size), width)
    return size, [*lines[: most - 1], last]


def broken(text: str, letters: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield the lines of a text; a word that is wider than a line is divided."""
    line = ""
    for word in text.split():
        if letters.getlength(f"{line} {word}".strip()) <= width:
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        while letters.getlength(word) > width:
            end = len(head(word, letters, width))
            yield word[:end]
            word = word[end:]
        line = word
    if line:
        yield line


def head(text: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    """Return as much of a text as is not wider than that, at least one letter."""
    end = 1
    while end < len(text) and letters.getlength(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def cut(text: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    """Return a text on one line, with an ellipsis where it is too long for that."""
    if letters.getlength(text) <= width:
        return text
    room = width - letters.getlength(ELLIPSIS)
    return head(text, letters, room).rstrip(" ,.;:–-") + ELLIPSIS


@cache
def scales() -> Image.Image:
    """Return the pair of scales, drawn four times as large, for smooth edges."""
    large = Image.new("RGB", (384, 384), GROUND)
    pen = ImageDraw.Draw(large)
    for line in SCALES:
        points = [(4 * x, 4 * y) for x, y in line]
        pen.line(points, ACCENT, 24, joint="curve")
        for x, y in points:
            pen.ellipse((x - 12, y - 12, x + 12, y + 12), ACCENT)
    for left, upper, right, lower in PANS:
        pen.arc(
            (4 * left - 12, 4 * upper, 4 * right + 12, 4 * lower), 0, 180, ACCENT, 24
        )
    return large.resize((96, 96), Image.Resampling.LANCZOS)
