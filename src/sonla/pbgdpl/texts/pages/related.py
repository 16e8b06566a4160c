"""Where to read on below an article: what cites the same law, then the same field.

No query: a text knows its documents and fields, the indexes know which records have them,
and only the few that are shown are looked at. Newest first, and nothing that a search
would not give this visitor.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import multiunion
from collections.abc import Iterable
from collections.abc import Iterator
from DateTime import DateTime
from functools import cached_property
from itertools import chain
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.homepage.recent import filter_of
from sonla.pbgdpl.homepage.recent import is_below
from sonla.pbgdpl.homepage.recent import MAX_STEPS
from sonla.pbgdpl.homepage.recent import newest_first
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.ui.interfaces import is_article
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any

FIELDS_INDEX = "pbgdpl_legal_fields"
SHOWN = 5


class RelatedViewlet(ConditionalViewlet):
    """List a few related texts."""

    def available(self) -> bool:
        """Show them below articles that have any."""
        return is_article(self.context, self.view) and bool(self.entries)

    @cached_property
    def entries(self) -> list[Summary]:
        """What is shown of each."""
        catalog = api.portal.get_tool("portal_catalog")
        records = related_records(self.context, catalog)
        known = brains_by_record(catalog)
        brains = (known[rid].__of__(catalog) for rid in records)
        return list(entries_of(islice(brains, SHOWN)))

    def type_title(self, entry: Summary) -> str:
        """Name the type of a text."""
        fti = api.portal.get_tool("portal_types").get(entry.portal_type)
        return api.portal.translate(fti.Title()) if fti is not None else ""


def related_records(text: Any, catalog: Any) -> Iterator[int]:
    """Yield the records of related texts of the same section, the closest first."""
    section = section_of(text)
    if section is None:
        return
    processQueue()
    own = catalog.getrid(path_of(text))
    roots = (path_of(section),)
    fits = filter_of(catalog, types_with("is_related_reading"), {}, DateTime())
    shown: set[int | None] = {own}
    found = chain(same_documents(text, catalog), same_fields(text, catalog))
    for rid in found:
        if rid not in shown and fits(rid) and is_below(catalog.getpath(rid), roots):
            shown.add(rid)
            yield rid


def same_documents(text: Any, catalog: Any) -> list[int]:
    """Return the records that cite one of the documents of a text, newest first."""
    identities = {document_identity(row) for row in cited_rows(text)}
    dates = keys_by_record(get_index(catalog, "effective"))
    records = holders(catalog, DOCUMENT_INDEX, identities)
    return sorted(records, key=lambda rid: dates.get(rid, 0), reverse=True)


def same_fields(text: Any, catalog: Any) -> Iterator[int]:
    """Yield the newest records of one of the fields of law of a text.

    A field may have thousands, so the newest of the portal are asked whether they are
    among them, as many as the homepage asks.
    """
    records = holders(catalog, FIELDS_INDEX, stored_value(text, "legal_fields") or ())
    if not records:
        return iter(())
    newest = newest_first(get_index(catalog, "effective"), DateTime())
    return (rid for rid in islice(newest, MAX_STEPS) if rid in records)


def holders(catalog: Any, name: str, values: Iterable[str]) -> IISet:
    """Return the records that have one of some values in an index."""
    index = find_index(catalog, name)
    if index is None:
        return IISet()
    known = records_by_key(index)
    sets = (known.get(value) for value in values)
    return multiunion(
        [
            IISet([one]) if isinstance(one, int) else one
            for one in sets
            if one is not None
        ]
    )
