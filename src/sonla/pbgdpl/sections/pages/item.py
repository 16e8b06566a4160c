"""The landing page of a section."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.cache import cached
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.rendering import offered_blocks
from sonla.pbgdpl.homepage.rendering import render_blocks
from sonla.pbgdpl.homepage.rendering import RenderedBlocks
from sonla.pbgdpl.sections.content import DEFAULT_BLOCK_COUNT
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import links_of
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any

PAGE_TYPES = ("Collection", "Document", "Folder", "Link")
"""Types of the pages that the landing page leads to."""


class SectionView(TextPage):
    """Lead from the section to all that is in it: search, newest texts, pages."""

    blocks_template = ViewPageTemplateFile("templates/blocks.pt")
    rendered: RenderedBlocks

    @property
    def blocks(self) -> str:
        """The newest of each subject, kept like the homepage's portlet; may be empty."""
        path = path_of(self.context)
        return cached(
            self.context, self.request, ("landing", path), self.make_blocks
        ).html

    def make_blocks(self) -> BlockContent:
        """Render the blocks that the section's editor chose, else every one there is."""
        names = self.context.landing_blocks or [
            name for name, title in offered_blocks(self.context, self.request)
        ]
        options = BlockOptions(
            count=self.context.block_count or DEFAULT_BLOCK_COUNT,
            roots=(path_of(self.context),),
        )
        self.rendered = render_blocks(self.context, self.request, names, options)
        html = self.blocks_template() if self.rendered.blocks else ""
        return BlockContent(html, self.rendered.valid_until)

    @cached_property
    def pages(self) -> list[PageLink]:
        """The pages directly in the section, in the order of its contents, and subjects."""
        return list(self.find_pages())

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

    def find_pages(self) -> Iterator[PageLink]:
        """Yield what navigation shows, too; then the pages of subjects."""
        for brain in self.own_pages:
            if not brain.exclude_from_nav:
                yield PageLink(brain.getURL(), brain.Title, brain.Description)
        yield from links_of(self.context)

    def actions(self) -> list[PageLink]:
        """Return what this visitor may do here, such as asking a question."""
        return actions_of(self.context)

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
        published = [page for page in self.pages if not page.always]
        return not published and not self.blocks
