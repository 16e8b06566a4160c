"""A topic: a field of law or an audience, and what each subject has of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from plone import api
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.embargo import without_embargoed
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.search.interfaces import ILocalHelp
from sonla.pbgdpl.search.interfaces import ITopicPart
from sonla.pbgdpl.ui.section_pages import list_url
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.summaries import brief_list
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from urllib.parse import urlencode
from zope.component import getAdapters
from zope.interface import implementer
from zope.interface import Interface

LISTS = {FIELD: "sonla.pbgdpl.LegalFields", AUDIENCE: "sonla.pbgdpl.Audiences"}
"""What topics are made of: a filter that lists have, and its list."""
SHOWN = 4
"""Items of a subject on the page of a topic."""


@dataclass(frozen=True)
class Topic:
    """One field of law, or one audience."""

    facet: Facet
    token: str
    title: str

    @property
    def query(self) -> dict[str, str]:
        """Narrow a query of the catalog down to the topic."""
        return {self.facet.index: self.token}

    @property
    def chosen(self) -> dict[str, str]:
        """The filter of lists that asks for the topic."""
        return {self.facet.name: self.token}

    def in_list(self, place: Any, name: str) -> str:
        """Return the address of a list that shows the topic alone."""
        return self.asked_of(f"{place.absolute_url()}/@@{name}")

    def asked_of(self, url: str) -> str:
        """Return the address of a list that shows the topic alone, from that of the list."""
        joint = "&" if "?" in url else "?"
        return f"{url}{joint}{urlencode(self.chosen)}"


def topic_of(form: Mapping[str, Any]) -> Topic | None:
    """Return the topic that an address names; None if it names none of ours."""
    for facet, vocabulary in LISTS.items():
        term = find_term(vocabulary, form.get(facet.name))
        if term is not None:
            return Topic(facet, term.token, term.title)
    return None


@implementer(ITopicPart)
class TopicPart:
    """Show the newest published items of some types, by one look into the catalog."""

    order = 100
    title: Any = ""
    portal_types: tuple[str, ...] = ()
    component = ""
    list_name = "pbgdpl-search"
    """Of the page in the menu and of our own list, as `ui.section_pages.list_url` takes them."""

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place
        self.request = request

    def html(self, topic: Topic) -> str:
        """Render the newest in their own styles."""
        brains = api.content.find(
            path=path_of(self.place),
            portal_type=list(self.portal_types),
            review_state="published",
            sort_on="effective",
            sort_order="descending",
            **topic.query,
        )
        shown = islice(without_embargoed(brains), SHOWN)
        return brief_list(list(entries_of(shown)))

    def more_url(self, topic: Topic) -> str:
        """Return the list of the subject, filtered."""
        return topic.asked_of(list_url(self.place, self.component, self.list_name))


def topic_part(**facts: Any) -> type[TopicPart]:
    """Return a class of parts that show the newest; `facts` are attributes of `TopicPart`."""
    return type("NewestPart", (TopicPart,), facts)


def further_help(place: Any, request: Any, words: str = "") -> list[PageLink]:
    """Return the links to further help; `words` of a search are filled in there."""
    return help_links(place, request, IFurtherHelp, words)


def local_help(section: Any, request: Any, commune: str) -> list[PageLink]:
    """Return the links to people who explain the law in a commune; empty: in the province."""
    return help_links(section, request, ILocalHelp, commune)


def help_links(
    place: Any, request: Any, interface: type[Interface], asked: str
) -> list[PageLink]:
    """Return the links of all ways to get help of a kind, in their order."""
    found = offered(getAdapters((place, request), interface))
    ways = sorted((way for _name, way in found), key=lambda way: way.order)
    return [link for way in ways for link in way.links(asked)]


def ways_to_ask(place: Any, request: Any) -> list[PageLink]:
    """Return the pages on which somebody who has read all this can ask people."""
    return [link for link in further_help(place, request) if link.primary]
