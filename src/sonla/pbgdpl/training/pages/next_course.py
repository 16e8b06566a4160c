"""The next course, made of the last one: one press, then its form with the new dates."""

from copy import deepcopy
from datetime import timedelta
from plone import api
from plone.dexterity.utils import iterSchemata
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.resting_fields import fields_of_options
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import LESSONS
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from z3c.relationfield import RelationValue

A_WEEK = timedelta(days=7)
CARRIED = (
    "description",
    "text",
    "location",
    "hours",
    "responsible_agency",
    "legal_fields",
    "audiences",
    "territory",
)
"""What the next course has of the last one, besides title, lessons and what options add.

Neither days nor people.
"""


class NextCourse(BrowserView):
    """Make a draft of the same lessons beside a course, and lead to its form."""

    allowed_methods = ("POST",)

    def __call__(self) -> str:
        """Make it, on the same day of a week to come, as long as the last one."""
        self.check_posted()
        made = next_course(self.context)
        return self.lead_to(f"{made.absolute_url()}/edit")


def next_course(course: Any) -> Any:
    """Make a course of another; core asks whether the user may add one there."""
    ahead = A_WEEK * max(1, (utc_now() - course.start) // A_WEEK + 2)
    carried = (*CARRIED, *fields_of_options(iterSchemata(course)))
    values = {name: deepcopy(stored_value(course, name)) for name in carried}
    return api.content.create(
        course.__parent__,
        COURSE_TYPE,
        title=course.title,
        start=course.start + ahead,
        end=course.end + ahead,
        lessons=[
            RelationValue(one.to_id) for one in stored_value(course, LESSONS) or ()
        ],
        **{name: value for name, value in values.items() if value is not None},
    )
