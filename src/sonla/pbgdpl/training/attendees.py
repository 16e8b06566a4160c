"""Training: who attended a course, who may learn it, and what statistics and the register know."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import AddPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.editorial.embargo import RelationPolicy
from sonla.pbgdpl.people.interfaces import IPersonFacts
from sonla.pbgdpl.people.labels import position_words
from sonla.pbgdpl.people.references import PersonHistory
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.training.content import ATTENDANCE
from sonla.pbgdpl.training.content import is_online
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

ATTENDANCE_POLICY = RelationPolicy(AddPortalContent)
"""Who attended is known to those who write in the section: course and person may be public."""
HOURS = _("certificate_hours", default="${count} hours")
RECORD = f"sonla.pbgdpl: Add {COURSE_TYPE}"
"""Held where people write: attendance comes in after a course is public."""


@implementer(IPersonFacts)
class TrainedPeople:
    """The fact of having been trained: who attended a published course that began in a period.

    Wherever it was held: a commune's people learn in the province's courses, too.
    """

    def person_ids(self, since: datetime, until: datetime) -> set[str]:
        """Return the codes of those in the register."""
        found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            portal_type=COURSE_TYPE,
            review_state="published",
            start={"query": (since, until), "range": "min:max"},
        )
        # The catalog knows whole minutes, and its limits are inclusive.
        held = (
            one
            for one in load_objects(found)
            if since <= stored_value(one, "start") < until and self.counts(one)
        )
        people = (person for course in held for person in attendees(course))
        return {stored_value(person, "person_id") for person in people}

    def counts(self, course: Any) -> bool:
        """Return whether who attended the course counts."""
        return True


class PeopleTrainedOnline(TrainedPeople):
    """The fact of having been trained online, likewise."""

    def counts(self, course: Any) -> bool:
        """Return whether the course was held online."""
        return is_online(course)


class AttendedCourse(Summary):
    """A course on the page of somebody who attended it."""

    @property
    def remark(self) -> Message | str:
        """How many hours it has."""
        return hours_words(self.obj)


class PersonCourses(PersonHistory):
    """List the courses that a person attended."""

    order = 20
    title = _("label_courses_attended", default="Courses attended")
    office_only = True
    field = ATTENDANCE
    portal_type = COURSE_TYPE

    def summaries(self) -> list[Summary]:
        """Return what the user may see of them."""
        found = super().summaries()
        return [AttendedCourse(one.brain, one.titles, one.load) for one in found]


def hours_words(course: Any) -> Message | str:
    """Return how many hours a course has; empty where nobody has entered them."""
    hours = stored_value(course, "hours")
    return Message(HOURS, mapping={"count": str(hours)}) if hours else ""


def attendees(course: Any) -> list[Any]:
    """List the people of the register who attended, in the order entered."""
    people = (relation.to_object for relation in stored_value(course, ATTENDANCE) or ())
    return [person for person in people if person is not None]


def facts_of(person: Any) -> Iterator[str]:
    """Yield what tells namesakes apart."""
    yield position_words(person)
    yield from term_titles(TERRITORIES, stored_value(person, "territory"))


def add_attendees(course: Any, people: Iterable[Any]) -> int:
    """Note that people attended; somebody who stands there already is passed over.

    Return how many are new. The caller says whether the user may.
    """
    ids = getUtility(IIntIds)
    present = list(stored_value(course, ATTENDANCE) or ())
    known = {relation.to_id for relation in present}
    added = [ids.getId(person) for person in people]
    new = [one for one in dict.fromkeys(added) if one not in known]
    if new:
        course.attendance = [*present, *map(RelationValue, new)]
        notify(ObjectModifiedEvent(course, Attributes(None, ATTENDANCE)))
    return len(new)


def change_attendance(
    course: Any, came: Iterable[Any], went: Collection[str], others: int
) -> None:
    """Note who came, take back those with the UIDs of `went`, and add to the number of others.

    The caller says whether the user may.
    """
    add_attendees(course, came)
    present = list(stored_value(course, ATTENDANCE) or ())
    kept = [one for one in present if IUUID(one.to_object, None) not in went]
    number = max(0, (stored_value(course, "other_attendees") or 0) + others)
    if len(kept) == len(present) and not others:
        return
    course.attendance = kept
    course.other_attendees = number or None
    notify(ObjectModifiedEvent(course, Attributes(None, ATTENDANCE, "other_attendees")))


def may_record_attendance(course: Any) -> bool:
    """Return whether the user writes down who attended."""
    return bool(api.user.has_permission(RECORD, obj=course))


def may_see_attendance(course: Any) -> bool:
    """Return whether the user may read who attended."""
    return may_record_attendance(course) or bool(
        api.user.has_permission(VIEW_PERSONAL_DATA, obj=course)
    )
