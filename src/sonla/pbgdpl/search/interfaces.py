"""The seam of searching: words that stand in no field."""

from collections.abc import Iterator
from zope.interface import Interface


class ISearchableWords(Interface):
    """Add words to the search text of an item: a named adapter of content of ours.

    For what is computed; a field is named in its schema (`core.fields.searchable`). All are
    asked whenever an item is indexed, whoever may see it, so nothing protected may be among
    the words. What is raised fails the saving.
    """

    def words() -> Iterator[str]:
        """Yield texts, in any order; one that is empty adds nothing."""
