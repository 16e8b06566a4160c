"""The public list of materials: cards, with every state in the address."""

from collections.abc import Mapping
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.materials.pages.query import FACETS
from sonla.pbgdpl.materials.pages.query import MaterialFilters
from sonla.pbgdpl.materials.pages.query import MaterialFinding
from sonla.pbgdpl.search.pages.filtered_list import EntryListPage
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

LIST_NAME = "materials"
ICONS = {
    "audio": "listen",
    "video": "play",
    "tieu-pham": "play",
    "sach": "book",
    "cam-nang": "book",
}
"""Kind → picture of a material without a cover; a sheet of paper for all others."""


class MaterialsView(EntryListPage):
    """List published materials as cards, the newest first."""

    name = LIST_NAME
    page_title = _("heading_materials", default="Legal bookcase")
    filters: MaterialFilters
    filter_class = MaterialFilters
    chip_facet = FACETS[0]
    menu_facets = FACETS
    nothing = _("msg_no_materials", default="No material has been published here yet.")

    @cached_property
    def finding(self) -> MaterialFinding:
        return MaterialFinding(self.context, self.filters)


class MaterialStyle(EntryStyle):
    """Show a material by its cover."""

    style = "card"
    in_columns = True
    divided_by = "kind"
    kind_vocabulary = "MaterialKinds"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return the kind, and what the cover shows, as its author described it.

        The object is loaded only for a cover: a page of materials loads none for nothing.
        """
        shown = stored_value(entry.obj, "poster_alt") if entry.picture() else None
        return {
            "meta": entry.kind,
            "icon": ICONS.get(entry.kind_token, "file"),
            "alt": shown or "",
        }
