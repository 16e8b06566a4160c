"""The page of one material."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.materials.media import Media
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any
from zope.interface import implementer


@implementer(IArticlePage)
class MaterialView(TextPage):
    """Show a material: play it, or offer it for download."""

    player_template = ViewPageTemplateFile("templates/player.pt")

    @property
    def player(self) -> Any:
        """The macro that shows a player."""
        return self.player_template.macros["player"]

    @cached_property
    def media(self) -> Media:
        """The ways to read, watch or hear it."""
        return Media(self.context)

    @property
    def kind(self) -> str:
        return self.title_of("MaterialKinds", self.context.kind)

    @property
    def transcript(self) -> list[str]:
        lines = (self.field("transcript") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def shows_poster(self) -> bool:
        """Whether the cover stands by itself: a player shows it otherwise."""
        media = self.media
        plays = media.form == "video" or bool(media.embed_url)
        return media.poster is not None and media.form != "image" and not plays
