"""How often the words of the thesaurus are searched for, and followed to a text.

Counted from the proxy's log, never on a page view. By day, concept and term, in an annotation
of the portal: plain data in plain trees. Days are kept for a year.
"""

from BTrees.OOBTree import OOBTree
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from plone import api
from sonla.pbgdpl.core.vietnamese.terms import term_key
from sonla.pbgdpl.search.rules import tidy
from sonla.pbgdpl.search.rules import TypedQuery
from sonla.pbgdpl.search.thesaurus.rules import Concept
from sonla.pbgdpl.search.thesaurus.storage import thesaurus
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.thesaurus_use"
KEPT_DAYS = 365
MIN_SEARCHES, MIN_SHARE = 10, 0.2
"""So many searches, of which a smaller share led to a text, make words doubtful."""


@dataclass(frozen=True)
class Use:
    """How often words were searched for, and how many searches led to a text."""

    searches: int = 0
    followed: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(self.searches + other.searches, self.followed + other.followed)

    @property
    def is_doubtful(self) -> bool:
        """Whether many searched, and few found what they meant."""
        return (
            self.searches >= MIN_SEARCHES and self.followed < MIN_SHARE * self.searches
        )


Uses = dict[tuple[str, str], Use]
"""Key of a concept and of a term → how often."""
WHOLE = ""
"""In place of a term: the concept, by whatever term."""


def count_days(found: Mapping[str, Mapping[str, Use]]) -> None:
    """Count the terms in what was searched for, by day and words; a known day is replaced."""
    keys = cache(keys_in)
    stored = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    for day, searches in found.items():
        uses: Uses = defaultdict(Use)
        for text, use in searches.items():
            for key in keys(text):
                uses[key] += use
        stored[day] = {key: (use.searches, use.followed) for key, use in uses.items()}


def keys_in(text: str) -> frozenset[tuple[str, str]]:
    """Return concept and term of all that stands in what was typed, and each concept alone.

    Two terms of a concept may be meant by the same words (*ly hôn*, *li hôn*): one search.
    """
    typed = TypedQuery(tidy(text), len(text))
    terms = tuple(thesaurus().terms_in(typed.plain, typed.fixed))
    concepts = ((term.concept.key, WHOLE) for term in terms)
    return frozenset((*concepts, *((term.concept.key, term.key) for term in terms)))


def totals(last_days: int = KEPT_DAYS) -> Uses:
    """Add up the last days that are known."""
    found: Uses = defaultdict(Use)
    period = known_days()
    if period is not None:
        first = period[1] - timedelta(days=last_days - 1)
        for day in days().values(first.isoformat()):
            for key, numbers in day.items():
                found[key] += Use(*numbers)
    return dict(found)


def days() -> Any:
    """Return the tree of what is stored by day; an empty mapping before the first file."""
    return IAnnotations(api.portal.get()).get(KEY, {})


def known_days() -> tuple[date, date] | None:
    """Return the first and the last day that is known; None for no day."""
    stored = days()
    if not stored:
        return None
    return date.fromisoformat(stored.minKey()), date.fromisoformat(stored.maxKey())


def by_concept(uses: Uses) -> dict[str, Use]:
    """Return how often concepts are meant, by whatever term, by their keys."""
    return {concept: use for (concept, term), use in uses.items() if term == WHOLE}


def by_term(concept: Concept, uses: Uses) -> dict[str, Use]:
    """Return how often each term by which a concept is found is searched for."""
    texts = (*concept.lay_terms, *(concept.names if concept.is_mutual else ()))
    return {text: uses.get((concept.key, term_key(text)), Use()) for text in texts}
