"""How many courses were held, how many of them online, and who was trained: for statistics.

Read from the courses themselves: how many attended is for the office alone and in no index.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.search.facets import HELD
from sonla.pbgdpl.statistics.counter import Counter
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import IKeyFigure
from sonla.pbgdpl.statistics.interfaces import IOfficeCounter
from sonla.pbgdpl.statistics.places import nearest
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training import HELD_ONLINE
from sonla.pbgdpl.training.content import is_online
from sonla.pbgdpl.training.content import way_of
from typing import Any
from typing import ClassVar
from zope.interface import implementer

FIGURE_ONLINE = _("figure_courses_online", default="Training courses held online")


@implementer(IOfficeCounter)
class CourseCounter(Counter):
    """Count public courses that began in a scope; the share online is one measure of another."""

    title = _("counter_courses", default="Training courses")
    known_facts = (HELD.name,)
    measure_titles: ClassVar = {
        "courses": _("measure_courses", default="courses"),
        "online_courses": _("measure_online_courses", default="of them, held online"),
        "people_trained": _("measure_people_trained", default="people who attended"),
        "people_online": _(
            "measure_people_online", default="of them, in courses held online"
        ),
        "hours": _("measure_course_hours", default="hours taught"),
    }

    def values(self) -> dict[str, dict[str, str]]:
        """Return how a course may be held."""
        return {HELD.name: dict(HELD.titles())}

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the courses that began in the scope."""
        if not scope.places:
            return
        since, until = scope.moments
        brains = api.content.find(
            unrestricted=True,
            path=list(scope.by_path),
            portal_type=COURSE_TYPE,
            review_state="published",
            start={"query": (since, until), "range": "min:max"},
        )
        for brain, course in brains_with_objects(brains):
            place = nearest(brain.getPath(), scope.by_path)
            # The catalog knows whole minutes, and its limits are inclusive
            if place and since <= stored_value(course, "start") < until:
                online, people = is_online(course), course.people_trained
                hours = stored_value(course, "hours") or 0
                amounts = (1, int(online), people, people if online else 0, hours)
                yield brain.getRID(), place, (way_of(course),), amounts


@implementer(IKeyFigure)
class CoursesOfYear:
    """Count the courses of this year, and those of them that were held online, by the catalog."""

    order = 20
    counter = "courses"

    def figures(self, place: Any) -> Iterator[tuple[str, int]]:
        """Yield how many began or will begin this year, and how many of them online."""
        asked = {
            "path": path_of(place),
            "portal_type": COURSE_TYPE,
            "review_state": "published",
            "pbgdpl_year": today().year,
        }
        for title, narrowed in (
            (CourseCounter.title, asked),
            (FIGURE_ONLINE, {**asked, KIND_INDEX: HELD_ONLINE}),
        ):
            found = api.content.find(**narrowed)
            yield api.portal.translate(title, domain="sonla.pbgdpl"), len(found)
