"""The public list of courses."""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.pages.listing import ActivitiesView
from sonla.pbgdpl.activities.pages.query import ActivityFinding
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.training import COURSE_TYPE


class CoursesView(ActivitiesView):
    """List published courses, the latest first."""

    name = "courses"
    page_title = _("heading_courses", default="Training courses")
    nothing = _("msg_no_courses", default="No course has been published here yet.")
    counted = False
    menu_facets = (AUDIENCE, TERRITORY)

    @cached_property
    def finding(self) -> ActivityFinding:
        """What is found."""
        return ActivityFinding(self.context, self.filters, COURSE_TYPE)

    def entering(self) -> list[dict[str, str]]:
        """Return no quick form: a course is entered with all its fields."""
        return []
