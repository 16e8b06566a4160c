"""Blocks of the homepage that show materials."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import ASIDE
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import is_below
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.materials import VIDEO_KIND
from sonla.pbgdpl.materials.media import Media
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any


class MaterialsBlock(CatalogBlock):
    """Show the newest materials by their covers."""

    title = _("label_block_materials", default="Materials")
    position = 40
    is_default = True
    portal_types = ("EducationMaterial",)


class FeaturedVideoBlock(CatalogBlock):
    """Show one video: the chosen one while it is public, else the newest.

    Nothing is loaded from another host before a visitor clicks.
    """

    title = _("label_block_video", default="Video")
    placement = ASIDE
    position = 50
    is_default = True
    portal_types = featured_types = ("EducationMaterial",)
    html = ViewPageTemplateFile("templates/block_video.pt")

    def brains(self, options: BlockOptions) -> list[Any]:
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
        return f"{super().more_url(options)}&kind={VIDEO_KIND}"

    @property
    def entry(self) -> Summary:
        """The one entry."""
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
