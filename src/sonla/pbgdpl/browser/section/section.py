"""The landing page of a section."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.browser.activities.links import activity_pages
from sonla.pbgdpl.browser.council.listing import council_pages
from sonla.pbgdpl.browser.dialogue.listing import dialogue_pages
from sonla.pbgdpl.browser.materials.links import material_pages
from sonla.pbgdpl.browser.questions.listing import question_pages
from sonla.pbgdpl.browser.register.links import people_pages
from sonla.pbgdpl.browser.statistics.links import statistics_pages
from sonla.pbgdpl.browser.texts.base import TextView
from sonla.pbgdpl.browser.training.listing import course_pages
from sonla.pbgdpl.content.legal_education_section import DEFAULT_BLOCK_COUNT
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.portlets.cache import cached
from sonla.pbgdpl.portlets.interfaces import BlockContent
from sonla.pbgdpl.portlets.interfaces import BlockOptions
from sonla.pbgdpl.portlets.rendering import offered_blocks
from sonla.pbgdpl.portlets.rendering import render_blocks
from sonla.pbgdpl.portlets.rendering import RenderedBlocks
from typing import Any

PAGE_TYPES = ("Collection", "Document", "Folder", "Link")
"""Types of the pages that the landing page leads to."""


class SectionView(TextView):
    """Lead from the section to all that is in it: search, newest texts, pages."""

    is_article = False
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
    def pages(self) -> list[dict[str, str]]:
        """The pages directly in the section, in the order of its contents."""
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

    def find_pages(self) -> Iterator[dict[str, str]]:
        """Yield what navigation shows, too; councils, people and activities come last."""
        for brain in self.own_pages:
            if brain.exclude_from_nav:
                continue
            yield {
                "url": brain.getURL(),
                "title": brain.Title,
                "description": brain.Description,
            }
        yield from material_pages(self.context)
        yield from council_pages(self.context)
        yield from dialogue_pages(self.context)
        yield from people_pages(self.context)
        yield from statistics_pages(self.context)
        yield from activity_pages(self.context)
        yield from course_pages(self.context)
        yield from question_pages(self.context)

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
            for page in awake(hidden)
            if page.Language() == "en"
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published yet: asking is possible from the first day."""
        published = [page for page in self.pages if not page.get("always")]
        return not published and not self.blocks
