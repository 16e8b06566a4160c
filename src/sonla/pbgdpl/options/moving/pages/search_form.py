"""The form that finds what is to be brought in, and what it found."""

from collections import Counter
from functools import cached_property
from plone import api
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.options.moving import STOCK_TYPES
from sonla.pbgdpl.options.moving.finding import Criteria
from sonla.pbgdpl.options.moving.finding import find
from sonla.pbgdpl.options.moving.finding import read_folder
from sonla.pbgdpl.options.moving.pages.rows import type_title
from sonla.pbgdpl.ui.page import values_of
from typing import Any

SAMPLE = 10
"""Titles that are shown of what was found."""


class SearchForm(Mixin):
    """Read the form from the request of a page, and show what it finds."""

    request: Any

    @cached_property
    def criteria(self) -> Criteria:
        """What the form asks for; raises `InvalidInput`."""
        form = self.request.form
        types = [one for one in values_of(form.get("types")) if one in STOCK_TYPES]
        days = [str(form.get(name) or "").strip() for name in ("since", "until")]
        since, until = (read_day(day) if day else None for day in days)
        return Criteria(
            path=read_folder(str(form.get("folder") or "")),
            portal_types=tuple(types) or STOCK_TYPES,
            text=str(form.get("words") or ""),
            since=since,
            until=until,
        )

    @cached_property
    def found(self) -> list[Any]:
        """What is found, the oldest first."""
        return find(self.criteria)

    def result(self) -> dict[str, Any] | None:
        """Return what the page shows of what was found; raises `InvalidInput`."""
        found = self.found
        kinds = Counter(brain.portal_type for brain in found)
        return {
            "count": len(found),
            "kinds": [(type_title(name), count) for name, count in kinds.items()],
            "sample": [
                (one.Title or one.getId, one.getURL()) for one in found[:SAMPLE]
            ],
            "more": max(len(found) - SAMPLE, 0),
        }

    def stock_types(self) -> list[dict[str, Any]]:
        """List the types to choose from."""
        chosen = values_of(self.request.form.get("types")) or STOCK_TYPES
        return [
            {"name": name, "title": type_title(name), "chosen": name in chosen}
            for name in STOCK_TYPES
        ]

    def folders(self) -> list[tuple[str, str]]:
        """List the folders at the top of the portal with their addresses, to choose from."""
        portal = api.portal.get()
        catalog = api.portal.get_tool("portal_catalog")
        path = {"query": "/".join(portal.getPhysicalPath()), "depth": 1}
        brains = catalog.searchResults(
            path=path, is_folderish=True, sort_on="sortable_title"
        )
        return [(brain.getURL(), brain.Title) for brain in brains]

    @property
    def asked(self) -> dict[str, str]:
        """What was typed into the search, besides the types."""
        return {name: self.sent(name) for name in ("folder", "words", "since", "until")}

    def sent(self, name: str) -> str:
        """Return what was typed into a field of the search."""
        return str(self.request.form.get(name) or "")
