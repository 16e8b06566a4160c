"""Read TOML that somebody else wrote."""

from typing import Any

import re
import tomllib

MAX_PARTS = 60
"""Parts of one name. The reader takes minutes over a name of ten thousands."""
_LONG_NAME = re.compile(rf"(?:\.\s*[\w\"'-]+\s*){{{MAX_PARTS}}}")
MSG_LONG_NAME = "a name has far too many parts"


def read_toml(text: str) -> dict[str, Any]:
    """Read a file; raise ValueError for what is none, `tomllib.TOMLDecodeError` where it has a place.

    Thousands of digits, and lists within lists, are errors of Python to its reader.
    """
    if _LONG_NAME.search(text):
        raise ValueError(MSG_LONG_NAME)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from None
