"""CSV files as people in offices make and open them.

Written: UTF-8 with a byte order mark and semicolons, which Excel opens as a
table under Vietnamese settings. Read: commas, semicolons or tabs (also pasted
from a spreadsheet), UTF-8 or UTF-16 with or without the mark, and Windows' own Vietnamese
code page 1258.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from importlib.resources.abc import Traversable
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.typed_text import normalized
from typing import Any

import csv
import io
import re
import unicodedata

SEPARATORS = ";,\t"
_LOST = re.compile(r"\w\?")
_MARKS = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {
    unicodedata.normalize("NFC", letter + mark)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", *_MARKS)
} | set("đĐ")
"""All letters of Vietnamese that have more than ASCII's."""
KNOWN_SIGNS = LETTERS | set("–—‘’“”…•\u00a0")
"""What else offices type."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPE = "text/csv; charset=utf-8"


class UnreadableCsv(ValueError):
    """Raised when what was uploaded or pasted can't be read as a CSV file."""


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Make a CSV file; a cell that a spreadsheet would run as a formula is quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(safe_cell, header))
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def safe_cell(value: Any) -> str:
    """Return a cell as text, dates as day/month/year, formulas made harmless."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int | float):
        return str(value)  # a number below zero begins as a formula does, and is none
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def read_csv(source: bytes | str) -> list[dict[str, str]]:
    """Read rows by the names of the first line, all cells stripped; blank rows go.

    Names are lower case with underscores. A row has every name of the header;
    cells beyond the header are dropped. Raises UnreadableCsv for bytes in no
    known encoding, for a binary file and for a cell longer than `csv` reads, as a
    quotation mark that nothing closes makes one.
    """
    lines = list(split_lines(decode(source)))
    if not lines:
        return []
    header = [cell.strip().lower().replace(" ", "_") for cell in lines[0]]
    rows = (
        {
            name: line[at].strip().removeprefix("'") if at < len(line) else ""
            for at, name in enumerate(header)
            if name
        }
        for line in lines[1:]
    )
    return [row for row in rows if any(row.values())]


def read_shipped(file: Traversable) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file that comes with the package."""
    with file.open("rb") as source:
        stream = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
        yield from csv.DictReader(stream)


def split_lines(text: str) -> Iterator[list[str]]:
    """Take a text apart into lines and cells; all of the three line ends will do.

    One after the other: ten million empty lines are a gigabyte at once.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        yield from csv.reader(io.StringIO(text), delimiter=separator_of(text))
    except csv.Error as error:
        raise UnreadableCsv(str(error)) from error


def decode(source: bytes | str) -> str:
    """Decode uploaded bytes; Excel's "Unicode text" is UTF-16 with a mark."""
    if isinstance(source, str):
        return source.lstrip("\ufeff")
    try:
        text = source.decode(encoding_of(source))
    except UnicodeDecodeError as error:
        text = decode_windows(source)
        if not text:
            raise UnreadableCsv(str(error)) from error
    if "\0" in text:
        raise UnreadableCsv("binary")
    return text


def encoding_of(source: bytes) -> str:
    """Return the encoding; UTF-16 has separators and line ends with a zero on one side."""
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for encoding, zeros in (("utf-16-le", source[1::2]), ("utf-16-be", source[::2])):
        if len(source) % 2 == 0 and zeros.count(0) > len(zeros) / 2:
            return encoding
    return "utf-8-sig"


def decode_windows(source: bytes) -> str:
    """Decode code page 1258, which writes tones behind their vowels; '' if it is none.

    Almost any bytes are letters there. What was typed with an old font (TCVN3, VNI) shows
    by tones that follow no vowel, or by letters that Vietnamese doesn't have. Excel writes
    a question mark for each letter that the page lacks: what is lost can't be read.
    """
    try:
        text = normalized(source.decode("cp1258"))
    except UnicodeDecodeError:
        return ""
    if _LOST.search(text):
        return ""
    foreign = [char for char in text if not char.isascii() and char not in KNOWN_SIGNS]
    return "" if foreign or text.isascii() else text


def separator_of(text: str) -> str:
    """Choose the separator that the first line uses most."""
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)
