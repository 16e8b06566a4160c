"""The same question asked by several people: one answer for all of them."""

from collections.abc import Iterator
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.fields import stored
from typing import Any

MERGED = "_pbgdpl_merged"
"""Attribute of a question: UIDs of those that were merged into it."""
MERGED_WITH = "_pbgdpl_merged_with"
"""Attribute of a question: UID of the one that has the answer."""


def merged_into(question: Any) -> Iterator[Any]:
    """Give the questions that were merged into one."""
    for uid in stored(question, MERGED) or ():
        found = uuidToObject(uid, unrestricted=True)
        if found is not None:
            yield found


def answering(question: Any) -> Any:
    """Give the question whose answer is the answer to this one: itself, mostly."""
    uid = stored(question, MERGED_WITH)
    return (uuidToObject(uid, unrestricted=True) if uid else None) or question
