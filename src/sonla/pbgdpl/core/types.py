"""What code must know of content types, asked of those that are registered.

Each type registers its facts (`IContentTypeFacts`) by its name; nothing here names one.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from plone import api
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import implementer

WRITING, LISTS, OTHER = "writing", "lists", "other"
"""The groups of the menu *Add*."""
BODY_FIELDS = ("text",)
"""Where a type has its body unless it says otherwise, as Plone's own have."""


@implementer(IContentTypeFacts)
@dataclass(frozen=True)
class ContentTypeFacts:
    """The facts of one type; what is not said is not so."""

    order: int
    is_own: bool = False
    is_text: bool = False
    is_event: bool = False
    is_person: bool = False
    is_contribution: bool = False
    cites_documents: bool = False
    follows_unit: bool = False
    is_due_after_closing: bool = False
    is_listed_in_unit: bool = False
    is_related_reading: bool = False
    has_figures: bool = False
    counts_visits: bool = False
    has_costs: bool = False
    answer_place: int = 0
    menu_group: str = OTHER
    menu_place: int = 99
    body_fields: tuple[str, ...] = BODY_FIELDS
    first_fields: tuple[str, ...] = ()
    kinds: Mapping[str, Message] = field(default_factory=dict)
    opening_field: str = ""
    belongs_to: str = ""
    no_revision: Message | None = None
    chain: str = ""
    added_in: tuple[str, ...] = ()
    is_versioned: bool = False
    is_in_navigation: bool = False
    icon: str = ""


def facts_in_order() -> list[tuple[str, IContentTypeFacts]]:
    """List the types with their facts, in their order."""
    return sorted(
        getUtilitiesFor(IContentTypeFacts), key=lambda named: (named[1].order, named[0])
    )


def kinds_of_types() -> dict[str, Message]:
    """Return the kinds of which there is no list, of all types, with their titles."""
    return {
        token: title
        for _name, type_facts in getUtilitiesFor(IContentTypeFacts)
        for token, title in type_facts.kinds.items()
    }


def types_with(*facts: str) -> tuple[str, ...]:
    """Return the portal_types for which one of the named facts is true, in their order.

    Raises `AttributeError` for a fact that `IContentTypeFacts` does not have.
    """
    return tuple(
        name
        for name, type_facts in facts_in_order()
        if any(getattr(type_facts, fact) for fact in facts)
    )


def answer_places() -> dict[str, int]:
    """Map each type that answers questions to its place among them."""
    return {
        name: type_facts.answer_place
        for name, type_facts in getUtilitiesFor(IContentTypeFacts)
        if type_facts.answer_place
    }


def own_content() -> Iterator[Any]:
    """Yield each item of our types, without checking permissions."""
    for brain in api.content.find(
        unrestricted=True, portal_type=list(types_with("is_own"))
    ):
        yield get_object(brain)


def groups_of_menu() -> dict[str, str]:
    """Map types to their groups of the menu *Add*, in the order in which they stand there."""
    facts = sorted(facts_in_order(), key=lambda named: named[1].menu_place)
    return {name: type_facts.menu_group for name, type_facts in facts}


UNKNOWN = ContentTypeFacts(order=0)


def facts_of(portal_type: str) -> IContentTypeFacts:
    """Return the facts of a type; for an unknown one those that are so for most."""
    return queryUtility(IContentTypeFacts, name=portal_type, default=UNKNOWN)


def is_type_with(fact: str, portal_type: str) -> bool:
    """Return whether a fact is true for a type; it is for none that is unknown."""
    return bool(getattr(facts_of(portal_type), fact))


def body_fields(portal_type: str) -> tuple[str, ...]:
    """Return the fields in which a type has what is read, as HTML."""
    return tuple(facts_of(portal_type).body_fields)


def numbers_by_type() -> dict[str, int]:
    """Count the content of each of our types that has any, without checking permissions.

    Without making brains: it is asked for each time that somebody looks at the add-ons.
    """
    search = api.portal.get_tool("portal_catalog").unrestrictedSearchResults
    numbers = {name: len(search(portal_type=name)) for name in types_with("is_own")}
    return {name: number for name, number in numbers.items() if number}


def content_paths() -> dict[str, str]:
    """Map the path of each item of our types to its portal_type, without checking permissions."""
    brains = api.content.find(unrestricted=True, portal_type=list(types_with("is_own")))
    return {brain.getPath(): brain.portal_type for brain in brains}


def in_order(paths: dict[str, str]) -> dict[str, int]:
    """Count by type, in the order of the add menu; types without content are left out."""
    counts = Counter(paths.values())
    return {name: counts[name] for name in types_with("is_own") if counts[name]}
