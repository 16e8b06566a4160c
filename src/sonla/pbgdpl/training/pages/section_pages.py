"""The way to the courses of a section or unit."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.pages.listing import CoursesView
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_courses",
    default="For reporters, propagandists, officials: lessons, schedule, materials.",
)


class CoursePages(SectionPages):
    """Lead to the list of courses."""

    order = 70

    def links(self) -> Iterator[PageLink]:
        """Yield the list, if a course is published."""
        return link_to_list(
            self.place,
            CoursesView.name,
            CoursesView.page_title,
            LEAD,
            portal_type=COURSE_TYPE,
            review_state="published",
        )
