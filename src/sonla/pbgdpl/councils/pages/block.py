"""The block of the coordination councils: who leads them and which agency answers."""

from DateTime import DateTime
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import next_change
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.pages.listing import council_words
from sonla.pbgdpl.councils.pages.listing import CouncilWords
from sonla.pbgdpl.councils.query import find_councils
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from typing import Any


class CouncilsBlock(CatalogBlock):
    """Show the councils, the province's first."""

    title = _("heading_councils", default="Coordination councils")
    position = 56
    portal_types = (COUNCIL_TYPE,)
    html = ViewPageTemplateFile("templates/block_councils.pt")

    def brains(self, options: BlockOptions) -> list[Any]:
        return find_councils(options.roots)[: options.count]

    def render(self, options: BlockOptions) -> BlockContent:
        """Render them until the first of them changes its composition by a date."""
        content = super().render(options)
        change_dates = [
            self.change_date(entry.obj) for entry in getattr(self, "entries", ())
        ]
        until = earliest(content.valid_until, *change_dates)
        return BlockContent(content.html, until, content.more_url)

    def change_date(self, council: Any) -> DateTime | None:
        """Return the moment at which the composition of a council changes next."""
        day = next_change(stored_value(council, MEMBERS) or (), today())
        return midnight(day) if day else None

    def councils(self) -> list[CouncilWords]:
        """Put the councils into words."""
        return [council_words(entry.obj) for entry in self.entries]

    def more_url(self, options: BlockOptions) -> str:
        """Return the list of the councils of the section that was asked."""
        return f"{self.place_url(options)}/@@councils"
