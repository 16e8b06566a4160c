"""Numbers as they are typed into addresses and forms."""

from typing import Any
from typing import TypeVar

Default = TypeVar("Default")

MOST_DIGITS = 9
"""More than any page, year or count needs; Python itself refuses to read 4,300."""


def whole_number(
    text: Any, default: Default, digits: int = MOST_DIGITS
) -> int | Default:
    """Read a number of decimal digits; give the default for whatever else it is.

    Anybody can write an address. `str.isdigit` alone would let through what `int`
    refuses, such as ² or a number of thousands of digits.
    """
    typed = str(text)
    fits = typed.isascii() and typed.isdigit() and len(typed) <= digits
    return int(typed) if fits else default
