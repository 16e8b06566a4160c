"""What items store in their fields, and what a schema says of them beside what Plone asks."""

from Acquisition import aq_base
from plone.supermodel.directives import DictCheckerPlugin
from plone.supermodel.directives import MetadataDictDirective
from plone.supermodel.directives import MetadataListDirective
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IField


def stored_value(item: Any, name: str) -> Any:
    """Read what an item stores in a field; None for a field never set.

    Not by `getattr`: that would acquire the field of a container, and for each name
    that an item lacks Dexterity searches all its schemata for a default.
    """
    base = aq_base(item)
    base._p_activate()
    return vars(base).get(name)


def tokens(obj: Any, name: str) -> tuple[str, ...]:
    """Read a field of several tokens; an empty one gives an empty tuple."""
    return tuple(token for token in stored_value(obj, name) or () if token)


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
