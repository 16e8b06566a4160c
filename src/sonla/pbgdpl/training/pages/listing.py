"""The public list of courses, and the way to it from a section or unit."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.labels import number
from sonla.pbgdpl.activities.pages.listing import ActivitiesView
from sonla.pbgdpl.activities.pages.listing import ActivityRecords
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import HELD
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training import HELD_ONLINE
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from zope.i18nmessageid import Message

LEAD = _(
    "help_courses",
    default="For reporters, propagandists, officials: lessons, schedule, materials.",
)

SHARE = _(
    "msg_courses_online_share",
    default="Held online: ${online} of ${all} courses (${percent} %).",
)


class CoursesView(ActivitiesView):
    """List published courses, the latest first."""

    name = "courses"
    page_title = _("heading_courses", default="Training courses")
    nothing = _("msg_no_courses", default="No course has been published here yet.")
    portal_type = COURSE_TYPE
    counted = False
    menu_facets = (HELD, AUDIENCE, TERRITORY)

    @property
    def share(self) -> Message | str:
        """How many of the courses were held online, however they are filtered by that."""
        counts = self.finding.faceted.counts(HELD)
        whole, online = sum(counts.values()), counts.get(HELD_ONLINE, 0)
        if not online:
            return ""
        facts = {
            "online": number(online),
            "all": number(whole),
            "percent": str(100 * online // whole),
        }
        return Message(SHARE, mapping=facts)

    def entering(self) -> list[dict[str, str]]:
        """Return no quick form: a course is entered with all its fields."""
        return []


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


class CourseRecords(ActivityRecords):
    """Lead from the numbers of statistics to the list of courses."""

    facet = HELD
    list_name = CoursesView.name
