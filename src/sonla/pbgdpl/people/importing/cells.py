"""From cells to text, days and numbers: what loses nothing is mended, all else refused.

Mended: decomposed letters (NFD), blanks of every kind and number, letters without width,
leading zeros that a spreadsheet dropped from telephone and identity numbers.
"""

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import CellWithoutValue
from sonla.pbgdpl.core.tables.table import FORMULA
from sonla.pbgdpl.core.tables.table import WINDOWS_EPOCH
from sonla.pbgdpl.core.typed_text import normalized
from typing import Any
from zope.i18nmessageid import Message

import re
import unicodedata

FIRST_YEAR = 1900
YEARS_AHEAD = 20
MAX_SHOWN_LENGTH = 60
"""Letters of a cell that a message repeats."""
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_UNREADABLE = ("Cc", "Co", "Cs", "Cn")
_MIDNIGHT = r"(?:[T ]0{1,2}:00(?::00)?)?"
_DAY_FIRST = re.compile(
    rf"(?:ngày )?(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*(\d{{4}}){_MIDNIGHT}",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.-](\d{{1,2}})[/.-](\d{{1,2}}){_MIDNIGHT}")
_SPOKEN = re.compile(
    r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}")
_MONTH = re.compile(r"(?:tháng )?\d{1,2}(?:\s*[/.-]\s*|,? năm )\d{4}", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
"""The number by which a spreadsheet stores a day, from 1927 on; a year has four digits."""
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{1,3})(?:\s*năm)?", re.IGNORECASE)

MSG_FORMULA = _(
    "msg_cell_formula",
    default="A formula. Copy the column and paste it as values.",
)
MSG_ERROR = _(
    "msg_cell_error", default="The spreadsheet shows an error here. Enter the value."
)
MSG_UNREADABLE = _(
    "msg_cell_unreadable",
    default="There are signs that can't be read. Type the text anew.",
)
MSG_BECAME_DATE = _(
    "msg_cell_became_date",
    default="The spreadsheet made a date of this. Format the column as text and type it anew.",
)
MSG_BECAME_LOGICAL = _(
    "msg_cell_became_logical",
    default="The spreadsheet made “true” or “false” of this. Type it anew as text.",
)
MSG_DIGITS_LOST = _(
    "msg_cell_digits_lost",
    default="Digits are lost: the spreadsheet shortened the number. Format the column as text and type it anew.",
)
MSG_NOT_DATE = _(
    "msg_cell_not_date",
    default="“${text}” is no date. Write day/month/year, such as 05/09/1985.",
)
MSG_SHORT_YEAR = _(
    "msg_cell_short_year",
    default="The year of “${text}” has two digits: it may be in this century or in the last. Write all four, such as 05/09/1985.",
)
MSG_NO_DAY = _(
    "msg_cell_no_day",
    default="“${text}” lacks the day. Write the whole date, such as 05/09/1985.",
)
MSG_MONTH_FIRST = _(
    "msg_cell_month_first",
    default="“${text}” has no such month: the day stands first. Write ${day} if that is meant.",
)
MSG_ONLY_YEAR = _(
    "msg_cell_only_year",
    default="“${text}” is only a year. Write the whole date, or choose “Don't take” for this column.",
)
MSG_NO_SUCH_DAY = _(
    "msg_cell_no_such_day",
    default="There is no day “${text}”. Write day/month/year, such as 05/09/1985.",
)
MSG_YEAR_UNLIKELY = _(
    "msg_cell_year_unlikely",
    default="“${text}” can't be right: look at the year.",
)
MSG_NOT_WHOLE = _(
    "msg_cell_not_whole",
    default="“${text}” is no whole number of years from 0 to 80.",
)


def refuse_unexpected(cell: Cell) -> None:
    """Refuse what has no value of its own."""
    if isinstance(cell, CellWithoutValue):
        raise InvalidInput(MSG_FORMULA if cell.kind == FORMULA else MSG_ERROR)


