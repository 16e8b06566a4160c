"""Tiles of life situations on the homepage, and situations on the page of a topic."""

from DateTime import DateTime
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.emergencies.pages.calls import emergencies_link
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.search.topics import topic_part
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.pages.listing import icon_name
from sonla.pbgdpl.situations.pages.listing import LIST_NAME
from sonla.pbgdpl.situations.pages.listing import SituationsView
from sonla.pbgdpl.ui.icons import icon
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

TILES = 8


class SituationsBlock(CatalogBlock):
    """Show a tile for each of the newest situations, and always that of help at once."""

    title = SituationsView.page_title
    placement = APART
    position = 5
    always = True
    landing_position = 10
    portal_types = (SITUATION_TYPE,)
    list_view = LIST_NAME

    def unseen(self, options: BlockOptions) -> list[Any]:
        """Return as many as make whole rows of tiles, whatever the number of items."""
        return latest(self.portal_types, TILES - 1, options.roots)

    def content(self, options: BlockOptions, until: DateTime | None) -> BlockContent:
        """Show the same tiles on the homepage and on a landing page."""
        self.place = self.list_place(options)
        more = self.more_url(options) if self.entries else ""
        return BlockContent(self.html(), until, more, lacks_entries=not self.entries)

    def help_tile(self) -> str:
        """Write the tile that leads to all emergencies."""
        link = emergencies_link(self.place)
        words = escape(api.portal.translate(link.title))
        return f'<li><a href="{escape(link.url)}">{icon("phone")}{words}</a></li>'

    def html(self) -> str:
        """Render the tiles, that of help at once before all others."""
        tiles = "".join((self.help_tile(), *map(tile, self.entries)))
        return f'<ul class="pbgdpl-tiles is-row">{tiles}</ul>'


def tile(entry: Summary) -> str:
    """Write the tile of a situation."""
    words = stored_value(entry.obj, "short_title") or entry.title
    return (
        f'<li><a href="{escape(entry.url)}">{icon(icon_name(entry.obj))}'
        f"{escape(words)}</a></li>"
    )


SituationsPart = topic_part(
    order=10,
    title=_("label_topic_situations", default="Life situations"),
    portal_types=(SITUATION_TYPE,),
    list_name=LIST_NAME,
)
