"""The way to a section's lists of people: from its landing page and from a component's."""

from collections.abc import Iterator
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.vietnamese.names import short_place
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words as split_words
from sonla.pbgdpl.people.labels import person_words
from sonla.pbgdpl.people.labels import PersonWords
from sonla.pbgdpl.people.pages.downloads import import_url
from sonla.pbgdpl.people.pages.downloads import import_words
from sonla.pbgdpl.people.pages.listing import PeopleView
from sonla.pbgdpl.people.pages.listing import PropagandistsView
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.people.pages.query import LANGUAGE
from sonla.pbgdpl.people.pages.query import PeopleFilters
from sonla.pbgdpl.people.pages.query import PeopleFinding
from sonla.pbgdpl.people.pages.query import UNIT
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.search.interfaces import IFurtherHelp
from sonla.pbgdpl.search.interfaces import ILocalHelp
from sonla.pbgdpl.search.topics import SHOWN
from sonla.pbgdpl.search.topics import Topic
from sonla.pbgdpl.search.topics import TopicPart
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import communes
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

OWN_LANGUAGE = "vi"
MAX_LANGUAGES = 3
"""Links that a situation has room for."""


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


class ReportersPart(TopicPart):
    """Name the legal reporters who speak on a field of law, or to an audience."""

    order = 50
    title = _("heading_topic_reporters", default="Reporters who speak on it")

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


@implementer(ILocalHelp)
class PropagandistsNearby:
    """Lead to the propagandists who speak the language of a reader."""

    order = 10

    def __init__(self, section: Any, request: Any) -> None:
        self.section = section

    def links(self, commune: str) -> Iterator[PageLink]:
        """Yield a list for each language but Vietnamese that somebody speaks there.

        Where nobody lives in the commune, those of the province.
        """
        finding = self._finding(commune)
        if commune and not finding.results:
            yield from self.links("")
            return
        spoken = finding.faceted.counts(LANGUAGE)
        tokens = sorted(spoken, key=lambda token: (-spoken[token], token))
        shown = [token for token in tokens if token != OWN_LANGUAGE][:MAX_LANGUAGES]
        for token in shown or ([""] if commune else []):
            yield PageLink(self._url(commune, token), self._title(commune, token))

    def _finding(self, commune: str) -> PeopleFinding:
        chosen = {UNIT.name: commune} if commune else {}
        filters = PeopleFilters(chosen=chosen)
        return PeopleFinding(self.section, PropagandistsView.portal_type, filters)

    def _url(self, commune: str, language: str) -> str:
        chosen = {UNIT.name: commune, LANGUAGE.name: language}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{self.section.absolute_url()}/@@{PropagandistsView.name}?{query}"

    def _title(self, commune: str, language: str) -> str:
        place = term_title(TERRITORIES, commune)
        spoken = term_title("sonla.pbgdpl.Languages", language)
        words = {"language": _small(spoken), "place": _small(place)}
        if not language:
            message = _(
                "link_propagandists_in",
                default="Propagandists in ${place}",
                mapping=words,
            )
        elif not commune:
            message = _(
                "link_propagandists_speaking",
                default="Propagandists who speak ${language}",
                mapping=words,
            )
        else:
            message = _(
                "link_propagandists_speaking_in",
                default="Propagandists who speak ${language} in ${place}",
                mapping=words,
            )
        return api.portal.translate(message)


@implementer(IFurtherHelp)
class PeopleAfterSearching:
    """Lead a search for reporters or propagandists, whom it doesn't find, to their lists."""

    order = 5

    def __init__(self, place: Any, request: Any) -> None:
        self.place = place

    def links(self, words: str) -> Iterator[PageLink]:
        """Yield the list that the words name, of the commune that they name.

        Where nobody is of that commune, the whole list: reporters of the province come there, too.
        """
        sought = f" {_folded(words)} "
        commune = next(
            (
                term
                for term in communes(today())
                if f" {_folded(short_place(term.title))} " in sought
            ),
            None,
        )
        for kind, name in (
            (ReportersView, "bao cao vien"),
            (PropagandistsView, "tuyen truyen vien"),
        ):
            if f" {name} " in sought:
                url = f"{self.place.absolute_url()}/@@{kind.name}"
                title = api.portal.translate(kind.page_title)
                if commune is not None and self._has_somebody(kind, commune.token):
                    url = f"{url}?{urlencode({UNIT.name: commune.token})}"
                    title = f"{title}, {_small(commune.title)}"
                yield PageLink(url, title, api.portal.translate(kind.lead))

    def _has_somebody(self, kind: type[PeopleView], commune: str) -> bool:
        filters = PeopleFilters(chosen={UNIT.name: commune})
        return bool(PeopleFinding(self.place, kind.portal_type, filters).results)


def _folded(text: str) -> str:
    """Return the words of a text without accents, parted by spaces."""
    return " ".join(map(fold_word, split_words(text)))


def _small(title: str) -> str:
    """Return a title as it stands within a sentence: “xã A”."""
    return title[:1].lower() + title[1:]


def item_of_list(person: PersonWords) -> str:
    """Write the line of a person."""
    facts = escape(joined(person.position, person.agency, person.languages))
    return (
        f'<li><a href="{escape(person.url)}">{escape(person.name)}</a>'
        f'<p class="pbgdpl-quiet">{facts}</p></li>'
    )
