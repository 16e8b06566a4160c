"""The counter of activities: approved ones, by the day on which they began."""

from collections.abc import Iterator
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import counted_sessions
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.content import PEOPLE_COUNTS
from sonla.pbgdpl.activities.vocabularies import JOINED
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.statistics.counter import Counter
from sonla.pbgdpl.statistics.counter import entries
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICountable
from sonla.pbgdpl.statistics.interfaces import IEventCounter
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

SUBJECT = "activities"
OF_ORGANISER = frozenset(COUNTS) - {
    "documents_handed_out",
    "documents_in_ethnic_languages",
    "broadcasts",
}
"""Numbers that only the organiser counts: a contest of the province is no contest of each commune."""


@implementer(IEventCounter)
class ActivityCounter(Counter):
    """Count approved activities and add their numbers up, from the catalog alone."""

    title = _("counter_activities", default="Activities")
    known_facts = ("form", "organiser", "agency")
    events = "sessions"
    people = PEOPLE_COUNTS

    @property
    def measure_titles(self) -> dict[str, Message]:
        """The activities themselves, and the numbers by the titles of their fields."""
        own = _("measure_activities", default="activities")
        return {"activities": own} | {
            name: ILegalActivity[name].title for name in COUNTS
        }

    def values(self) -> dict[str, dict[str, str]]:
        """Return the forms of dissemination, kinds of organisers and agencies."""
        return {
            "form": titles_by_token("DisseminationForms"),
            "organiser": ORGANISER_KINDS,
            "agency": titles_by_token(AGENCIES),
        }

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the approved activities that began in the scope.

        One that names no agency is that of its unit, whichever that is today.
        """
        agencies = agencies_of(scope)
        for rid, place, facts, amounts in entries(SUBJECT, scope):
            form, kind, agency = facts
            yield rid, place, (form, kind, agency or agencies[place]), amounts


def agencies_of(scope: CountingScope) -> dict[str, str]:
    """Map the places of a scope to the agencies that they are of; '' for a section."""
    found = dict.fromkeys(scope.places, "")
    catalog = api.portal.get_tool("portal_catalog")
    index = find_index(catalog, "pbgdpl_agency")
    for uid, place in scope.places.items():
        rid = catalog.getrid(place.path)
        if index is not None and rid is not None:
            found[uid] = index.getEntryForObject(rid) or ""
    return found


@implementer(ICountable)
@adapter(ILegalActivity)
class CountableActivity:
    """What one activity adds to statistics."""

    subject = SUBJECT

    def __init__(self, activity: Any) -> None:
        self.activity = activity

    @property
    def moment(self) -> datetime | None:
        """The moment at which it began."""
        start = stored_value(self.activity, "start")
        return start if isinstance(start, datetime) else None

    @property
    def facts(self) -> tuple[str, ...]:
        """Form, kind of organiser, and the agency that the activity itself names."""
        names = ("dissemination_form", "organiser_kind", "agency")
        return tuple(stored_value(self.activity, name) or "" for name in names)

    @property
    def amounts(self) -> tuple[int, ...]:
        """One activity and its numbers; what another counts adds nothing.

        Of what nobody counted, sessions alone add something: what was held was held once.
        """
        joined = stored_value(self.activity, "organiser_kind") == JOINED
        left_out = OF_ORGANISER if joined else frozenset[str]()
        numbers = {name: stored_value(self.activity, name) for name in COUNTS}
        numbers["sessions"] = counted_sessions(numbers["sessions"])
        return (
            1,
            *(0 if name in left_out else numbers[name] or 0 for name in COUNTS),
        )
