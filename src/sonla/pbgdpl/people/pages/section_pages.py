"""The way to a section's lists of people: from its landing page and from a component's."""

from collections.abc import Iterator
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.people.labels import person_words
from sonla.pbgdpl.people.labels import PersonWords
from sonla.pbgdpl.people.pages.downloads import import_url
from sonla.pbgdpl.people.pages.downloads import import_words
from sonla.pbgdpl.people.pages.listing import PropagandistsView
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.people.pages.query import PeopleFilters
from sonla.pbgdpl.people.pages.query import PeopleFinding
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.search.interfaces import ITopicPart
from sonla.pbgdpl.search.topics import SHOWN
from sonla.pbgdpl.search.topics import Topic
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from sonla.pbgdpl.ui.summaries import joined
from typing import Any
from zope.interface import implementer


class PeoplePages(SectionPages):
    """Lead to the people, also from the component of the council and its people."""

    order = 40
    component = "hoi-dong-phoi-hop"

    def links(self) -> Iterator[PageLink]:
        """Yield the lists in which somebody stands."""
        for kind in (ReportersView, PropagandistsView):
            yield from link_to_list(
                self.place,
                kind.name,
                kind.page_title,
                kind.lead,
                portal_type=kind.portal_type,
                review_state=RECOGNISED,
            )


class UnitPeoplePages(SectionPages):
    """Lead to the import of a list, for those who may bring people into this unit."""

    order = 65

    def actions(self) -> Iterator[PageLink]:
        """Yield the way there."""
        url = import_url(self.place)
        if url:
            title = import_words(self.place).title
            yield PageLink(url, api.portal.translate(title))


@implementer(ITopicPart)
class ReportersPart:
    """Name the legal reporters who speak on a field of law, or to an audience."""

    order = 50
    title = _("heading_topic_reporters", default="Reporters who speak on it")

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place
        self.request = request

    def html(self, topic: Topic) -> str:
        """List a few of those who are recognised today, A to Z."""
        if topic.facet not in PeopleFilters.facets:
            return ""
        filters = PeopleFilters(chosen=topic.chosen)
        finding = PeopleFinding(self.place, ReportersView.portal_type, filters)
        people = map(person_words, finding.people(0, SHOWN))
        items = "".join(map(item_of_list, people))
        return f'<ul class="pbgdpl-list is-split">{items}</ul>' if items else ""

    def more_url(self, topic: Topic) -> str:
        """Return the list of reporters who speak on it."""
        return topic.in_list(self.place, ReportersView.name)


def item_of_list(person: PersonWords) -> str:
    """Write the line of a person."""
    facts = escape(joined(person.position, person.agency, person.languages))
    return (
        f'<li><a href="{escape(person.url)}">{escape(person.name)}</a>'
        f'<p class="pbgdpl-quiet">{facts}</p></li>'
    )
