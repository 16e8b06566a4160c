"""What readers say of answers: useful or not, counted, and nobody told from another.

The numbers stand in an annotation of the portal, by UID: the answer itself stays as it was, with its
date, its page that proxies keep, and editors who save it at the same time. Counters add up what
several requests counted at once, instead of refusing one of them.
"""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.rules import Usefulness
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.answer_usefulness"


def count(question: Any, useful: bool) -> None:
    """Count one reader of an answer."""
    tree = IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())
    counters = tree.get(IUUID(question))
    if counters is None:
        counters = tree[IUUID(question)] = (Length(), Length())
    counters[0 if useful else 1].change(1)


def usefulness_of(question: Any) -> Usefulness:
    """Return what readers said of an answer so far."""
    return _said_of(IUUID(question))


def judged(section: Any) -> Iterator[tuple[Any, Usefulness]]:
    """Yield the public answers of a section on which readers said something, with the numbers."""
    for question in load_objects(_public_ones(section, _counters())):
        yield question, usefulness_of(question)


def count_doubtful(section: Any) -> int:
    """Return how many public answers of a section are doubtful; none of them is loaded."""
    doubtful = (uid for uid in _counters() if _said_of(uid).is_doubtful)
    return len(_public_ones(section, doubtful))


def _public_ones(section: Any, uids: Iterable[str]) -> Any:
    return api.portal.get_tool("portal_catalog").searchResults(
        path=path_of(section),
        portal_type=QUESTION_TYPE,
        review_state=PUBLISHED,
        UID=list(uids),
    )


def _said_of(uid: str) -> Usefulness:
    yes, no = _counters().get(uid, (Length(), Length()))
    return Usefulness(yes(), no())


def forget(question: Any, event: Any = None) -> None:
    """Drop the numbers of a question that goes."""
    _counters().pop(IUUID(question), None)


def take_away() -> None:
    """Drop all numbers."""
    IAnnotations(api.portal.get()).pop(KEY, None)


def _counters() -> Any:
    return IAnnotations(api.portal.get()).get(KEY) or {}
