"""The public page of a course: when, where, lessons, schedule; attendance for the office."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.labels import number
from sonla.pbgdpl.activities.pages.event import EventPage
from sonla.pbgdpl.activities.programme import parts_in_words
from sonla.pbgdpl.core.urls import safe_href
from sonla.pbgdpl.editorial.embargo import may_be_named
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.training.attendees import may_see_attendance
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import LeadsToList
from typing import ClassVar


class CourseView(LeadsToList, EventPage):
    """Show a course."""

    list_name = "courses"

    post_forms: ClassVar = {
        "next": PostForm(
            _("button_next_course", default="Make the next course of this one"),
            look="btn-outline-secondary",
            page="next-course",
        ),
    }

    @property
    def meeting_url(self) -> str:
        """The address of the online meeting, if it is one a browser may follow."""
        return safe_href(self.field("meeting_url"))

    @property
    def hours_taught(self) -> str:
        """The number of hours as text; empty if none is entered."""
        hours = self.field("hours")
        return number(hours) if hours else ""

    @cached_property
    def lessons(self) -> list[dict[str, str]]:
        """The materials in the order of teaching, those that the user may see."""
        return list(self.find_lessons())

    def find_lessons(self) -> Iterator[dict[str, str]]:
        """Follow the relations."""
        for relation in self.field("lessons") or ():
            material = relation.to_object
            if material is None or not may_be_named(material):
                continue
            if api.user.has_permission("View", obj=material):
                yield {
                    "title": material.title,
                    "url": material.absolute_url(),
                    "kind": self.title_of("MaterialKinds", material.kind),
                }

    @cached_property
    def schedule(self) -> list[dict[str, str]]:
        """The parts of the schedule, by day and hour."""
        return parts_in_words(self.field("schedule") or ())

    # For the office

    @cached_property
    def may_see_attendance(self) -> bool:
        """Whether the user may read who attended."""
        return may_see_attendance(self.context)

    @property
    def may_record_attendance(self) -> bool:
        """Whether the user writes down who attended."""
        return may_record_attendance(self.context)

    @property
    def people_trained(self) -> str:
        """The number of attendees as text."""
        return number(self.context.people_trained)
