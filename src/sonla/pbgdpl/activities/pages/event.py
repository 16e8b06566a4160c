"""The page of what is held at some time: an activity, a course or a dialogue.

The parts of a course or a dialogue, as their pages show them.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.activities.pages.labels import days
from sonla.pbgdpl.activities.pages.labels import hours
from sonla.pbgdpl.activities.pages.labels import iso_start
from sonla.pbgdpl.activities.programme import IProgrammePart
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.texts.pages.base import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any
from zope.interface import implementer


@implementer(IArticlePage)
class EventPage(TextPage):
    """Show when it is held."""

    schedule_template = ViewPageTemplateFile("templates/schedule.pt")

    speaker_label = IProgrammePart["speaker"].title
    """What a speaker in a part of the programme is called."""

    @property
    def schedule_macros(self) -> Any:
        """The macro of a table of its parts."""
        return self.schedule_template.macros

    @property
    def days(self) -> str:
        """The day, or the first and the last."""
        return days(self.context)

    @property
    def hours(self) -> str:
        """From when to when."""
        return hours(self.context)

    @property
    def iso_start(self) -> str:
        """The beginning for machines."""
        return iso_start(self.context)


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
