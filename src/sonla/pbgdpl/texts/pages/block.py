"""Blocks of the homepage that show texts."""

from collections.abc import Iterator
from DateTime import DateTime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.legal_documents.rules import next_change
from sonla.pbgdpl.texts.pages.entries import dated


class IntroductionsBlock(CatalogBlock):
    """Show the newest introductions to legal documents."""

    title = _("label_block_introductions", default="New legal documents")
    position = 10
    is_default = True
    portal_types = ("LegalIntroduction",)


class GuidanceBlock(CatalogBlock):
    """Show the newest documents of guidance with number and date."""

    title = _("label_block_guidance", default="Guidance")
    position = 20
    is_default = True
    portal_types = ("Guidance",)

    def change_dates(self) -> Iterator[DateTime]:
        """Yield the midnights at which a document comes into force or expires."""
        days = (next_change(dated(entry.obj), today()) for entry in self.entries)
        return map(midnight, filter(None, days))


class NewsBlock(CatalogBlock):
    """Show the newest news, the first of them at large."""

    title = _("label_block_news", default="News")
    position = 30
    is_default = True
    portal_types = ("LegalNews",)
