"""What may answer a text that somebody is about to send.

A text of several sentences is searched for sentence by sentence: as a whole it has too many
words for any other text to be near to it.
"""

from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from collections.abc import Iterator
from itertools import islice
from plone import api
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.types import answer_places
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.emergencies.helplines import helplines_for
from sonla.pbgdpl.emergencies.helplines import helplines_of
from sonla.pbgdpl.search.answers import MAX_ANSWERS
from sonla.pbgdpl.search.criteria import Criteria
from sonla.pbgdpl.search.criteria import MAX_CHARACTERS
from sonla.pbgdpl.search.query import SearchQuery
from sonla.pbgdpl.search.rules import filler_places
from typing import Any

import re

MAX_SENTENCES = 3
"""Sentences that are searched for, those that ask something first."""
MIN_WORDS = 2
"""Words of a sentence that tell something, without fillers."""
MAX_LENGTH = 5000
"""Characters of a text that are read."""
NEAR = 0.6
"""How near to a sentence an item must be that is compared with it alone, of 1."""
NEAR_SHARE = 0.5
"""How near beside the nearest, of 1: two situations often share one sentence."""
MAX_COMPARED = 200

_SENTENCE = re.compile(r"[^.?!\n]+[.?!]?")


def find_similar(place: Any, text: str) -> Iterator[Any]:
    """Yield the items of a place that may answer a text, each once, the best of a sentence first.

    Those of danger come first where the text tells of it. The user may see all of them. The
    types that answer questions are those with an `answer_place` among their facts.
    """
    catalog = api.portal.get_tool("portal_catalog")
    found: dict[int, None] = {}
    for sentence in islice(sentences(text), MAX_SENTENCES):
        query = SearchQuery(place, Criteria(text=sentence[:MAX_CHARACTERS]))
        near = near_answers(query)
        found.update(dict.fromkeys((*near[:1], *query.answers, *near)))
    brains = brains_by_record(catalog)
    items = [get_object(brains[record].__of__(catalog)) for record in found]
    tells_of_danger = any(helplines_for(text))
    yield from sorted(
        items, key=lambda item: tells_of_danger and not any(helplines_of(item))
    )


def near_answers(query: SearchQuery) -> list[int]:
    """Return what answers best by its kind, the nearest first, also where it lacks most words.

    There are some dozens of these, life situations: each is compared with the text.
    """
    if query.nearness is None:
        return []
    by_type = records_by_key(get_index(query.catalog, "portal_type"))
    first = [name for name, place in answer_places().items() if place == 1]
    records = multiunion([by_type[name] for name in first if name in by_type])
    seen = intersection(query.visible, records)
    scores = query.nearness.scores(islice(seen, MAX_COMPARED))
    least = max(NEAR, NEAR_SHARE * max(scores.values(), default=0.0))
    near = [record for record, score in scores.items() if score >= least]
    return sorted(near, key=lambda record: -scores[record])[:MAX_ANSWERS]


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that tell something: danger first, questions next."""
    found = (one.strip() for one in _SENTENCE.findall(text[:MAX_LENGTH]))
    significant = [one for one in found if count_significant_words(one) >= MIN_WORDS]
    order = {
        one: (not any(helplines_for(one)), not one.endswith("?")) for one in significant
    }
    yield from sorted(order, key=lambda one: order[one])


def count_significant_words(sentence: str) -> int:
    """Return how many words of a sentence are no fillers."""
    typed = [canonical_word(word) for word in words(sentence)]
    return len(typed) - len(set(filler_places(typed)))
