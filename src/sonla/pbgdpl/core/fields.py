"""What items store in their fields, and what a schema says of them beside what Plone asks."""

from Acquisition import aq_base
from collections.abc import Iterable
from datetime import date
from functools import cache
from plone.dexterity.utils import iterSchemata
from plone.indexer import indexer
from plone.supermodel.directives import DictCheckerPlugin
from plone.supermodel.directives import MetadataDictDirective
from plone.supermodel.directives import MetadataListDirective
from typing import Any
from zope.schema import Date
from zope.schema import Datetime
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IField


def drop_values(item: Any, names: Iterable[str]) -> None:
    """Take values out of an item, which then has those of its class."""
    for name in names:
        item.__dict__.pop(name, None)
    item._p_changed = True


def stored_value(item: Any, name: str) -> Any:
    """Read what an item stores in a field; None for a field never set.

    Not by `getattr`: that would acquire the field of a container, and for each name
    that an item lacks Dexterity searches all its schemata for a default.
    """
    base = aq_base(item)
    base._p_activate()
    return vars(base).get(name)


def wrong_dates(item: Any) -> list[Any]:
    """List the fields of an item for a day or a moment in which something else is stored.

    No form and no service lets it in; a script or an old import may have.
    """
    return [
        field
        for schema in iterSchemata(item)
        for field in date_fields(schema)
        if not isinstance(stored_value(item, field.getName()), date | None)
    ]


@cache
def date_fields(schema: Any) -> list[Any]:
    """List the fields of a schema for a day or a moment."""
    fields = (field for _name, field in getFieldsInOrder(schema))
    return [field for field in fields if isinstance(field, Date | Datetime)]


def tokens(obj: Any, name: str) -> tuple[str, ...]:
    """Read a field of several tokens; an empty one gives an empty tuple."""
    return tuple(token for token in stored_value(obj, name) or () if token)


def indexed_value(interface: Any, name: str) -> Any:
    """Return an indexer of what items store in a field; an empty one is not indexed."""
    return indexer(interface)(lambda obj: stored_value(obj, name) or None)


def indexed_tokens(interface: Any, name: str) -> Any:
    """Return an indexer of what items store in a field of several tokens."""
    return indexer(interface)(lambda obj: tokens(obj, name))


def fields_of(schemata: Any) -> dict[str, IField]:
    """Map names to the fields of several schemata."""
    return {name: one for schema in schemata for name, one in getFieldsInOrder(schema)}


class searchable(MetadataDictDirective):
    """Name the fields of a schema whose words are searched; no field comes in by itself.

    `searchable("source", "kind")` takes text as it is stored, terms by their titles and other
    spellings, each of several values. `searchable(members=("name", "position"))` takes these
    cells of rows. A field that has a read permission must not be named.
    """

    key = "sonla.pbgdpl.searchable"

    def factory(
        self, *names: str, **cells: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """Return the cells by field; none for a field that holds no rows."""
        return {**dict.fromkeys(names, ()), **cells}


class for_office(MetadataListDirective):
    """Name the fieldsets of a schema that only editors and approvers fill in.

    Forms leave them out for those who contribute; what is stored there stays.
    """

    key = "sonla.pbgdpl.for_office"

    def factory(self, *names: str) -> list[str]:
        """Return the names."""
        return list(names)


class SearchablePlugin(DictCheckerPlugin):
    """Refuse a schema that names a field which it doesn't have."""

    key = searchable.key
