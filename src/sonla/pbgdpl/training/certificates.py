"""Certificates of courses: stored with the section, so that they hold when the course is gone.

A certificate says what it was printed with. A name that is corrected in the register later
doesn't change it: a new one is issued then, and the old one revoked.
"""

from collections.abc import Iterable
from dataclasses import astuple
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from sonla.pbgdpl.core.btrees import SharedTree
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.training.learners import new_code
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.certificates"


@dataclass(frozen=True)
class Certificate:
    """What stands on a certificate."""

    code: str
    name: str
    course: str
    """The title of the course."""
    course_uid: str
    unit: str
    """The unit that held it."""
    issued: date
    revoked: date | None = None
    hours: int = 0
    """Of the course; 0 where nobody has entered them."""

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


def issue(course: Any, name: str, unit: str, day: date) -> Certificate:
    """Issue a certificate to somebody who has finished a course."""
    made = Certificate(
        new_code(),
        name,
        course.title,
        course.UID(),
        unit,
        day,
        hours=stored_value(course, "hours") or 0,
    )
    store(course, made)
    return made


def revoke(course: Any, code: str, day: date) -> None:
    """Say that a certificate doesn't hold any more; the first day on which it was said stays."""
    found = certificate_by(code)
    if found is not None and found.holds:
        store(course, replace(found, revoked=day))


def take_certificates_along(codes: Iterable[str], before: Any, after: Any) -> None:
    """Bring certificates into another section."""
    old = IAnnotations(before).get(KEY) or {}
    for code in codes:
        if code in old:
            IAnnotations(after).setdefault(KEY, SharedTree())[code] = old.pop(code)


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
