"""What the profiles do for searching beyond their XML files."""

from collections.abc import Iterable
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core import keyed_hash
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.names import AI_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.editorial import AUTHOR_INDEX
from sonla.pbgdpl.search import folding_switch
from sonla.pbgdpl.search import own_index
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS
from sonla.pbgdpl.search.thesaurus.storage import set_up_thesaurus
from typing import Any

INDEXES = (
    "SearchableText",
    "pbgdpl_kind",
    "pbgdpl_legal_fields",
    "pbgdpl_audiences",
    "pbgdpl_territory",
    "pbgdpl_year",
    "pbgdpl_date",
    "pbgdpl_agency",
    "pbgdpl_language",
    AI_INDEX,
    "pbgdpl_number",
    "pbgdpl_legal_document",
    "pbgdpl_last_step",
    "pbgdpl_steps",
    "pbgdpl_author",
    "pbgdpl_level",
    "pbgdpl_spoken",
    "pbgdpl_letter",
    "pbgdpl_name_order",
    "pbgdpl_person",
    "pbgdpl_next_change",
    "pbgdpl_counts",
    "pbgdpl_report",
    "pbgdpl_organiser",
    "pbgdpl_publisher",
    own_index.INDEX,
)
"""What is to be filled when the add-on comes back to content it left."""


def enable_search(context: Any) -> None:
    """Fold Vietnamese in the search of the whole portal: the profile `search`."""
    folding_switch.enable()


def set_up_search() -> None:
    """Make our text index and fill our indexes for content that is already there.

    GenericSetup adds indexes empty, so after a second installation the content
    of the first would be in none of them.
    """
    own_index.ensure_index()
    keyed_hash.install_key(api.portal.get())
    fill_indexes(INDEXES)


def fill_indexes(names: Iterable[str]) -> None:
    """Index all content of the sections in some of our indexes."""
    catalog = api.portal.get_tool("portal_catalog")
    for path in with_savepoints(section_paths()):
        obj = catalog.resolve_path(path)
        if obj is not None:
            catalog.catalog_object(obj, path, idxs=list(names), update_metadata=0)


class SearchCheck(SelfCheck):
    """Bring our text index, the secret of authors' names in their index, and the thesaurus."""

    def missing(self) -> list[str]:
        """Return the names of the index and of the annotation, as far as they lack."""
        names = []
        if not own_index.is_there():
            names.append(own_index.INDEX)
        if keyed_hash.key_of(self.site) is None:
            names.append(keyed_hash.KEY)
        if not CONCEPTS.is_there():
            names.append(CONCEPTS.key)
        return names

    def repair(self) -> None:
        """Make what is missing, and index the content anew in what depends on it."""
        own_index.ensure_index()
        keyed_hash.install_key(self.site)
        set_up_thesaurus()
        fill_indexes((own_index.INDEX, AUTHOR_INDEX))


def uninstall_search() -> None:
    """Restore the portal's own search and remove our text index with its lexicon."""
    folding_switch.disable()
    own_index.remove_index()
    keyed_hash.remove_key(api.portal.get())


def section_paths() -> list[str]:
    """List the paths of all content in sections, without checking permissions, sorted."""
    roots = [path_of(section) for section in all_sections()]
    if not roots:
        return []
    brains = api.content.find(unrestricted=True, path={"query": roots})
    return sorted(brain.getPath() for brain in brains)


class SearchStep(SetupStep):
    """Make and fill our indexes, once states and agencies are back."""

    order = 70
    parts = (
        Remainder(
            30,
            _(
                "msg_parts_search",
                default="Search without accents: the portal's own search is restored.",
            ),
        ),
    )

    def install(self, site: Any) -> None:
        """Make our text index, and fill our indexes for content that is there."""
        set_up_search()
        set_up_thesaurus()

    def uninstall(self, site: Any) -> None:
        """Restore the portal's own search, and keep the thesaurus."""
        uninstall_search()
        CONCEPTS.keep()
