"""Blocks of the homepage that show texts."""

from collections.abc import Iterator
from dataclasses import replace
from DateTime import DateTime
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import by_uid
from sonla.pbgdpl.homepage.recent import is_below
from sonla.pbgdpl.homepage.recent import latest
from sonla.pbgdpl.legal_documents.rules import next_change
from sonla.pbgdpl.search.topics import topic_part
from sonla.pbgdpl.texts.pages.entries import dated
from sonla.pbgdpl.texts.setup import GUIDANCE_LISTING
from sonla.pbgdpl.texts.setup import INTRODUCTION_LISTING
from sonla.pbgdpl.texts.setup import NEWS_LISTING
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import Picture
from sonla.pbgdpl.ui.summaries import picture_of
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

MAX_LOOKED_AT = 20
"""Among so many of the newest stories one with a picture is looked for."""


class IntroductionsBlock(CatalogBlock):
    """Show the newest introductions to legal documents."""

    title = _("label_block_introductions", default="New legal documents")
    position = 10
    is_default = True
    landing_position = 40
    landing_title = _("heading_new_laws", default="New laws for citizens")
    portal_types = ("LegalIntroduction",)
    component = INTRODUCTION_LISTING.key


class GuidanceBlock(CatalogBlock):
    """Show the newest documents of guidance with number and date."""

    title = _("label_block_guidance", default="Guidance")
    position = 50
    is_default = True
    portal_types = ("Guidance",)
    component = GUIDANCE_LISTING.key

    def change_dates(self) -> Iterator[DateTime]:
        """Yield the midnights at which a document comes into force or expires."""
        days = (next_change(dated(entry.obj), today()) for entry in self.entries)
        return map(midnight, filter(None, days))


class LeadBlock(CatalogBlock):
    """Show one piece of news at large: the chosen one, else the newest with a picture.

    The newest without one where none has: it is a story nevertheless.
    """

    title = _("label_block_lead", default="Lead story")
    placement = APART
    position = 4
    is_default = True
    portal_types = featured_types = ("LegalNews",)
    html = ViewPageTemplateFile("templates/block_lead.pt")

    def brains(self, options: BlockOptions) -> list[Any]:
        """Look for a picture among the latest; a month of news has one."""
        chosen = by_uid(options.featured, self.portal_types) if options.featured else []
        inside = [one for one in chosen if is_below(one.getPath(), options.roots)]
        found = inside or latest(self.portal_types, MAX_LOOKED_AT, options.roots)
        with_picture = [one for one in found if picture_of(one, "large")]
        return (with_picture or found)[:1]

    @property
    def entry(self) -> Summary:
        """The text that is shown at large."""
        return self.entries[0]

    @property
    def picture(self) -> Picture | None:
        """Its picture, as large as it is shown."""
        return self.entry.picture("large")

    def content(self, options: BlockOptions, until: DateTime | None) -> BlockContent:
        """Put it into HTML; the list of news shows the others."""
        uids = frozenset(entry.brain.UID for entry in self.entries)
        return BlockContent(self.html(), until, framed=False, shown=uids)


class NewsBlock(CatalogBlock):
    """Show the newest news; on a landing page beside the one that leads."""

    title = _("label_block_news", default="News")
    position = 20
    is_default = True
    landing_position = 60
    landing_title = _("heading_news_and_stories", default="News and stories")
    portal_types = ("LegalNews",)
    component = NEWS_LISTING.key

    def render(self, options: BlockOptions) -> BlockContent:
        """Render them, with the leading story where nothing else shows one."""
        if not options.landing or options.shown:
            return super().render(options)
        lead = LeadBlock(self.context, self.request).render(options)
        rest = super().render(replace(options, shown=lead.shown))
        html = "".join((lead.html, brief_list(self.entries, "") if rest.html else ""))
        return BlockContent(
            f'<div class="pbgdpl-two">{html}</div>' if rest.html else html,
            earliest(lead.valid_until, rest.valid_until),
            self.more_url(options),
            self.landing_title,
            shown=lead.shown,
        )


IntroductionsPart = topic_part(
    order=20,
    title=_("label_block_introductions", default="New legal documents"),
    portal_types=("LegalIntroduction",),
    component=INTRODUCTION_LISTING.key,
    list_name="pbgdpl-search?type=LegalIntroduction",
)
