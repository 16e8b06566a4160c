"""On the page of a course: the way to learn it, and for its hosts who does, and what they should mend."""

from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.options import is_off
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.core.urls import edit_url
from sonla.pbgdpl.options.learning.checks import CourseTestsCheck
from sonla.pbgdpl.options.learning.learners import learners_of
from sonla.pbgdpl.options.learning.opening import is_offered
from sonla.pbgdpl.training.attendees import may_record_attendance
from zope.i18nmessageid import Message


class CourseBox(ViewletBase):
    """Lead from a course to what learning online has of it."""

    @property
    def available(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.learn_url or self.learners_url or self.small_banks)

    @cached_property
    def small_banks(self) -> list[Message]:
        """What hosts should mend of a public course; who may change it reads that in the box above."""
        if edit_url(self.context) or rests(CourseTestsCheck):
            return []
        may_read = may_record_attendance(self.context)
        return CourseTestsCheck(self.context).missing(self.context) if may_read else []

    @cached_property
    def learners_url(self) -> str:
        """Where hosts see who learns; empty for others, and where nobody can or did."""
        is_there = not is_off(LEARNING) or bool(learners_of(self.context))
        may_open = is_there and may_record_attendance(self.context)
        return f"{self.context.absolute_url()}/@@course-learners" if may_open else ""

    @cached_property
    def learn_url(self) -> str:
        """Where it is learned online; empty while it can't be."""
        url = f"{self.context.absolute_url()}/@@learn"
        return url if is_offered(self.context) else ""
