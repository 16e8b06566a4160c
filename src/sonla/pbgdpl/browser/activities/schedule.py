"""The parts of a course or a dialogue, as their pages show them."""

from collections.abc import Iterable
from collections.abc import Mapping
from sonla.pbgdpl.core.dates import format_day
from typing import Any


def parts_in_words(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Put rows of a schedule into words, by day and hour."""
    return [
        {
            "day": format_day(row.get("day")),
            "hours": " – ".join(
                filter(None, (row.get("starts_at"), row.get("ends_at")))
            ),
            "topic": row.get("topic") or "",
            "speaker": row.get("speaker") or "",
        }
        for row in sorted(rows, key=by_time)
    ]


def by_time(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return what parts of a schedule are sorted by."""
    starts = row.get("starts_at") or ""
    return (row["day"].isoformat() if row.get("day") else "", f"{starts:0>5}")
