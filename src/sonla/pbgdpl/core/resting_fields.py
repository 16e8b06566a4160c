"""Fields of content that rest with an option: forms and REST leave them out, what is stored stays.

A type has them from a behavior, which it has whether the option is on or off.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from plone.supermodel.directives import MetadataListDirective
from plone.supermodel.utils import mergedTaggedValueList
from sonla.pbgdpl.core.options import options_on
from typing import Any
from zope.schema import getFieldNames


class rests_without(MetadataListDirective):
    """Name the option without which nobody fills in the fields of a schema."""

    key = "sonla.pbgdpl.rests_without"

    def factory(self, option: str) -> list[str]:
        """Return the name."""
        return [option]


def fields_of_options(schemata: Iterable[Any]) -> Iterator[str]:
    """Yield the names of the fields that belong to an option, be it on or off."""
    for schema in schemata:
        if mergedTaggedValueList(schema, rests_without.key):
            yield from getFieldNames(schema)


def resting_fields(schemata: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield schema and name of each field whose option is off in this portal."""
    for schema in schemata:
        needed = set(mergedTaggedValueList(schema, rests_without.key))
        if needed - options_on():
            yield from ((schema, name) for name in getFieldNames(schema))
