"""The public page of a contributing unit."""

from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.texts.pages.item import EntriesMixin
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import links_of
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.offices import Office
from sonla.pbgdpl.units.offices import office_of
from typing import Any

PAGE_SIZE = 20


class UnitView(EntriesMixin, TextPage):
    """Show what the unit published, found by query, and whether it is closed."""

    @property
    def closed_on(self) -> str:
        """The day on which the unit was closed, if it has come."""
        day = self.context.closed_on
        return self.date(day) if day and day <= today() else ""

    @cached_property
    def successor(self) -> Any:
        """The unit that follows a closed one, if this visitor may see it."""
        code, section = self.context.successor, section_of(self.context)
        if not code or section is None:
            return None
        unit = units_by_code(section).get(code)
        if unit is None or not api.user.has_permission("View", obj=unit):
            return None
        return unit

    @property
    def office(self) -> Office:
        """Where people go with their papers."""
        return office_of(self.context)

    def links(self) -> list[PageLink]:
        """Return the unit's own lists, such as that of its activities."""
        return links_of(self.context)

    def actions(self) -> list[PageLink]:
        """Return what this user may do for the unit, such as filling a form in."""
        return actions_of(self.context)

    @cached_property
    def batch(self) -> Batch:
        """One page of what the unit published, newest first."""
        start = self.batch_start
        brains = api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(self.context),
            portal_type=list(types_with("is_listed_in_unit")),
            review_state="published",
            sort_on="effective",
            sort_order="descending",
            b_start=start,
            b_size=PAGE_SIZE,
        )
        return Batch(brains, PAGE_SIZE, start)

    @cached_property
    def entries(self) -> list[Any]:
        return list(entries_of(self.batch, self.titles))
