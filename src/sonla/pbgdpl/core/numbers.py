"""Numbers as they are typed into addresses and forms, and as Vietnamese read them."""

from decimal import Decimal
from typing import Any
from typing import TypeVar

import re

Default = TypeVar("Default")

MAX_DIGITS = 9
"""More than any page, year or count needs; Python itself refuses to read 4,300."""
MAX_PLACES = 40
"""Digits, and power of ten, up to which a number is written out."""
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[ .\u00a0](?=\d{3}(?!\d))")


def parse_int(text: Any, default: Default, digits: int = MAX_DIGITS) -> int | Default:
    """Read a number of decimal digits; return the default for whatever else it is.

    Anybody can write an address. `str.isdigit` alone would let through what `int`
    refuses, such as ² or a number of thousands of digits.
    """
    typed = str(text)
    fits = typed.isascii() and typed.isdigit() and len(typed) <= digits
    return int(typed) if fits else default


def parse_grouped(
    text: str, default: Default, digits: int = MAX_DIGITS
) -> int | Default:
    """Read a number whose thousands may be parted by points or blanks, as in Vietnam.

    Each part has three digits: 1.5 is no number of people, and not 15 of them.
    """
    return parse_int(_BETWEEN_THOUSANDS.sub("", text.strip()), default, digits)


def exact_number(number: Decimal) -> int | Decimal:
    """Return a number as an `int` where it is whole; raise ValueError for what nobody counts.

    A few characters such as 1E999999999 would take hours, and gigabytes, to be written out.
    """
    _sign, digits, exponent = number.as_tuple()
    if (
        not isinstance(exponent, int)
        or abs(exponent) > MAX_PLACES
        or len(digits) > MAX_PLACES
    ):
        raise ValueError(number)
    whole = int(number)
    return whole if whole == number else number


def group_digits(number: int) -> str:
    """Write a number with points between thousands, as Vietnamese do."""
    return f"{number:,}".replace(",", ".")


def group_number(number: int | Decimal) -> str:
    """Write a number with points between thousands and a comma before a fraction."""
    whole, _point, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0")
    words = group_digits(int(whole))
    if not fraction:
        return words
    sign = "−" if number < 0 and not int(whole) else ""
    return f"{sign}{words},{fraction}"
