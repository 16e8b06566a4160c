"""`@@topics`: all fields of law and audiences, and one page for each of them."""

from collections.abc import Iterator
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.interfaces import ITopicPart
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.search.topics import LISTS
from sonla.pbgdpl.search.topics import Topic
from sonla.pbgdpl.search.topics import topic_of
from sonla.pbgdpl.search.topics import ways_to_ask
from sonla.pbgdpl.ui.icons import icon
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

PAGE = "topics"
TITLE = _("heading_all_topics", default="Topics")
LEAD = _(
    "help_topics",
    default="Fields of law and audiences: what there is to read, to do and to ask for each.",
)
COLLECTED = CollectedPages(f"@@{PAGE}")


@implementer(IDescribedPage)
class TopicsView(FullWidth, SectionPage, BrowserView):
    """List the topics, or show the one that the address names."""

    schema_type = "CollectionPage"

    @cached_property
    def topic(self) -> Topic | None:
        """The topic asked for; None for the list of all."""
        return topic_of(self.request.form)

    @property
    def page_title(self) -> Message | str:
        """The name of the topic, or of the list."""
        return self.topic.title if self.topic is not None else TITLE

    @property
    def list_url(self) -> str:
        return f"{self.context.absolute_url()}/@@{PAGE}"

    # All of them

    def lists(self) -> Iterator[dict[str, Any]]:
        """Yield fields of law and audiences, each with what stands in it."""
        faceted = SearchQuery(self.context, Criteria()).faceted
        for facet, vocabulary in LISTS.items():
            counts = faceted.counts(facet)
            tiles = list(self.tiles(facet, vocabulary, counts))
            if tiles:
                yield {"title": facet.title, "tiles": tiles}

    def tiles(
        self, facet: Facet, vocabulary: str, counts: dict[str, int]
    ) -> Iterator[dict[str, Any]]:
        """Yield the tile of each topic in which anything stands, in the order of its list."""
        for term in all_terms(vocabulary):
            if number := counts.get(term.token):
                topic = Topic(facet, term.token, term.title)
                yield {
                    "title": term.title,
                    "count": number,
                    "icon": icon(term.icon),
                    "url": topic.in_list(self.context, PAGE),
                }

    # One

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """What each subject has of the topic; a subject that has nothing is left out."""
        if self.topic is None:
            return []
        found = offered(getAdapters((self.context, self.request), ITopicPart))
        parts = sorted((part for _name, part in found), key=lambda part: part.order)
        shown = ((part, part.html(self.topic)) for part in parts)
        return [
            {"title": part.title, "html": html, "more_url": part.more_url(self.topic)}
            for part, html in shown
            if html
        ]

    def primary_links(self) -> list[PageLink]:
        """Return the pages on which a reader can ask."""
        return ways_to_ask(self.context, self.request)


class TopicPages(SectionPages):
    """Lead to the topics."""

    order = 6

    def links(self) -> Iterator[PageLink]:
        """Yield the page, once there is a text."""
        types = list(types_with("is_text"))
        return link_to_list(
            self.place, PAGE, TITLE, LEAD, portal_type=types, review_state="published"
        )
