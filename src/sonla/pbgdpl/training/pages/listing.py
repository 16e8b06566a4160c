"""The public list of courses."""

from sonla.pbgdpl import _
from sonla.pbgdpl.activities.pages.listing import ActivitiesView
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.training import COURSE_TYPE


class CoursesView(ActivitiesView):
    """List published courses, the latest first."""

    name = "courses"
    page_title = _("heading_courses", default="Training courses")
    nothing = _("msg_no_courses", default="No course has been published here yet.")
    portal_type = COURSE_TYPE
    counted = False
    menu_facets = (AUDIENCE, TERRITORY)

    def entering(self) -> list[dict[str, str]]:
        """Return no quick form: a course is entered with all its fields."""
        return []
