"""Which results answer a question by themselves, and come before all others.

A situation, a question with its answer, an introduction: `answer_place` of the facts of their
types says so. However many texts mention the words, people look for these.
"""

from BTrees.IIBTree import IISet
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from heapq import nlargest
from sonla.pbgdpl.search.nearness import NearTexts

MAX_ANSWERS = 3

MIN_SCORE = 0.45
"""How near to the query an answer must be, of 1."""

SHARE = 0.7
"""How near it must be beside the nearest of the results, of 1."""

PARTS = {1: 1.3, 2: 1.15}
"""Place among the kinds of answers → what the nearness of one is multiplied by."""

MAX_COMPARED = 25
"""Results of a kind that are looked at one by one."""


def candidates(best: Sequence[int], records: IISet) -> list[int]:
    """Return the records of a kind among which its answers are: a few, or the best placed."""
    if len(records) <= MAX_COMPARED:
        return list(records)
    return [record for record in best if record in records][:MAX_COMPARED]


def find_answers(
    nearness: NearTexts, kinds: Mapping[int, Iterable[int]], best: Iterable[int]
) -> list[int]:
    """Return the answers among results, the best first; a few, or none.

    `kinds` has candidates by the place of their kind, `best` the result that stands first.
    """
    found: dict[int, float] = {}
    for place, records in kinds.items():
        part = PARTS.get(place, 1.0)
        scores = nearness.scores(records)
        found.update({record: part * score for record, score in scores.items()})
    if not found:
        return []
    others = nearness.scores(best).values()
    least = max(MIN_SCORE, SHARE * max((*others, *found.values())))
    first = nlargest(MAX_ANSWERS, found, key=lambda one: (found[one], one))
    return [record for record in first if found[record] >= least]
