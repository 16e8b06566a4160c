"""How many courses were held, how many of them online, and who was trained: for statistics.

Read from the courses themselves: how many attended is for the office alone and in no index.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.counting import YES_NO
from sonla.pbgdpl.statistics.interfaces import IOfficeCounter
from sonla.pbgdpl.statistics.places import nearest
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import ONLINE
from typing import Any
from typing import ClassVar
from zope.interface import implementer


@implementer(IOfficeCounter)
class CourseCounter:
    """Count public courses that began in a scope; the share online is one measure of another."""

    title = _("counter_courses", default="Training courses")
    measure_titles: ClassVar = {
        "courses": _("measure_courses", default="courses"),
        "online_courses": _("measure_online_courses", default="of them, held online"),
        "people_trained": _("measure_people_trained", default="people who attended"),
        "people_online": _(
            "measure_people_online", default="of them, in courses held online"
        ),
        "hours": _("measure_course_hours", default="hours taught"),
    }

    def facts(self) -> tuple[str, ...]:
        """Return the fact by which courses are counted: whether they were held online."""
        return ("online",)

    def values(self) -> dict[str, dict[str, str]]:
        """Return yes and no."""
        return {"online": YES_NO}

    def measures(self) -> tuple[str, ...]:
        """Count courses and people, in all and online, and hours."""
        return tuple(self.measure_titles)

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
                yield brain.getRID(), place, ("yes" if online else "no",), amounts


def is_online(course: Any) -> bool:
    """Return whether a course was held online: learned here, or as a meeting."""
    return bool(stored_value(course, ONLINE) or stored_value(course, "meeting_url"))
