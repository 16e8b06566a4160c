"""The base of blocks whose entries come from the catalog; subjects register their own."""

from collections.abc import Iterator
from collections.abc import Sequence
from DateTime import DateTime
from plone import api
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.interfaces import TAB
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any
from zope.interface import implementer


@implementer(IHomepageBlock)
class CatalogBlock(BrowserView):
    """Show the newest published items of some types, by one look into the catalog.

    Subclasses name title and types, and may show their entries in another way.
    """

    title: Any = ""
    placement = TAB
    position = 0
    is_default = False
    portal_types: Sequence[str] = ()
    featured_types: Sequence[str] = ()
    entries: list[Summary]

    def brains(self, options: BlockOptions) -> list[Any]:
        return latest(self.portal_types, options.count, options.roots)

    def render(self, options: BlockOptions) -> BlockContent:
        """Render the entries, right until the first of them expires."""
        brains = self.brains(options)
        if not brains:
            return BlockContent()
        self.entries = list(entries_of(brains))
        expiries = (real_date(brain.expires) for brain in brains)
        until = earliest(*expiries, *self.change_dates())
        return BlockContent(self.html(), until, self.more_url(options))

    def change_dates(self) -> Iterator[DateTime]:
        """Yield further moments at which what is shown of an entry turns; mostly none."""
        yield from ()

    def html(self) -> str:
        """Render the entries as a short list, each type in its own style."""
        return brief_list(self.entries)

    def more_url(self, options: BlockOptions) -> str:
        """Return the search for all of this type, in the section that was asked."""
        return f"{self.place_url(options)}/@@pbgdpl-search?type={self.portal_types[0]}"

    def place_url(self, options: BlockOptions) -> str:
        """Return the address of the section that was asked, else of the portal."""
        if options.roots:
            return self.request.physicalPathToURL(options.roots[0])
        return api.portal.get().absolute_url()
