"""An activity in words for lists and pages: when, where, by whom.

And the list of activities on the page of somebody who spoke in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.content import counted_sessions
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.vocabularies import JOINED
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import hour_words
from sonla.pbgdpl.core.dates import span_words
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.people.references import is_visible
from sonla.pbgdpl.people.references import PersonHistory
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.i18nmessageid import Message

FORMS = "sonla.pbgdpl.DisseminationForms"

LIST_NAME = "activities"
"""The page that lists them."""


@dataclass(frozen=True)
class ActivityWords:
    """What a list shows of an activity."""

    title: str
    url: str
    days: str
    iso: str
    form: str
    where: str
    organiser: str
    sessions: str
    attendees: str


class PersonActivities(PersonHistory):
    """List the activities in which a person spoke."""

    order = 10
    title = _("heading_person_activities", default="Activities")
    field = "performers"
    portal_type = ACTIVITY_TYPE


def activity_words(activity: Any) -> ActivityWords:
    """Put an activity into words for a list."""
    return ActivityWords(
        title=activity.title,
        url=activity.absolute_url(),
        days=days(activity),
        iso=iso_start(activity),
        form=term_title(FORMS, stored_value(activity, "dissemination_form")),
        where=where(activity),
        organiser=shown_author(activity),
        sessions=number(sessions(activity)),
        attendees=number(stored_value(activity, "attendees")),
    )


def sessions(activity: Any) -> int | None:
    """Return the sessions of an activity so that a list adds up to what statistics count.

    None for one that is still to come, or that another body counts, and has no number.
    """
    entered: int | None = stored_value(activity, "sessions")
    start = begin(activity)
    is_counted = start is not None and in_portal_zone(start).date() <= today()
    if stored_value(activity, "organiser_kind") == JOINED or not is_counted:
        return entered
    return counted_sessions(entered)


def days(activity: Any) -> str:
    """Write the day, or the first and the last."""
    first, last = format_day(begin(activity)), format_day(finish(activity))
    return first if last in ("", first) else f"{first} – {last}"


def hours(activity: Any) -> str:
    """Write from when to when; empty for whole days and for several days."""
    start, end = begin(activity), finish(activity)
    if start is None or stored_value(activity, "whole_day"):
        return ""
    if end is not None and format_day(start) != format_day(end):
        return ""
    if end is None or start == end:
        return hour_words(start)
    return span_words(hour_words(start), hour_words(end))


def begin(activity: Any) -> datetime | None:
    """Return when it begins."""
    return stored_value(activity, "start")


def finish(activity: Any) -> datetime | None:
    """Return when it ends; None for an open end."""
    return None if stored_value(activity, "open_end") else stored_value(activity, "end")


def iso_start(activity: Any) -> str:
    """Write the beginning for machines."""
    start = begin(activity)
    return "" if start is None else in_portal_zone(start).isoformat(timespec="minutes")


def where(activity: Any) -> str:
    """Name place and territory."""
    place = stored_value(activity, "location") or ""
    territory = term_titles(TERRITORIES, stored_value(activity, "territory"))
    return ", ".join(filter(None, (place, *territory)))


def number(value: int | None) -> str:
    """Write a number as in Vietnam, thousands parted by points; nothing for none."""
    return "" if value is None else group_digits(value)


def counted(activity: Any) -> Iterator[dict[str, Message | str]]:
    """Yield title and value of each number that was entered."""
    for name in COUNTS:
        value = stored_value(activity, name)
        if value is not None:
            yield {"title": ILegalActivity[name].title, "value": number(value)}


def performers(activity: Any) -> list[Any]:
    """List who spoke, those whom the user may see, in the order entered."""
    people = (
        relation.to_object for relation in stored_value(activity, "performers") or ()
    )
    return [person for person in people if person is not None and is_visible(person)]
