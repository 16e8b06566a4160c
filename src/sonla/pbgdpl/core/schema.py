"""What a schema says of its fields beside what Plone asks."""

from plone.supermodel.directives import DictCheckerPlugin
from plone.supermodel.directives import MetadataDictDirective


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


class SearchablePlugin(DictCheckerPlugin):
    """Refuse a schema that names a field which it doesn't have."""

    key = searchable.key
