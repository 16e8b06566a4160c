"""Which results answer a question by themselves, and come before all others.

A situation, a question with its answer, an introduction: `answer_place` of the facts of their
types says so. However many texts mention the words, people look for these.
"""

from BTrees.IIBTree import IISet
from collections.abc import Callable
from collections.abc import Mapping
from heapq import nlargest
from sonla.pbgdpl.search.nearness import NearTexts

MAX_ANSWERS = 3

MIN_SCORE = 0.45
"""How near to the query an answer must be, of 1."""

SHARE = 0.7
"""How near it must be beside the nearest of the results, of 1."""

PARTS = {1: 1.3, 2: 1.15}
"""Place among the kinds of answers → what the nearness of one is multiplied by."""

MAX_COMPARED = 30
"""Results of a kind that are looked at one by one."""


def find_answers(
    nearness: NearTexts,
    kinds: Mapping[int, IISet],
    results: IISet,
    likely: Callable[[IISet, int], list[int]],
) -> list[int]:
    """Return the answers among results, the best first; a few, or none.

    `kinds` has the results by the place of their kind, `likely` returns those of some records
    that have most of the query.
    """
    found: dict[int, float] = {}
    for place, records in kinds.items():
        if records:
            scores = nearness.scores(likely(records, MAX_COMPARED))
            part = PARTS.get(place, 1.0)
            found.update({record: part * score for record, score in scores.items()})
    if not found:
        return []
    others = nearness.scores(likely(results, 1)).values()
    least = max(MIN_SCORE, SHARE * max((*others, *found.values())))
    best = nlargest(MAX_ANSWERS, found, key=lambda one: (found[one], one))
    return [record for record in best if found[record] >= least]
