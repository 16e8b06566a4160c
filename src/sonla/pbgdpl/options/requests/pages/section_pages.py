"""The ways to the form for requests: from the section, its topics and its desk."""

from collections.abc import Iterator
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words as split_words
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.waiting import indexed_day
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.options.requests import DUE_INDEX
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.pages.ask import TITLE
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import NEW
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.search.topics import Topic
from sonla.pbgdpl.search.topics import TopicPart
from sonla.pbgdpl.ui.section_pages import link_to
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from typing import Any
from zope.interface import implementer

FORM = "request-reporter"
VERBS = {
    NEW: _("verb_accept", default="Accept"),
    ACCEPTED: _("verb_note", default="Note what was held"),
}
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


class RequestsSection(DeskSection):
    """Lead to the requests at which something is to be done, at the approval desk."""

    belongs_to = REQUESTS
    order = 35

    def lines(self) -> Iterator[DeskLine]:
        """Yield the requests with which the user could take the next step, by the catalog."""
        for section in self.sections:
            url = f"{section.absolute_url()}/@@pbgdpl-requests"
            found = waiting_by_role(
                [section], REQUEST_WORKFLOW, VERBS, portal_type=REQUEST_TYPE
            )
            for brain in found:
                day = indexed_day(brain, DUE_INDEX)
                yield self.line(brain, VERBS[brain.review_state], day, url)
