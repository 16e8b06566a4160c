"""The public page of a contributing unit."""

from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl.browser.activities.entering import entering_places
from sonla.pbgdpl.browser.activities.entering import may_enter
from sonla.pbgdpl.browser.activities.links import activity_pages
from sonla.pbgdpl.browser.dialogue.listing import dialogue_pages
from sonla.pbgdpl.browser.section.listing import EntriesMixin
from sonla.pbgdpl.browser.statistics.page import NAME as FIGURES
from sonla.pbgdpl.browser.texts.base import TextView
from sonla.pbgdpl.browser.training.listing import course_pages
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.config import REPORT_TYPE
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.portlets.entries import entries_of
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.types import types_with
from sonla.pbgdpl.units.making import units_by_code
from typing import Any

PAGE_SIZE = 20
ADD_REPORT = f"sonla.pbgdpl: Add {REPORT_TYPE}"


class UnitView(EntriesMixin, TextView):
    """Show what the unit published, found by query, and whether it is closed."""

    is_article = False

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

    def events(self) -> list[dict[str, str]]:
        """Return the unit's lists of dialogues, activities and courses, if it has any."""
        return [
            *dialogue_pages(self.context),
            *activity_pages(self.context),
            *course_pages(self.context),
        ]

    def figures(self) -> list[str]:
        """Return the page of figures and reports, for those who report for the unit."""
        if not api.user.has_permission(ADD_REPORT, obj=self.context):
            return []
        return [f"{self.context.absolute_url()}/@@{FIGURES}"]

    def entering(self) -> list[dict[str, str]]:
        """Return the quick form for activities, for those who may add some here."""
        places = entering_places(self.context)
        return [place for place in places if may_enter(self.context)]

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
        """The entries of this page of the list."""
        return list(entries_of(self.batch, self.titles))