def read_text(cell: Cell) -> str:
    """Return a cell as one line of composed text; empty for nothing."""
    refuse_unexpected(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        raise InvalidInput(MSG_BECAME_LOGICAL)
    if isinstance(cell, date | time | timedelta):
        raise InvalidInput(MSG_BECAME_DATE)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        cell = int(cell)
    return tidy(str(cell))


def tidy(text: str) -> str:
    """Compose letters, drop those without width, make each run of blanks one.

    Raises `InvalidInput` for signs that nobody can read: they stand for something lost.
    """
    text = _WIDTHLESS.sub("", normalized(text))
    text = " ".join(text.split())
    if "\ufffd" in text or any(
        unicodedata.category(char) in _UNREADABLE for char in text
    ):
        raise InvalidInput(MSG_UNREADABLE)
    return text


def read_digits(cell: Cell, lengths: dict[int, int]) -> str:
    """Return a number that is a name, such as a telephone's, as text.

    A spreadsheet drops the zeros before a number; `lengths` tells how many digits one
    of so many digits had. Text is left as it is.
    """
    text = read_text(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise InvalidInput(MSG_DIGITS_LOST)
    if isinstance(cell, float) and not cell.is_integer():
        raise InvalidInput(MSG_DIGITS_LOST)
    if isinstance(cell, int | float) and text.isdigit():
        return text.zfill(lengths.get(len(text), 0))
    return text


def read_date(cell: Cell, today: date, epoch: date = WINDOWS_EPOCH) -> date | None:
    """Return a day; None for nothing. Days are written day first, or as ISO 8601 has it.

    A number is the day that a spreadsheet shows for it, counted from `epoch`.
    """
    refuse_unexpected(cell)
    days = serial_number(cell)
    if days is not None:
        day = epoch + timedelta(days=days)
        return likely(day, today, f"{days} = {day:%d/%m/%Y}")
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return likely(cell, today, f"{cell:%d/%m/%Y}")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = read_text(cell)
    elif isinstance(cell, str) or cell is None:
        text = tidy(cell or "")
    else:
        raise refusal(MSG_NOT_DATE, str(cell))
    return day_of(text, today) if text else None


def serial_number(cell: Cell) -> int | None:
    """Return the number of a day as spreadsheets count them; None for any other cell."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    text = cell.strip() if isinstance(cell, str) else str(cell)
    return int(text[:5]) if _SERIAL.fullmatch(text) else None


def is_day_first(cell: Cell) -> bool:
    """Return whether a cell is text of a day that can't be read month first."""
    found = _DAY_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and int(found.group(1)) > 12 >= int(found.group(2))


def day_of(text: str, today: date) -> date:
    """Read a day from text; refuse what could be another, too."""
    for pattern, message in (
        (_YEAR, MSG_ONLY_YEAR),
        (_SHORT_YEAR, MSG_SHORT_YEAR),
        (_MONTH, MSG_NO_DAY),
    ):
        if pattern.fullmatch(text):
            raise refusal(message, text)
    first = _DAY_FIRST.fullmatch(text) or _SPOKEN.fullmatch(text)
    if first:
        day, month, year = map(int, first.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise refusal(MSG_NOT_DATE, text)
    try:
        return likely(date(year, month, day), today, text)
    except ValueError as error:
        if first and day <= 12 < month <= 31:
            meant = f"{month:02}/{day:02}/{year}"
            raise refusal(MSG_MONTH_FIRST, text, day=meant) from error
        raise refusal(MSG_NO_SUCH_DAY, text) from error


def likely(day: date, today: date, text: str) -> date:
    """Refuse a year that is a slip: 0985, 1900 as spreadsheets make it, 2985."""
    if not FIRST_YEAR < day.year <= today.year + YEARS_AHEAD:
        raise refusal(MSG_YEAR_UNLIKELY, text)
    return day


def read_years(cell: Cell) -> int | None:
    """Return a number of years; None for nothing."""
    text = read_text(cell)
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if not found or int(found.group(1)) > 80:
        raise refusal(MSG_NOT_WHOLE, text)
    return int(found.group(1))


def refusal(message: Message, text: str, **facts: Any) -> InvalidInput:
    """Make a refusal that names what was written, not more of it than one can read."""
    shown = text if len(text) <= MAX_SHOWN_LENGTH else f"{text[:MAX_SHOWN_LENGTH]}…"
    return InvalidInput(Message(message, mapping={"text": shown, **facts}))
