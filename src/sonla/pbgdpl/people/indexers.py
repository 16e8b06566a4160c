"""What the catalog knows of people in the register: public facts, and the next date.

Anybody who may search may ask any index, so none holds a private field.
"""

from collections.abc import Iterator
from datetime import date
from plone.indexer import indexer
from sonla.pbgdpl.core.append_only.periods import next_change
from sonla.pbgdpl.core.fields import indexed_tokens
from sonla.pbgdpl.core.fields import indexed_value
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.names import first_letter
from sonla.pbgdpl.core.vietnamese.names import name_order
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.workflow import STATE_CHECKED_ON
from sonla.pbgdpl.search.interfaces import ISearchableWords
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_words
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@indexer(IRegisteredPerson)
def pbgdpl_territory(person: Any) -> tuple[str, ...]:
    """Index the units in which the person speaks, derived from the recognitions."""
    return person.territory


@implementer(ISearchableWords)
@adapter(IRegisteredPerson)
class PlaceWords:
    """Have people found by the names of the units in which they speak."""

    def __init__(self, person: Any) -> None:
        self.person = person

    def words(self) -> Iterator[str]:
        """Yield them with their other spellings."""
        return term_words(TERRITORIES, self.person.territory)


# Where the person works, which is not the unit that entered them.
pbgdpl_agency = indexed_value(IRegisteredPerson, "agency")


@indexer(IRegisteredPerson)
def pbgdpl_level(person: Any) -> tuple[str, ...]:
    """Index the levels that the person stands for."""
    return person.levels


pbgdpl_spoken = indexed_tokens(IRegisteredPerson, "languages")


@indexer(IRegisteredPerson)
def pbgdpl_letter(person: Any) -> str:
    """Index the letter of the alphabet under which the given name stands."""
    return first_letter(person.title)


@indexer(IRegisteredPerson)
def pbgdpl_name_order(person: Any) -> str:
    """Index what a Vietnamese list is sorted by."""
    return name_order(person.title)


# The code that the records of one person share.
pbgdpl_person = indexed_value(IRegisteredPerson, "person_id")


@indexer(IRegisteredPerson)
def pbgdpl_next_change(person: Any) -> str | None:
    """Index the next day on which a recognition begins or ends: the daily job asks for it."""
    seen_on = stored_value(person, STATE_CHECKED_ON) or date.min
    day = next_change(stored_value(person, "recognitions") or [], seen_on)
    return day.isoformat() if day else None
