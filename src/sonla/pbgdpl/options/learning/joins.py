"""How many began an open course by a name within an hour: one total, however many processes serve.

It stands with the section, by the course's UID, and holds numbers of ten minutes each: no address,
nobody's name. Two who begin at the same moment don't hinder each other, as such a number is one
whose changes are added up.
"""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.course_joins"
SPAN = 600
"""Seconds that are counted together."""
SPANS = 6
"""So many stand before the one that goes on: what is counted stays for an hour, and up to ten minutes more."""


def joins_within_hour(course: Any, unproved: bool = False) -> int:
    """Return how many have begun a course within an hour; or of them those without a proof."""
    return sum(number() for _span, number in recent(course, unproved))


def seconds_until_fewer(course: Any, unproved: bool = False) -> int:
    """Return the seconds until those who came first count no more."""
    first = next((span for span, _number in recent(course, unproved)), None)
    if first is None:
        return 0
    return int((first + SPANS + 1) * SPAN - utc_now().timestamp()) + 1


def note_join(course: Any, proved: bool) -> None:
    """Count one who begins; what is over is dropped."""
    courses = IAnnotations(section_of(course)).setdefault(KEY, OOBTree())
    for unproved in (False,) if proved else (False, True):
        spans = courses.setdefault(numbers_key(course.UID(), unproved), OOBTree())
        now = span_now()
        if now not in spans:
            for old in list(spans.keys(None, now - SPANS - 1)):
                del spans[old]
            spans[now] = Length()
        spans[now].change(1)


def forget_joins(section: Any, uid: str) -> None:
    """Drop the numbers of a course."""
    courses = IAnnotations(section).get(KEY) if section is not None else None
    if courses is not None:
        for unproved in (False, True):
            courses.pop(numbers_key(uid, unproved), None)


def recent(course: Any, unproved: bool) -> list[tuple[int, Length]]:
    """List the spans that count, the first before the others, with their numbers."""
    courses = IAnnotations(section_of(course)).get(KEY) or {}
    spans = courses.get(numbers_key(course.UID(), unproved))
    return [] if spans is None else list(spans.items(span_now() - SPANS))


def numbers_key(uid: str, unproved: bool) -> str:
    """Name the numbers of a course, or those of people without a proof."""
    return f"{uid} unproved" if unproved else uid


def span_now() -> int:
    """Return the number of the span that goes on."""
    return int(utc_now().timestamp()) // SPAN
