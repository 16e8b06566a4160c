"""The landing page of a section."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.app.contenttypes.behaviors.collection import ICollection
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.numbers import group_digits
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.cache import cached
from sonla.pbgdpl.homepage.hero import HERO
from sonla.pbgdpl.homepage.hero import Hero
from sonla.pbgdpl.homepage.hero import make_hero
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.rendering import landing_names
from sonla.pbgdpl.homepage.rendering import render_blocks
from sonla.pbgdpl.homepage.rendering import RenderedBlocks
from sonla.pbgdpl.homepage.settings import get_homepage_settings
from sonla.pbgdpl.sections.content import DEFAULT_BLOCK_COUNT
from sonla.pbgdpl.sections.pages.imprint import Imprint
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import section_pages
from typing import Any

LEGAL_TEXTS = _("link_legal_texts", default="Legal texts of the province")
PROCEDURES = _("link_procedures", default="Administrative procedures")
DRAFTS = _("link_drafts", default="Drafts for comment")
PAGE_TYPES = ("Collection", "Document", "Folder", "Link")
"""Types of the pages that the landing page leads to."""


@dataclass(frozen=True)
class IndexLink:
    """A line of the index: a page of the section, and how many items it lists."""

    url: str
    title: str
    count: str = ""


class SectionView(FullWidth, Imprint, TextPage):
    """Lead from the section to all that is in it: what people need first, then all of it."""

    blocks_template = ViewPageTemplateFile("templates/blocks.pt")
    hero_template = HERO
    rendered: RenderedBlocks
    index: Any
    """The template, from the registration."""

    @cached_property
    def hero(self) -> Hero:
        """The search, and the way to ask."""
        return make_hero("pbgdpl", self.context)

    @cached_property
    def blocks(self) -> str:
        """The newest of each subject and the index, kept like the homepage's portlet.

        Until a page of the section changes, too: these are no content of ours.
        """
        pages = tuple(
            (page.getURL(), page.Title, page.exclude_from_nav)
            for page in self.own_pages
        )
        what = ("landing", path_of(self.context), pages)
        return cached(self.context, self.request, what, self.make_blocks).html

    def make_blocks(self) -> BlockContent:
        """Render the blocks that the section's editor chose, else those that suggest it."""
        names = self.context.landing_blocks or landing_names(self.context)
        options = BlockOptions(
            count=self.context.block_count or DEFAULT_BLOCK_COUNT,
            roots=(path_of(self.context),),
            landing=True,
        )
        self.rendered = render_blocks(self.context, self.request, names, options)
        return BlockContent(self.blocks_template(), self.rendered.valid_until)

    @property
    def index_links(self) -> list[IndexLink]:
        """The pages directly in the section, then those of subjects, each once.

        Without those to which a block or the head of the page leads already.
        """
        blocks = self.rendered.blocks
        led_to = {block.more_url for block in blocks}
        if self.hero.ask is not None:
            led_to.add(self.hero.ask.url)
        found: dict[str, IndexLink] = {}
        for link in self.find_pages():
            found.setdefault(link.url, link)
        for url in found:
            if any(f'href="{url}"' in block.html for block in blocks):
                led_to.add(url)
        return [link for url, link in found.items() if url not in led_to]

    @cached_property
    def own_pages(self) -> list[Any]:
        """The pages directly in the section, in the order of its contents: brains."""
        return list(
            api.portal.get_tool("portal_catalog").searchResults(
                path={"query": path_of(self.context), "depth": 1},
                portal_type=list(PAGE_TYPES),
                sort_on="getObjPositionInParent",
            )
        )

    def find_pages(self) -> Iterator[IndexLink]:
        """Yield what navigation shows, too; then the pages of subjects without one there.

        What is there from the first day stands here, too: a form has no other door.
        """
        shown = [brain for brain in self.own_pages if not brain.exclude_from_nav]
        for brain in shown:
            yield IndexLink(brain.getURL(), brain.Title, number_in(brain))
        components = {brain.getId for brain in shown}
        for pages in section_pages(self.context):
            is_shown = pages.component in components
            for link in pages.links():
                if link.always or not is_shown:
                    yield IndexLink(link.url, link.title)

    @cached_property
    def other_actions(self) -> list[PageLink]:
        """What this visitor may do here beside asking, which stands first."""
        ask = self.hero.ask
        return [one for one in actions_of(self.context) if one != ask]

    @cached_property
    def portal_links(self) -> list[PageLink]:
        """The portal's own pages of legal texts, procedures and drafts, as the settings say."""
        settings = get_homepage_settings()
        found = (
            (settings.texts_url, LEGAL_TEXTS),
            (settings.procedures_url, PROCEDURES),
            (settings.drafts_url, DRAFTS),
        )
        return [
            PageLink(url, api.portal.translate(title)) for url, title in found if url
        ]

    @property
    def phone(self) -> dict[str, str] | None:
        """The first officer who has a telephone."""
        found = (one for one in self.officers if one.get("official_phone"))
        return next(found, None)

    @cached_property
    def foreign_pages(self) -> list[dict[str, str]]:
        """The public pages in English, which the menus of the portal leave out.

        The catalog of a portal in one language knows no languages, so the pages that
        menus leave out are asked themselves: there is hardly another one.
        """
        hidden = (
            brain
            for brain in self.own_pages
            if brain.exclude_from_nav
            and (brain.portal_type, brain.review_state) == ("Document", "published")
        )
        return [
            {"url": page.absolute_url(), "title": page.Title()}
            for page in load_objects(hidden)
            if page.Language() == "en"
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published yet: asking is possible from the first day."""
        return all(block.content.lacks_entries for block in self.rendered.blocks)


def number_in(page: Any) -> str:
    """Return how many items a Collection lists to this visitor; empty for none."""
    if page.portal_type != "Collection":
        return ""
    found = ICollection(get_object(page)).results(batch=False, brains=True)
    return group_digits(len(found)) if len(found) else ""
