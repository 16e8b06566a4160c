"""What a source says of a record in its header: identifier and moment, in any format."""

from datetime import datetime
from datetime import UTC

import re

_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\A\.{1,2}\Z")
"""What stands in no identifier: space, what can't be written, and a step in a path."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
MAX_IDENTIFIER = 1000


def moment_of(text: str | None) -> datetime | None:
    """Read a time with its zone, or a day as its beginning in UTC; None if it is neither.

    A time without a zone is none: guessing one would be wrong by seven hours. Fractions
    are cut off: rounding up would skip changes.
    """
    text = (text or "").strip()
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if _MOMENT.fullmatch(text.upper()):
            moment = datetime.fromisoformat(text.upper())
            return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        pass
    return None


def identifier_of(text: str | None) -> str:
    """Return an identifier without space around it; empty if it can't be one."""
    text = (text or "").strip()
    if len(text) > MAX_IDENTIFIER or _UNUSABLE.search(text):
        return ""
    return text
