"""The base of blocks whose entries come from the catalog; subjects register their own."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
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
from sonla.pbgdpl.ui.section_pages import list_url
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
    landing_position = 0
    landing_title: Any = ""
    """The title on a landing page, where there is room; empty: the same as elsewhere."""
    portal_types: Sequence[str] = ()
    component = ""
    """Key of the page in the menu that lists all of it (`IListingPage`), if there is one."""
    list_view = ""
    """Name of our own list of all of it; empty: the search for the type."""
    featured_types: Sequence[str] = ()
    always: bool = False
    """Whether it stands there without entries, too."""
    entries: list[Summary]

    def brains(self, options: BlockOptions) -> list[Any]:
        return latest(self.portal_types, options.count, options.roots)

    def unseen(self, options: BlockOptions) -> list[Any]:
        """Return as many brains as asked for, of what no block before shows."""
        more = replace(options, count=options.count + len(options.shown))
        found = [one for one in self.brains(more) if one.UID not in options.shown]
        return found[: options.count]

    def render(self, options: BlockOptions) -> BlockContent:
        """Render the entries, right until the first of them expires."""
        brains = self.unseen(options)
        if not brains and not self.always:
            return BlockContent()
        self.entries = list(entries_of(brains))
        expiries = (real_date(brain.expires) for brain in brains)
        until = earliest(*expiries, *self.change_dates())
        return self.content(options, until)

    def content(self, options: BlockOptions, until: DateTime | None) -> BlockContent:
        """Put the entries into HTML; those of a landing page stand in half its width."""
        if options.landing:
            html = brief_list(self.entries, "")
            more, title = self.more_url(options), self.landing_title
            return BlockContent(html, until, more, title, half=True)
        return BlockContent(self.html(), until, self.more_url(options))

    def change_dates(self) -> Iterator[DateTime]:
        """Yield further moments at which what is shown of an entry turns; mostly none."""
        yield from ()

    def html(self) -> str:
        """Render the entries as a short list, each type in its own style."""
        return brief_list(self.entries)

    def more_url(self, options: BlockOptions) -> str:
        """Return the list of all of this type, in the section that was asked."""
        view = self.list_view or f"pbgdpl-search?type={self.portal_types[0]}"
        return list_url(self.list_place(options), self.component, view)

    def place_url(self, options: BlockOptions) -> str:
        """Return its address."""
        return self.list_place(options).absolute_url()

    def list_place(self, options: BlockOptions) -> Any:
        """Return the section that was asked, else the portal."""
        path = options.section or next(iter(options.roots or ()), "")
        portal = api.portal.get()
        return portal.unrestrictedTraverse(path, portal) if path else portal
