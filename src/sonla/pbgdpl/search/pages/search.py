"""The search page of the section: results, how the words were understood, further help."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from html import escape
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.vietnamese.terms import term_words
from sonla.pbgdpl.core.vietnamese.words import fold_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.emergencies.helplines import always_shown
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.search.criteria import MAX_CHARACTERS
from sonla.pbgdpl.search.criteria import PAGE_SIZE
from sonla.pbgdpl.search.criteria import RELEVANCE
from sonla.pbgdpl.search.facets import FacetedRecords
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.pages.hits import Hit
from sonla.pbgdpl.search.pages.hits import hit_of
from sonla.pbgdpl.search.pages.hits import SoughtWords
from sonla.pbgdpl.search.pages.narrowing import NarrowedView
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.search.rules import tidy
from sonla.pbgdpl.search.thesaurus.storage import thesaurus
from sonla.pbgdpl.search.topics import further_help
from sonla.pbgdpl.search.topics import LISTS
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

COLLECTED = CollectedPages("@@pbgdpl-search")
MAX_TOPICS = 8
MAX_OFFERED = 150
"""Terms that the search box offers while one types."""


@implementer(IDescribedPage)
class SearchView(ShowsCalls, NarrowedView):
    """Search the texts of the portal's sections, of one section or of one unit."""

    schema_type = "SearchResultsPage"
    page_title = _("heading_search", default="Search legal education")

    @cached_property
    def finding(self) -> SearchQuery:
        """What is shown: for what is no word at all, what it can only be."""
        typed = SearchQuery(self.context, self.criteria)
        if typed.words is None or typed.literal:
            return typed
        certain = [one for one in typed.suggestions if one.certain]
        return typed.reworded(certain[0].text) if certain else typed

    @property
    def replaced(self) -> bool:
        """Whether something else is shown than what was typed."""
        return self.finding.criteria.text != self.criteria.text

    @property
    def place(self) -> str:
        """The unit or section that is searched; empty for the whole portal."""
        return place_title(self.context)

    @cached_property
    def significant_words(self) -> frozenset[str]:
        """The folded words that tell something."""
        return frozenset(map(fold_word, self.finding.typed.required))

    @cached_property
    def answers(self) -> int:
        """How many of the results on this page stand apart, for they answer the question."""
        if self.start or self.criteria.sort != RELEVANCE or not self.criteria.text:
            return 0
        return len(self.finding.answers)

    def hits(self) -> Iterator[Hit]:
        """Yield what the page shows of each result."""
        sought = SoughtWords(self.finding.typed.required)
        for brain in self.finding.brains(self.start, PAGE_SIZE):
            yield hit_of(brain, sought, self.type_titles, self.agency_titles)

    @property
    def nothing_literal(self) -> bool:
        """Whether no result holds all words that were typed."""
        return bool(self.criteria.text) and not (
            self.finding.literal and self.finding.results
        )

    # What the words were understood as

    @property
    def said_otherwise(self) -> list[str]:
        """The terms of the thesaurus that were searched for as well."""
        used = (one for one in self.finding.sense.expansions if one.adds_hits)
        return list(dict.fromkeys(text for one in used for text in one.phrases))

    def see_also(self) -> list[dict[str, str]]:
        """List what the words may mean, where they don't say which; each a search."""
        sense = self.finding.sense
        related = (one for one in sense.expansions if not one.adds_hits)
        meant = [text for one in related for text in one.phrases]
        meant += [one.legal_terms[0] for one in sense.branches if one.legal_terms]
        return [
            {"title": text, "url": self.state_url(self.criteria.reworded(text))}
            for text in dict.fromkeys(meant)
        ]

    @property
    def exact_url(self) -> str:
        """The address of what holds the words typed, and nothing else."""
        return self.state_url(replace(self.criteria, exact=True, start=0))

    def may_be_meant(self) -> list[dict[str, str]]:
        """List the words that were meant, perhaps; each a search that finds something."""
        return [
            {"title": one.text, "url": self.state_url(self.criteria.reworded(one.text))}
            for one in self.finding.suggestions
        ]

    @property
    def is_cut(self) -> bool:
        """Whether more words were typed than are searched for."""
        given = self.request.form.get("q", "")
        too_long = isinstance(given, str) and len(given.strip()) > MAX_CHARACTERS
        return too_long or self.finding.typed.is_cut

    def helplines(self) -> list[Helpline]:
        """List telephone numbers for help, where the words are about danger."""
        return helplines_for(self.criteria.text) or helplines_for(
            self.finding.criteria.text
        )

    def always_shown(self) -> list[Helpline]:
        """List the numbers beside a search that found nothing: no words tell which danger it is."""
        return always_shown()

    @property
    def offered(self) -> str:
        """The terms that the box offers while one types, as options; all of them find."""
        return offered_terms(self.finding)

    # Where else to turn

    @cached_property
    def further_help(self) -> list[PageLink]:
        """Links to further help; the words of the search are filled in there."""
        return further_help(self.context, self.request, self.criteria.text)

    @property
    def ways_to_ask(self) -> list[PageLink]:
        """The pages on which people answer."""
        return [link for link in self.further_help if link.primary]

    @cached_property
    def telephone(self) -> str:
        """The number of the first person in charge who has one; empty for none."""
        officers = get_settings().contact_officers or ()
        numbers = (officer.get("official_phone") for officer in officers)
        return next(filter(None, numbers), "")

    def topics(self) -> list[dict[str, Any]]:
        """List the fields of law with most texts."""
        records = FacetedRecords(self.finding.catalog, self.finding.visible, {})
        counts = records.counts(FIELD)
        terms = {term.token: term for term in all_terms(LISTS[FIELD])}
        known = sorted(set(counts) & set(terms), key=lambda name: -counts[name])
        place = self.context.absolute_url()
        return [
            {
                "title": terms[name].tile_title,
                "icon": terms[name].icon,
                "url": f"{place}/@@topics?{urlencode({FIELD.name: name})}",
            }
            for name in known[:MAX_TOPICS]
        ]

    # When nothing is found

    def suggestions(self) -> list[dict[str, Any]]:
        """List what else could be asked; only what finds something."""
        asked = []
        if self.criteria.chosen:
            asked.append(
                (
                    _(
                        "label_suggest_no_filters",
                        default="The same words without filters",
                    ),
                    self.criteria.unfiltered(),
                )
            )
        for text in self._fewer_words():
            message = _(
                "label_suggest_words",
                default="Search for “${words}”",
                mapping={"words": text},
            )
            asked.append((message, self.criteria.unfiltered().reworded(text)))
        counted = ((m, c, len(SearchQuery(self.context, c).results)) for m, c in asked)
        return [
            {"title": message, "url": self.state_url(criteria), "count": count}
            for message, criteria, count in counted
            if count
        ]

    def _fewer_words(self) -> list[str]:
        """List shorter wordings: without the words that no text holds."""
        query = self.finding.words
        if query is None:
            return []
        typed = tidy(self.criteria.text).split()
        missing = set(query.missing_words())
        kept = [
            word for word in typed if not missing & set(map(fold_word, words(word)))
        ]
        significant = self.significant_words - missing
        if len(kept) < len(typed):
            return [" ".join(kept)] if significant else []
        alone = [
            word for word in typed if significant & set(map(fold_word, words(word)))
        ]
        return alone if 1 < len(typed) <= 5 else []

    @property
    def portal_search_url(self) -> str:
        """The address of the portal's own search for the same words.

        With one parameter more than the portal's box sends, so that it leads there.
        """
        query = urlencode(
            {"SearchableText": self.criteria.text, "sort_on": "relevance"}
        )
        return f"{api.portal.get().absolute_url()}/@@search?{query}"


def offered_terms(finding: SearchQuery) -> str:
    """Write the options of the box; they are made once for a state of thesaurus and index."""
    compiled, query = thesaurus(), finding.lookup
    if query is None:
        return ""
    state = query.index.document_count()
    if state not in compiled.options:
        compiled.options.clear()
        found = (t for t in compiled.shown if all(map(query.knows, term_words(t))))
        chosen = list(found)[:MAX_OFFERED]
        compiled.options[state] = "".join(
            f'<option value="{escape(term)}"></option>' for term in chosen
        )
    return compiled.options[state]
