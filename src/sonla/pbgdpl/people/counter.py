"""How many people are recognised: for the forms of statistics, and among the year's figures.

Sex and ethnicity are in no index, for anybody who may search may ask any of them. So people
are read themselves; there are thousands of them, not hundreds of thousands.
"""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.interfaces import IPersonFacts
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.vocabularies import GENDERS
from sonla.pbgdpl.people.vocabularies import QUALIFICATIONS
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.counting import YES_NO
from sonla.pbgdpl.statistics.interfaces import IDistinctCounter
from sonla.pbgdpl.statistics.interfaces import IKeyFigure
from sonla.pbgdpl.statistics.places import nearest
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from typing import Any
from typing import ClassVar
from zope.component import getUtilitiesFor
from zope.interface import implementer

FACTS = ("role", "level", "gender", "ethnicity", "education")
"""What the register itself knows of each person."""
MAJORITY = "kinh"
OTHERS = "other"
ETHNIC_GROUPS = {
    MAJORITY: _("ethnic_group_majority", default="Kinh"),
    OTHERS: _("ethnic_group_others", default="All other ethnic groups"),
}
MAJORITY_NAMES = ("kinh", "viet", "kinh (viet)")
"""The folded names of the ethnic group that forms tell from all others."""

REGISTERED = ("recognised", "ended")
"""States in which the register has taken somebody in: drafts are nobody yet."""


@implementer(IDistinctCounter)
class PeopleCounter:
    """Count the people recognised on the last day of a scope, today if that is to come."""

    title = _("counter_people", default="Legal reporters and propagandists")
    measure_titles: ClassVar = {
        "people": _("measure_people", default="people in force"),
        "took_part": _("measure_took_part", default="of them, who spoke directly"),
        "trained": _("measure_trained", default="of them, who were trained"),
        "trained_online": _(
            "measure_trained_online", default="of them, who were trained online"
        ),
    }

    def facts(self) -> tuple[str, ...]:
        """Return the facts of the register, then what other subjects know of people."""
        return (*FACTS, *(name for name, _asked in other_facts()))

    def values(self) -> dict[str, dict[str, str]]:
        """Return the values by which the register tells people apart."""
        return {
            "role": types_of_people(),
            "level": titles_by_token("GovernmentLevels"),
            "gender": GENDERS,
            "ethnicity": ETHNIC_GROUPS,
            "education": QUALIFICATIONS,
            **{name: YES_NO for name, _asked in other_facts()},
        }

    def measures(self) -> tuple[str, ...]:
        """Count records of people, and those among them for whom a fact of another subject holds."""
        return ("people", *(name for name, _asked in other_facts()))

    def identity(self, rid: int) -> str | int:
        """Return the code of the person, in however many records they stand."""
        catalog = api.portal.get_tool("portal_catalog")
        return get_index(catalog, "pbgdpl_person").getEntryForObject(rid) or rid

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the people in force, in the place where the register keeps them."""
        if not scope.places:
            return
        day = min(scope.last, today())
        known = [asked.person_ids(*scope.moments) for _name, asked in other_facts()]
        brains = api.content.find(
            unrestricted=True,
            path=list(scope.by_path),
            portal_type=list(PERSON_TYPES),
            review_state=list(REGISTERED),
        )
        for brain, person in brains_with_objects(brains):
            place = nearest(brain.getPath(), scope.by_path)
            facts = facts_of(person, day)
            if place and facts is not None:
                code = stored_value(person, "person_id")
                holds = [code in codes for codes in known]
                others = ("yes" if one else "no" for one in holds)
                yield brain.getRID(), place, (*facts, *others), (1, *map(int, holds))


def types_of_people() -> dict[str, str]:
    """Map the types of people to their titles."""
    types = api.portal.get_tool("portal_types")
    return {
        name: api.portal.translate(types[name].Title(), domain="sonla.pbgdpl")
        for name in PERSON_TYPES
        if name in types
    }


def other_facts() -> list[tuple[str, IPersonFacts]]:
    """List the facts that other subjects keep of people, by name."""
    return sorted(getUtilitiesFor(IPersonFacts), key=itemgetter(0))


def facts_of(person: Any, day: date) -> tuple[str, ...] | None:
    """Return what forms ask of a person; None for one who isn't recognised on the day.

    Of several recognitions in force the latest counts: nobody is two people.
    """
    is_in_force = current(stored_value(person, "recognitions") or [], day)
    if not is_in_force:
        return None
    return (
        person.portal_type,
        is_in_force[0].get("level") or "",
        stored_value(person, "gender") or "",
        ethnic_group(stored_value(person, "ethnicity")),
        stored_value(person, "qualification") or "",
    )


def ethnic_group(name: str | None) -> str:
    """Return the majority or another group; '' where nothing was entered."""
    folded = fold_name(name or "").strip()
    if not folded:
        return ""
    return MAJORITY if folded in MAJORITY_NAMES else OTHERS


@implementer(IKeyFigure)
class RecognisedPeople:
    """Count who is recognised today, by the catalog."""

    order = 10
    counter = "people"

    def figures(self, place: Any) -> Iterator[tuple[str, int]]:
        """Yield the number of each kind of people."""
        for name, title in types_of_people().items():
            found = api.content.find(
                path=path_of(place), portal_type=name, review_state=RECOGNISED
            )
            yield title, len(found)
