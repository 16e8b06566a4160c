"""The counter of activities: approved ones, by the day on which they began."""

from collections.abc import Iterator
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics.counter import entries
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICountable
from sonla.pbgdpl.statistics.interfaces import ICounter
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

SUBJECT = "activities"
FACTS = ("form", "organiser")
MEASURES = ("activities", *COUNTS)


@implementer(ICounter)
class ActivityCounter:
    """Count approved activities and add their numbers up, from the catalog alone."""

    title = _("counter_activities", default="Activities")

    @property
    def measure_titles(self) -> dict[str, Message]:
        """The activities themselves, and the numbers by the titles of their fields."""
        own = _("measure_activities", default="activities")
        return {"activities": own} | {
            name: ILegalActivity[name].title for name in COUNTS
        }

    def facts(self) -> tuple[str, ...]:
        """Return the facts by which activities are counted: form of dissemination and organiser."""
        return FACTS

    def measures(self) -> tuple[str, ...]:
        """Count the activities themselves, and each number that stands on them."""
        return MEASURES

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the approved activities that began in the scope."""
        return entries(SUBJECT, scope)


@implementer(ICountable)
@adapter(ILegalActivity)
class CountableActivity:
    """What one activity adds to statistics."""

    subject = SUBJECT

    def __init__(self, activity: Any) -> None:
        self.activity = activity

    @property
    def moment(self) -> datetime | None:
        """The moment at which it began."""
        start = stored_value(self.activity, "start")
        return start if isinstance(start, datetime) else None

    @property
    def facts(self) -> tuple[str, ...]:
        """Form and organiser."""
        return (
            stored_value(self.activity, "dissemination_form") or "",
            stored_value(self.activity, "organiser_kind") or "",
        )

    @property
    def amounts(self) -> tuple[int, ...]:
        """One activity and its numbers; what nobody counted adds nothing."""
        return (1, *(stored_value(self.activity, name) or 0 for name in COUNTS))
