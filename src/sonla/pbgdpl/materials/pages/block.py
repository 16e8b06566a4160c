"""Blocks of the homepage that show materials."""

from DateTime import DateTime
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import is_below
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.materials import VIDEO_KIND
from sonla.pbgdpl.materials.media import Media
from sonla.pbgdpl.materials.pages.listing import LIST_NAME
from sonla.pbgdpl.materials.pages.section_pages import MATERIAL_LISTING
from sonla.pbgdpl.search.topics import topic_part
from sonla.pbgdpl.ui.summaries import cards
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any


class MaterialsBlock(CatalogBlock):
    """Show the newest materials by their covers."""

    title = _("label_block_materials", default="Materials")
    position = 40
    is_default = True
    landing_position = 70
    landing_title = _("heading_watch_listen_read", default="Watch, listen, read")
    portal_types = ("EducationMaterial",)
    component = MATERIAL_LISTING.key
    list_view = LIST_NAME

    def brains(self, options: BlockOptions) -> list[Any]:
        """Return one more where they stand side by side: four fill a line."""
        more = options.count + options.landing
        return latest(self.portal_types, more, options.roots)

    def unseen(self, options: BlockOptions) -> list[Any]:
        """Return them whether or not a block above shows one: a row of covers has no gaps."""
        return self.brains(options)

    def content(self, options: BlockOptions, until: DateTime | None) -> BlockContent:
        """Put them side by side where there is the whole width for them."""
        if not options.landing:
            return super().content(options, until)
        more = self.more_url(options)
        return BlockContent(cards(self.entries), until, more, self.landing_title)


class FeaturedVideoBlock(CatalogBlock):
    """Show one video: the chosen one while it is public, else the newest.

    Nothing is loaded from another host before a visitor clicks.
    """

    title = _("label_block_video", default="Video")
    placement = APART
    position = 80
    portal_types = featured_types = ("EducationMaterial",)
    component = MATERIAL_LISTING.key
    list_view = LIST_NAME
    html = ViewPageTemplateFile("templates/block_video.pt")

    def brains(self, options: BlockOptions) -> list[Any]:
        """Return the brains of what an editor chose, else that of the latest video."""
        return self.chosen(options) or latest(
            self.portal_types, 1, options.roots, kind=VIDEO_KIND
        )

    def chosen(self, options: BlockOptions) -> list[Any]:
        """Find the video that the editor chose, if a visitor may see it now."""
        if not options.featured:
            return []
        brains = by_uid(options.featured, self.portal_types)
        return [brain for brain in brains if is_below(brain.getPath(), options.roots)]

    def more_url(self, options: BlockOptions) -> str:
        """Lead on to the videos only."""
        return f"{super().more_url(options)}?kind={VIDEO_KIND}"

    @property
    def entry(self) -> Summary:
        """The material that is shown at large."""
        return self.entries[0]

    player_template = ViewPageTemplateFile("templates/player.pt")

    @property
    def player(self) -> Any:
        """The macro that shows a player."""
        return self.player_template.macros["player"]

    @property
    def media(self) -> Media:
        """The ways in which the video can be played."""
        return Media(self.entry.obj)


MaterialsPart = topic_part(
    order=40,
    title=_("label_block_materials", default="Materials"),
    portal_types=("EducationMaterial",),
    component=MATERIAL_LISTING.key,
    list_name=LIST_NAME,
)
