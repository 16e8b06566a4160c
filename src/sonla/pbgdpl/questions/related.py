"""Answered questions that have much in common with what somebody is about to ask."""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections.abc import Iterator
from math import log
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.config import QUESTION_TYPE
from sonla.pbgdpl.indexers.own_index import INDEX
from sonla.pbgdpl.indexers.ranking import TextQuery
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.questions.states import PUBLISHED
from typing import Any

MOST = 5
LONGEST = 300
"""Characters of the question that are looked at: its beginning says what it is about."""
LEAST_SHARE = 0.3
"""Part of the weight of all words that an answered question must hold to be related."""


def related(
    section: Any,
    text: str,
    most: int = MOST,
    states: tuple[str, ...] = (PUBLISHED,),
) -> Iterator[Any]:
    """Give questions of a section that the user may see, the closest first; public ones.

    A question of forty words is found by the rare ones among them: each word weighs what
    it tells, and not all of them need be there, as a search would want it.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if INDEX not in catalog.indexes():
        return
    processQueue()
    public = IISet(
        brain.getRID()
        for brain in catalog.searchResults(
            path=path_of(section), portal_type=QUESTION_TYPE, review_state=list(states)
        )
    )
    scores = scored(catalog, public, text[:LONGEST])
    best = sorted(scores, key=lambda rid: (-scores[rid], -rid))[:most]
    inner = catalog._catalog
    yield from awake(inner[rid].__of__(catalog) for rid in best)


def scored(catalog: Any, public: IISet, text: str) -> dict[int, float]:
    """Weigh the words that each question has in common with a text."""
    query = TextQuery(catalog._catalog.getIndex(INDEX), text)
    scores: dict[int, float] = {}
    whole = 0.0
    for word in query.words:
        held = intersection(public, query._union(word.loose))
        weight = log(1 + len(public) / (1 + len(held)))
        whole += weight
        for rid in held:
            scores[rid] = scores.get(rid, 0.0) + weight
    return {rid: score for rid, score in scores.items() if score >= LEAST_SHARE * whole}
