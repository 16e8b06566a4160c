"""Certificates of courses: stored with the section, so that they hold when the course is gone.

A certificate says what it was printed with. A name that is corrected in the register later
doesn't change it: hosts revoke it then, and issue a new one.
"""

from Acquisition import aq_base
from collections.abc import Iterable
from dataclasses import astuple
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.btrees import SharedTree
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.options.learning.joins import forget_joins
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import move_learners
from sonla.pbgdpl.options.learning.learners import new_code
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.lifecycleevent.interfaces import IObjectMovedEvent

KEY = "sonla.pbgdpl.certificates"
SECONDS_OF_HOUR = 3600


@dataclass(frozen=True)
class Certificate:
    """What stands on a certificate."""

    code: str
    name: str
    """Empty once it was erased, as the person asked."""
    course: str
    """The title of the course."""
    course_uid: str
    unit: str
    """The unit that held it."""
    issued: date
    revoked: date | None = None
    hours: int = 0
    """Of the course; 0 where nobody has entered them, or less time was spent here."""
    declared: bool = False
    """Whether the name is what the learner typed, and nobody has checked it."""

    @property
    def holds(self) -> bool:
        """Whether it was not revoked."""
        return self.revoked is None


def store(context: Any, certificate: Certificate) -> None:
    """Store a certificate with the section of an item, as plain values.

    In a tuple: trees compare values as they resolve conflicts, and mappings can't be ordered.
    """
    stored = IAnnotations(section_of(context)).setdefault(KEY, SharedTree())
    stored[certificate.code] = astuple(certificate)


def issue(course: Any, learner: Learner, unit: str, day: date) -> Certificate:
    """Issue a certificate to somebody who has finished a course."""
    made = Certificate(
        new_code(),
        learner.name,
        course.title,
        course.UID(),
        unit,
        day,
        hours=hours_spent(course, learner),
        declared=learner.declared,
    )
    store(course, made)
    return made


def hours_spent(course: Any, learner: Learner) -> int:
    """Return the hours of a course if somebody has learned for as long here, else 0.

    Lessons can be ticked unread: what nobody has measured stands on no certificate.
    """
    hours = stored_value(course, "hours") or 0
    return hours if learner.seconds >= hours * SECONDS_OF_HOUR else 0


def revoke(course: Any, code: str, day: date) -> None:
    """Withdraw a certificate; the first day on which that was done stays."""
    found = certificate_by(code)
    if found is not None and found.holds:
        store(course, replace(found, revoked=day))


def restore(course: Any, code: str) -> None:
    """Let a certificate that was revoked hold again."""
    found = certificate_by(code)
    if found is not None:
        store(course, replace(found, revoked=None))


def move_certificates(codes: Iterable[str], before: Any, after: Any) -> None:
    """Bring certificates into another section."""
    old = IAnnotations(before).get(KEY) or {}
    for code in codes:
        if code in old:
            IAnnotations(after).setdefault(KEY, SharedTree())[code] = old.pop(code)


def course_moved(course: Any, event: IObjectMovedEvent) -> None:
    """Bring along the learners and certificates of a course that goes into another section.

    What belongs to a course that is deleted stays until the night: it may be undone until then.
    """
    if event.oldParent is None or event.newParent is None:
        return
    before, after = section_of(event.oldParent), section_of(event.newParent)
    if before is None or after is None or aq_base(before) is aq_base(after):
        return
    learners = move_learners(IUUID(course), before, after)
    forget_joins(before, IUUID(course))
    codes = [one.certificate for one in learners.values() if one.certificate]
    move_certificates(codes, before, after)


def certificates_of(course: Any) -> list[Certificate]:
    """List the certificates that a course has issued, also to those who were erased since."""
    stored = (IAnnotations(section_of(course)).get(KEY) or {}).values()
    issued = (Certificate(*facts) for facts in stored)
    return [one for one in issued if one.course_uid == IUUID(course)]


def number_of_certificates(section: Any) -> int:
    """Return how many certificates a section has issued."""
    return len(IAnnotations(section).get(KEY) or ())


def certificate_by(code: str) -> Certificate | None:
    """Find a certificate of any section by its code."""
    found = (certificate_in(section, code) for section in all_sections())
    return next(filter(None, found), None) if code else None


def certificate_in(section: Any, code: str) -> Certificate | None:
    """Find a certificate of one section."""
    facts = (IAnnotations(section).get(KEY) or {}).get(code) if code else None
    return Certificate(*facts) if facts else None
