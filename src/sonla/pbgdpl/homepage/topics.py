"""The block of topics: fields of law by their pictures."""

from datetime import timedelta
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import ValidTerm

FIELDS = "sonla.pbgdpl.LegalFields"
IN_SIGHT = 8
"""Tiles that are shown at once: one line of them, or two of four on a phone."""
MAX_TOPICS = 16
"""Tiles at all; the fields beyond are filters of the search."""


class TopicsBlock(CatalogBlock):
    """Lead to the fields of law that have a picture, in the order of their list.

    Where a text is public: before, each of them would lead to nothing.
    """

    title = _("heading_topics", default="Fields of law")
    placement = APART
    position = 2
    is_default = True
    landing_position = 20
    html = ViewPageTemplateFile("templates/block_topics.pt")

    def render(self, options: BlockOptions) -> BlockContent:
        """Render the tiles; the list may end with the day."""
        day = today()
        topics = [
            term for term in all_terms(FIELDS) if term.icon and term.is_valid_on(day)
        ]
        if not topics or not latest(types_with("is_text"), 1, options.roots):
            return BlockContent()
        self.place = self.place_url(options)
        self.first = [self.tile(term) for term in topics[:IN_SIGHT]]
        others = topics[IN_SIGHT:MAX_TOPICS] if options.landing else ()
        self.others = [self.tile(term) for term in others]
        until = midnight(day + timedelta(days=1))
        return BlockContent(self.html(), until, framed=options.landing)

    def tile(self, term: ValidTerm) -> dict[str, str]:
        """Return what a tile shows and where it leads."""
        return {
            "url": f"{self.place}/@@topics?field={term.token}",
            "icon": term.icon,
            "title": term.tile_title,
        }

    def more_url(self, options: BlockOptions) -> str:
        """Return nothing: each tile leads to its own."""
        return ""
