"""The ways to the form for requests: from the section, its topics and its desk."""

from collections.abc import Iterator
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words as split_words
from sonla.pbgdpl.options.requests.pages.ask import TITLE
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.search.topics import Topic
from sonla.pbgdpl.search.topics import TopicPart
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from typing import Any
from zope.interface import implementer

FORM = "request-reporter"
SPEAKERS = (" bao cao vien ", " tuyen truyen vien ", " dien gia ")
INVITING = (" moi ", " nho ", " can ", " xin ", " tim ", " noi chuyen ")
"""Words of a search, folded, that ask for somebody who comes and speaks."""
LEAD = _(
    "help_request_reporter",
    default="For agencies, schools, villages and groups: somebody who speaks on the law, free of charge.",
)


class RequestPages(SectionPages):
    """Lead to the form, also from the component of the council and its people."""

    belongs_to = REQUESTS
    order = 45
    component = "hoi-dong-phoi-hop"

    def links(self) -> Iterator[PageLink]:
        """Yield the form, which is there from the first day."""
        yield link_to(self.place, FORM, TITLE, LEAD, always=True)


class RequestPart(TopicPart):
    """Offer a talk on a topic."""

    belongs_to = REQUESTS
    order = 55
    title = TITLE

    def html(self, topic: Topic) -> str:
        """Lead to the form, the topic filled in, where somebody speaks on the topic at all."""
        found = api.content.find(
            path=path_of(self.place),
            portal_type="LegalReporter",
            review_state="recognised",
            sort_limit=1,
            **topic.query,
        )
        if not found:
            return ""
        name = {"field": "legal_fields", "audience": "audiences"}.get(topic.facet.name)
        url = f"{self.place.absolute_url()}/@@{FORM}"
        if name:
            url = f"{url}?{name}={topic.token}"
        lead, title = (escape(api.portal.translate(words)) for words in (LEAD, TITLE))
        return (
            f"<p>{lead}</p>"
            f'<p><a class="pbgdpl-button is-plain" href="{escape(url)}">{title}</a></p>'
        )

    def more_url(self, topic: Topic) -> str:
        """Return nothing: there is no list of requests for readers."""
        return ""


@implementer(IFurtherHelp)
class RequestAfterSearching:
    """Lead a search for somebody who comes and speaks to the form."""

    belongs_to = REQUESTS
    order = 6

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place

    def links(self, words: str) -> Iterator[PageLink]:
        """Yield the form where the words name a speaker and say that one is wanted."""
        sought = f" {' '.join(map(fold_word, split_words(words)))} "
        if all(any(one in sought for one in said) for said in (SPEAKERS, INVITING)):
            yield link_to(self.place, FORM, TITLE, LEAD)
