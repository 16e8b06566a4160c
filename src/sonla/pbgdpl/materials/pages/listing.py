"""The public list of materials: cards, with every state in the address."""

from chameleon import PageTemplateFile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.materials.pages.query import FACETS
from sonla.pbgdpl.materials.pages.query import MaterialFilters
from sonla.pbgdpl.materials.pages.query import MaterialFinding
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.pages.filtered_list import FilteredListPage
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import full_list
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
LIST_NAME = "materials"


class MaterialsView(FilteredListPage):
    """List published materials as cards, the newest first."""

    name = LIST_NAME
    page_title = _("heading_materials", default="Legal bookcase")
    filters: MaterialFilters
    filter_class = MaterialFilters
    menu_facets = FACETS

    @cached_property
    def finding(self) -> MaterialFinding:
        return MaterialFinding(self.context, self.filters)

    def cards(self) -> str:
        """Render the cards of this page."""
        return full_list(list(entries_of(self.finding.brains(self.start, self.size))))

    def options(self, facet: Facet) -> list[dict[str, Any]]:
        """List the values of a filter; years are shown from the latest on."""
        found = super().options(facet)
        return found[::-1] if facet.name == "year" else found


class MaterialStyle(EntryStyle):
    """Show a material by its cover."""

    style = "card"
    in_columns = True
    kind_vocabulary = "MaterialKinds"
    template = PageTemplateFile(str(TEMPLATES / "entry_card.pt"))

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return what the cover shows, as its author described it.

        Only where there is one: a page of materials loads no object for nothing.
        """
        if entry.picture() is None:
            return {"alt": ""}
        return {"alt": stored_value(entry.obj, "poster_alt") or ""}
