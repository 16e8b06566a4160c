"""The programme of what is held: sessions with their times, as rows and in words."""

from collections.abc import Iterable
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.validators import accepting
from typing import Any
from zope import schema
from zope.interface import Interface

import re

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


time_of_day = accepting(
    _CLOCK.fullmatch,
    _(
        "msg_no_hour",
        default="“${value}” is no time of day. Type it as 8:00 or 14:30.",
    ),
)


class IProgrammePart(Interface):
    """Describe one part of the schedule."""

    day = schema.Date(title=_("label_session_day", default="Day"), required=True)
    starts_at = schema.TextLine(
        title=_("label_starts_at", default="From (hour)"),
        constraint=time_of_day,
        required=False,
    )
    ends_at = schema.TextLine(
        title=_("label_ends_at", default="To (hour)"),
        constraint=time_of_day,
        required=False,
    )
    topic = schema.TextLine(
        title=_("label_session_topic", default="Topic"), required=True
    )
    speaker = schema.TextLine(
        title=_("label_session_speaker", default="Speaker"), required=False
    )


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
