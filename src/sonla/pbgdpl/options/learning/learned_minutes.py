"""Who of those who attended learned the course online, and for how long: a column of their list."""

from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.training.content import ITrainingCourse
from sonla.pbgdpl.training.interfaces import IAttendanceColumn
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

COUNTED = _(
    "msg_attendance_online",
    default="${count} people learned online and have finished; those who are not in the register are counted among the others.",
)
MINUTES = _("label_minutes", default="${count} minutes")


@implementer(IAttendanceColumn)
@adapter(ITrainingCourse)
class LearnedMinutes:
    """Show the minutes; without `belongs_to`, as the list is the same while learning online is off."""

    title = _("label_learned_online", default="Learned online")

    def __init__(self, course: Any) -> None:
        self.counted = [one for one in learners_of(course).values() if one.counted]

    @property
    def summary(self) -> Message | str:
        """How many there are; empty for none."""
        mapping = {"count": str(len(self.counted))}
        return Message(COUNTED, mapping=mapping) if self.counted else ""

    def values(self) -> Mapping[str, int]:
        """Return the minutes of each."""
        return {one.person: one.seconds // 60 for one in self.counted if one.person}

    def words(self, value: int) -> Message:
        """Return minutes in words."""
        return Message(MINUTES, mapping={"count": str(value)})
