"""How many items use a term: asked before a term may go."""

from Acquisition import aq_base
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.app.contenttypes.behaviors.collection import ISyndicatableCollection
from plone.dexterity.interfaces import IDexterityFTI
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.names import SPOKEN_INDEX
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.filters import KIND_VOCABULARIES
from sonla.pbgdpl.vocabularies.stored_tokens import may_hold
from sonla.pbgdpl.vocabularies.stored_tokens import tokens_in
from typing import Any
from zope.schema import getFieldsInOrder

INDEXES = {
    name: f"pbgdpl_{name}" for name in ("legal_fields", "audiences", "territory")
}
"""Field → index that holds its tokens and nothing else."""
ASKED_INDEXES = {
    "sonla.pbgdpl.LegalFields": ("pbgdpl_legal_fields",),
    "sonla.pbgdpl.Audiences": ("pbgdpl_audiences",),
    TERRITORIES: ("pbgdpl_territory",),
    AGENCIES: ("pbgdpl_agency",),
    "sonla.pbgdpl.Languages": ("pbgdpl_language", SPOKEN_INDEX),
    "sonla.pbgdpl.GovernmentLevels": (LEVEL_INDEX,),
    **dict.fromkeys(KIND_VOCABULARIES, (KIND_INDEX,)),
}
"""Vocabulary → indexes by whose tokens Collections select."""


def count_usage(vocabulary: str, tokens: Iterable[str]) -> dict[str, int]:
    """Count the items that use each token; a token that none uses is left out.

    Whatever the state of the items, and without checking permissions. Fields with an index of their
    tokens are counted by the catalog. Types with other fields of this vocabulary
    (cells of rows, mostly) are walked, one object at a time: dear, but asked only for
    terms that somebody wants to remove. A Collection that selects by a term uses it,
    too: without the term it would be empty for good.
    """
    wanted = set(tokens)
    if not wanted:
        return {}
    found: dict[str, set[int]] = {token: set() for token in wanted}
    for portal_type, fields in holders(vocabulary).items():
        others = []
        for field in fields:
            if index := token_index(portal_type, field):
                ask_catalog(portal_type, index, found)
            else:
                others.append(field)
        if others:
            walk(portal_type, others, vocabulary, found)
    for index in ASKED_INDEXES.get(vocabulary, ()):
        walk_collections(index, found)
    counts = Counter({token: len(rids) for token, rids in found.items()})
    return dict(+counts)


def holders(vocabulary: str) -> dict[str, list[Any]]:
    """Map each content type to its fields that can hold tokens of the vocabulary.

    Any type: a portal may have added one of our behaviors to a type of its own.
    """
    types = api.portal.get_tool("portal_types").objectValues()
    found = {
        fti.getId(): [
            field
            for schema in iterSchemataForType(fti.getId())
            for _name, field in getFieldsInOrder(schema)
            if may_hold(field, vocabulary)
        ]
        for fti in types
        if IDexterityFTI.providedBy(fti)
    }
    return {portal_type: fields for portal_type, fields in found.items() if fields}


def token_index(portal_type: str, field: Any) -> str | None:
    """Name the index that holds just the tokens of a field; None for none such.

    Indexers derive other values for some fields (the agency of the unit, one kind for
    two fields), and know only content of ours.
    """
    name = INDEXES.get(field.__name__)
    indexes = api.portal.get_tool("portal_catalog").indexes()
    schemas = iterSchemataForType(portal_type)
    ours = any(schema.isOrExtends(IOwnContent) for schema in schemas)
    return name if ours and name in indexes else None


def ask_catalog(portal_type: str, index: str, found: dict[str, set[int]]) -> None:
    """Add the record ids of the items whose indexed field holds a token."""
    for token, rids in found.items():
        query = {"portal_type": portal_type, index: token}
        rids.update(
            brain.getRID() for brain in api.content.find(unrestricted=True, **query)
        )


def walk(
    portal_type: str, fields: list[Any], vocabulary: str, found: dict[str, set[int]]
) -> None:
    """Add the record ids of the items in whose fields a token stands."""
    for rid, item in objects_of(portal_type=portal_type):
        for field in fields:
            value = getattr(aq_base(item), field.__name__, None)
            for token in tokens_in(field, value, vocabulary):
                if token in found:
                    found[token].add(rid)


def walk_collections(index: str, found: dict[str, set[int]]) -> None:
    """Add the record ids of the Collections that select by a token of an index."""
    for rid, item in objects_of(object_provides=ISyndicatableCollection.__identifier__):
        for row in getattr(aq_base(item), "query", None) or ():
            if row.get("i") == index:
                for token in found.keys() & asked_tokens(row.get("v")):
                    found[token].add(rid)


def asked_tokens(value: Any) -> set[str]:
    """Return the tokens for which a row of a Collection's criteria asks."""
    return {value} if isinstance(value, str) else set(value or ())


def objects_of(**query: str) -> Iterator[tuple[int, Any]]:
    """Yield every item that the catalog finds, and forget each one after use."""
    for brain in api.content.find(unrestricted=True, **query):
        item = item_of(brain)
        if item is None:
            continue
        fresh = aq_base(item)._p_changed is None
        yield brain.getRID(), item
        if fresh:
            aq_base(item)._p_deactivate()
