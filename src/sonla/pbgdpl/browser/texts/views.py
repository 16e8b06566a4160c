"""The public page of each type of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.browser.texts.base import TextView
from sonla.pbgdpl.browser.texts.media import Media
from sonla.pbgdpl.browser.texts.media import scaled
from sonla.pbgdpl.legal_documents import fold_number
from sonla.pbgdpl.portlets.entries import Picture
from typing import Any


@dataclass(frozen=True)
class Reference:
    """Hold the number of another document, and its page where we have it."""

    number: str
    url: str


class NewsView(TextView):
    """Show a news item with its lead image."""

    @property
    def picture(self) -> Picture | None:
        """Give the lead image."""
        return scaled(self.context, "image", "larger")

    @property
    def caption(self) -> str:
        """Give the caption of the lead image."""
        return self.field("image_caption") or ""

    @property
    def source(self) -> str:
        """Give where the text was taken from."""
        return self.field("source") or ""


class IntroductionView(TextView):
    """Show an introduction with the box of legal documents that it is about."""

    @property
    def kind(self) -> str:
        """Give the kind of introduction in words."""
        return self.title_of("IntroductionKinds", self.context.kind)


class GuidanceView(TextView):
    """Show a document of guidance with the table of its facts."""

    @property
    def document_type(self) -> str:
        """Give the type of document in words."""
        return self.title_of("DocumentTypes", self.context.document_type)

    @property
    def group(self) -> str:
        """Give the group of guidance in words."""
        return self.title_of("GuidanceGroups", self.context.group)

    @property
    def level(self) -> str:
        """Give the level of government in words."""
        return self.title_of("GovernmentLevels", self.context.level)

    @property
    def validity_title(self) -> str:
        """Give the validity in words."""
        return self.title_of("ValidityStatuses", self.context.validity)

    @cached_property
    def replaces(self) -> list[Reference]:
        """List the documents that this one replaces."""
        return list(self.references(self.context.replaces or ()))

    @cached_property
    def replaced_by(self) -> list[Reference]:
        """List the documents that replace this one."""
        return list(self.references(self.context.replaced_by or ()))

    def references(self, numbers: Any) -> Iterator[Reference]:
        """Look each number up, as it is folded in the index, among what is public."""
        catalog = api.portal.get_tool("portal_catalog")
        known = "pbgdpl_number" in catalog.indexes()
        for number in numbers:
            brains = (
                catalog.searchResults(
                    portal_type="Guidance",
                    pbgdpl_number=fold_number(number),
                    review_state="published",
                    sort_limit=2,
                )
                if known
                else ()
            )
            urls = [b.getURL() for b in brains if b.UID != self.context.UID()]
            yield Reference(number, urls[0] if urls else "")


class MaterialView(TextView):
    """Show a material: play it, or offer it for download."""

    player_template = ViewPageTemplateFile("templates/player.pt")

    @property
    def player(self) -> Any:
        """Give the macro that shows a player."""
        return self.player_template.macros["player"]

    @cached_property
    def media(self) -> Media:
        """Give the ways to read, watch or hear it."""
        return Media(self.context)

    @property
    def kind(self) -> str:
        """Give the kind of material in words."""
        return self.title_of("MaterialKinds", self.context.kind)

    @property
    def transcript(self) -> list[str]:
        """Give the paragraphs of the transcript."""
        lines = (self.field("transcript") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def shows_poster(self) -> bool:
        """Tell whether the cover stands by itself: a player shows it otherwise."""
        media = self.media
        plays = media.form == "video" or bool(media.embed_url)
        return media.poster is not None and media.form != "image" and not plays
