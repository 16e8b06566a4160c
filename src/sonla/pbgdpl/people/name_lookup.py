"""Find people of the register by what others write of them: a name, or a code."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.names import fold_person
from sonla.pbgdpl.people import PERSON_INDEX
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.rules import RECOGNISED
from typing import Any

import re

_WORD = re.compile(r"[^\W_]+")
_REMARK = re.compile(r"\([^()]*\)\Z")


class NameLookup:
    """Find people of a section as lists name them; only those whom the user may see."""

    def __init__(self, context: Any) -> None:
        self.query = {
            "path": path_of(section_of(context)),
            "portal_type": list(PERSON_TYPES),
        }
        self.exact: dict[str, list[Any]] = {}
        self.short: dict[str, list[Any]] = {}
        self.folded: dict[str, list[Any]] = {}
        for brain in api.portal.get_tool("portal_catalog").searchResults(self.query):
            name = without_remark(brain.Title)
            self.exact.setdefault(fold_person(brain.Title), []).append(brain)
            self.short.setdefault(fold_person(name), []).append(brain)
            self.folded.setdefault(fold_name(name), []).append(brain)

    def named(self, name: str) -> list[Any]:
        """List who bears a name; where nobody does, who is meant by it without accents.

        Hùng and Hưng are two people, Hung may be either: accents that are missing are
        made up for, others are not overlooked.
        """
        whole = fold_person(name)
        found = self.exact.get(whole) or self.short.get(whole) or self.plain(name)
        return one_record_each(found)

    def plain(self, name: str) -> list[Any]:
        """List who is meant by a name without accents, or has one."""
        return [
            brain
            for brain in self.namesakes(name)
            if is_plain(name) or is_plain(without_remark(brain.Title))
        ]

    def namesakes(self, name: str) -> list[Any]:
        """List whose name differs from this one by accents, or a remark, alone."""
        return self.folded.get(fold_name(without_remark(name)), [])

    def like(self, name: str) -> list[str]:
        """List the names that differ from this one by accents alone, to be proposed."""
        return sorted({brain.Title for brain in self.namesakes(name)})

    def coded(self, code: str) -> list[Any]:
        """List who has a code: one person, in one or several records."""
        catalog = api.portal.get_tool("portal_catalog")
        if PERSON_INDEX not in catalog.indexes():
            return []
        return one_record_each(
            catalog.searchResults({**self.query, PERSON_INDEX: code})
        )


def people_with(uids: Iterable[str]) -> list[Any]:
    """Return the people of the register with these UIDs, in their order, whom the user may see."""
    order = {uid: place for place, uid in enumerate(filter(None, uids))}
    if not order:
        return []
    found = api.content.find(UID=list(order), portal_type=list(PERSON_TYPES))
    return list(load_objects(sorted(found, key=lambda brain: order[brain.UID])))


def people_called(name: str, context: Any) -> Iterator[Any]:
    """Yield the people of a section with a name; accents and parts of it may be left out.

    The catalog finds the words wherever they stand, so the name is looked at again.
    """
    words = _WORD.findall(fold_name(name))
    if not words:
        return
    brains = api.portal.get_tool("portal_catalog").searchResults(
        path=path_of(section_of(context)),
        portal_type=list(PERSON_TYPES),
        SearchableText=" AND ".join(f"{word}*" for word in words),
        sort_on="sortable_title",
    )
    for brain in brains:
        parts = fold_name(brain.Title).split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            yield from load_objects([brain])


def people_by_official_mail(context: Any, mails: Collection[str]) -> dict[str, Any]:
    """Return who in the register has each of some addresses, whoever asks.

    An address that several people share, as that of an office, tells nobody. No index has
    addresses, which are nobody's to search for: all records are looked at.
    """
    found: dict[str, list[Any]] = {}
    brains = api.content.find(
        unrestricted=True,
        context=section_of(context),
        portal_type=list(PERSON_TYPES),
    )
    for brain, person in brains_with_objects(brains):
        mail = (stored_value(person, "official_email") or "").casefold()
        if mail and mail in mails:
            found.setdefault(mail, []).append(brain)
    known = {mail: one_record_each(brains) for mail, brains in found.items()}
    return {mail: people[0] for mail, people in known.items() if len(people) == 1}


def recognised_near(context: Any, most: int) -> list[Any]:
    """List the people recognised now for the place of a unit, by name; elsewhere of the section."""
    unit = unit_of(context)
    places = stored_value(unit, "territory") if unit is not None else ()
    query = {"pbgdpl_territory": list(places)} if places else {}
    found = api.content.find(
        context=section_of(context),
        portal_type=list(PERSON_TYPES),
        review_state=RECOGNISED,
        sort_on="sortable_title",
        sort_limit=most,
        **query,
    )
    return list(load_objects(found[:most]))


def without_remark(name: str) -> str:
    """Return a name without the remark in brackets by which lists tell people apart."""
    return _REMARK.sub("", (name or "").rstrip()).rstrip() or name


def spelled(name: str) -> str:
    """Write a name in one way: letters composed, lower case, single blanks."""
    return " ".join(normalized(name or "").lower().split())


def is_plain(name: str) -> bool:
    """Return whether a name was typed without any accents."""
    return spelled(name) == fold_name(name)


def one_record_each(brains: Iterable[Any]) -> list[Any]:
    """Load people, one record of each: that in force rather than one that has ended."""
    people: dict[str, Any] = {}
    for person in load_objects(
        sorted(brains, key=lambda b: b.review_state != RECOGNISED)
    ):
        people.setdefault(stored_value(person, "person_id") or path_of(person), person)
    return list(people.values())
