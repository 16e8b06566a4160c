"""Find people of the register by what others write of them: a name, or a code."""

from collections.abc import Iterable
from plone import api
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.config import PERSON_INDEX
from sonla.pbgdpl.config import PERSON_TYPES
from sonla.pbgdpl.fields import stored
from sonla.pbgdpl.legal_documents import fold_name
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.register.episodes import RECOGNISED
from sonla.pbgdpl.section import section_of
from typing import Any

import unicodedata


class PeopleByName:
    """Find people of a section as lists name them; only those whom the user may see."""

    def __init__(self, context: Any) -> None:
        self.query = {
            "path": path_of(section_of(context)),
            "portal_type": list(PERSON_TYPES),
        }
        self.exact: dict[str, list[Any]] = {}
        self.folded: dict[str, list[Any]] = {}
        for brain in api.portal.get_tool("portal_catalog").searchResults(self.query):
            self.exact.setdefault(spelled(brain.Title), []).append(brain)
            self.folded.setdefault(fold_name(brain.Title), []).append(brain)

    def named(self, name: str) -> list[Any]:
        """List who bears a name; where nobody does, who is meant by it without accents.

        Hùng and Hưng are two people, Hung may be either: accents that are missing are
        made up for, others are not overlooked.
        """
        found = self.exact.get(spelled(name)) or [
            brain
            for brain in self.folded.get(fold_name(name), [])
            if is_plain(name) or is_plain(brain.Title)
        ]
        return one_record_each(found)

    def coded(self, code: str) -> list[Any]:
        """List who has a code: one person, in one or several records."""
        catalog = api.portal.get_tool("portal_catalog")
        if PERSON_INDEX not in catalog.indexes():
            return []
        return one_record_each(
            catalog.searchResults({**self.query, PERSON_INDEX: code})
        )


def spelled(name: str) -> str:
    """Write a name in one way: letters composed, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name or "").lower().split())


def is_plain(name: str) -> bool:
    """Tell a name that was typed without any accents."""
    return spelled(name) == fold_name(name)


def one_record_each(brains: Iterable[Any]) -> list[Any]:
    """Load people, one record of each: that in force rather than one that has ended."""
    people: dict[str, Any] = {}
    for person in awake(sorted(brains, key=lambda b: b.review_state != RECOGNISED)):
        people.setdefault(stored(person, "person_id") or path_of(person), person)
    return list(people.values())
