"""Questions that have much in common with what somebody is about to ask, or has asked.

Words that tell something → records that hold the rare ones among them → the questions
themselves, compared word by word: an answer of two pages holds nearly every word, so it is
what was asked that is compared, not what was answered.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections import defaultdict
from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from itertools import islice
from math import log
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.core.catalog import awake
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.core.names import QUESTION_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.questions.likeness import have_common_pair
from sonla.pbgdpl.questions.likeness import shared_part
from sonla.pbgdpl.questions.likeness import Words
from sonla.pbgdpl.questions.states import PUBLISHED
from sonla.pbgdpl.search.own_index import INDEX
from sonla.pbgdpl.search.query import records_of
from sonla.pbgdpl.search.ranking import MOST_WORDS as MOST_OF_QUERY
from sonla.pbgdpl.search.ranking import TextQuery
from typing import Any

MOST = 5
MOST_WORDS = 60
"""Words of the question that are looked at; many people tell their story first."""
CANDIDATES = 30
"""Questions that are compared word by word."""
LEAST_OF_ASKED = 0.5
"""Part of a short question that a related one must hold."""
LEAST_OF_LONG = 0.35
"""Part of one with more than `SHORT` words: people tell a long story each in their way."""
SHORT = 10
LEAST_OF_TITLE = 0.65
"""Or: part of the title of a related question that must stand in what is asked."""


def related(
    section: Any,
    text: str,
    most: int = MOST,
    states: tuple[str, ...] = (PUBLISHED,),
    without: Container[str] = (),
) -> Iterator[Any]:
    """Yield questions of a section that the user may see, the closest first; public ones.

    Those whose UID is in `without` are left out.
    """
    asked = Words.of(text, MOST_WORDS)
    catalog = api.portal.get_tool("portal_catalog")
    if not asked.pairs or INDEX not in catalog.indexes():
        return
    processQueue()
    seen = records_of(
        catalog.searchResults(
            path=path_of(section), portal_type=QUESTION_TYPE, review_state=list(states)
        )
    )
    rarity, best = candidates(catalog, seen, asked)
    inner = catalog._catalog
    scores = {}
    for rid in best:
        for question in awake([inner[rid].__of__(catalog)]):
            score = closeness(asked, question, rarity)
            if score and IUUID(question) not in without:
                scores[rid] = (score, question)
    for rid in sorted(scores, key=lambda rid: (-scores[rid][0], -rid))[:most]:
        yield scores[rid][1]


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Cut names into lists of a size; `itertools.batched` is younger than our Python."""
    left = iter(names)
    while some := list(islice(left, size)):
        yield some


def candidates(
    catalog: Any, seen: IISet, asked: Words
) -> tuple[dict[str, float], list[int]]:
    """Weigh the words by how rare they are; give the records that hold most of them."""
    index = catalog._catalog.getIndex(INDEX)
    rarity: dict[str, float] = {}
    scores: defaultdict[int, float] = defaultdict(float)
    for some in batched(asked.singles, MOST_OF_QUERY):
        query = TextQuery(index, " ".join(some))
        for word in query.words:
            held = intersection(seen, query.holding(word))
            rarity[word.folded] = log(1 + len(seen) / (1 + len(held)))
            for rid in held:
                scores[rid] += rarity[word.folded]
    best = sorted(scores, key=lambda rid: (-scores[rid], -rid))[:CANDIDATES]
    return rarity, best


def closeness(asked: Words, question: Any, rarity: dict[str, float]) -> float:
    """Return how close a question is to what is asked, from 0 to 1; 0 for not at all."""
    title = Words.of(stored(question, "title") or "")
    words = Words.of(f"{stored(question, 'title')}\n{stored(question, 'question')}")
    if not have_common_pair(asked, words):
        return 0.0
    of_asked = shared_part(asked, words, lambda word: rarity.get(word, 1.0))
    of_title = shared_part(title, asked, lambda word: 1.0)
    least = LEAST_OF_ASKED if len(asked.singles) <= SHORT else LEAST_OF_LONG
    if of_asked < least and of_title < LEAST_OF_TITLE:
        return 0.0
    return max(of_asked, of_title)
