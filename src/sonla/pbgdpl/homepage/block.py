"""The blocks of the texts: introductions, guidance, news, materials, featured video."""

from collections.abc import Iterator
from collections.abc import Sequence
from DateTime import DateTime
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.texts.media import Media
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.names import VIDEO_KIND
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import ASIDE
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.interfaces import TAB
from sonla.pbgdpl.homepage.recent import below
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.ui.summaries import Entry
from sonla.pbgdpl.ui.view import BrowserView
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
    portal_types: Sequence[str] = ()
    entries: list[Entry]

    def brains(self, options: BlockOptions) -> list[Any]:
        """Find what to show."""
        return latest(self.portal_types, options.count, options.roots)

    def render(self, options: BlockOptions) -> BlockContent:
        """Render the entries, right until the first of them expires."""
        brains = self.brains(options)
        if not brains:
            return BlockContent()
        self.entries = list(entries_of(brains))
        expiries = (real_date(brain.expires) for brain in brains)
        until = earliest(*expiries, *self.turns())
        return BlockContent(self.html(), until, self.more_url(options))

    def turns(self) -> Iterator[DateTime]:
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


class MaterialsBlock(CatalogBlock):
    """Show the newest materials by their covers."""

    title = _("label_block_materials", default="Materials")
    position = 40
    portal_types = ("EducationMaterial",)


class FeaturedVideoBlock(CatalogBlock):
    """Show one video: the chosen one while it is public, else the newest.

    Nothing is loaded from another host before a visitor clicks.
    """

    title = _("label_block_video", default="Video")
    placement = ASIDE
    position = 50
    portal_types = ("EducationMaterial",)
    html = ViewPageTemplateFile("../portlets/templates/block_video.pt")

    def brains(self, options: BlockOptions) -> list[Any]:
        """Find the video."""
        return self.chosen(options) or latest(
            self.portal_types, 1, options.roots, kind=VIDEO_KIND
        )

    def chosen(self, options: BlockOptions) -> list[Any]:
        """Find the video that the editor chose, if a visitor may see it now."""
        if not options.featured:
            return []
        brains = by_uid(options.featured, self.portal_types)
        return [brain for brain in brains if below(brain.getPath(), options.roots)]

    def more_url(self, options: BlockOptions) -> str:
        """Lead on to the videos only."""
        return f"{super().more_url(options)}&kind={VIDEO_KIND}"

    @property
    def entry(self) -> Entry:
        """The one entry."""
        return self.entries[0]

    player_template = ViewPageTemplateFile("../browser/texts/templates/player.pt")

    @property
    def player(self) -> Any:
        """The macro that shows a player."""
        return self.player_template.macros["player"]

    @property
    def media(self) -> Media:
        """The ways in which the video can be played."""
        return Media(self.entry.obj)
