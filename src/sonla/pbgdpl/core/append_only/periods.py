"""Rows that hold from a day on and maybe until another: what they say on a day.

`valid_from` is the first day on which a row holds, `ended_on` the first on which it holds
no more. Nothing here asks Plone, so that every rule can be tested without a portal.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import TypeAlias

ValidityPeriod: TypeAlias = Mapping[str, Any]


def is_in_force(span: ValidityPeriod, day: date) -> bool:
    """Return whether a row holds on a day; on the day on which it ends it does not."""
    ended_on = span.get("ended_on")
    return has_begun(span, day) and (ended_on is None or day < ended_on)


def has_begun(span: ValidityPeriod, day: date) -> bool:
    """Return whether a row began on a day or before."""
    start = span.get("valid_from")
    return start is not None and start <= day


def has_ended(span: ValidityPeriod, day: date) -> bool:
    """Return whether a row was over on a day."""
    ended_on = span.get("ended_on")
    return ended_on is not None and ended_on <= day


def latest_first(spans: Iterable[ValidityPeriod]) -> list[ValidityPeriod]:
    """Sort rows by the day on which they began; those of one day keep their order."""
    return sorted(
        spans, key=lambda one: one.get("valid_from") or date.min, reverse=True
    )


def change_dates(spans: Iterable[ValidityPeriod]) -> list[date]:
    """List the days on which a row begins or ends, each once, in order."""
    days = (one.get(name) for one in spans for name in ("valid_from", "ended_on"))
    return sorted({day for day in days if day is not None})


def next_change(spans: Iterable[ValidityPeriod], day: date) -> date | None:
    """Return the next day after `day` on which a row begins or ends."""
    return next((each for each in change_dates(spans) if each > day), None)
