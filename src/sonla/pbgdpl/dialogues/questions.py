"""The questions of a dialogue: those that everybody reads, and those that still wait."""

from plone import api
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from typing import Any


def answered(dialogue: Any) -> list[Any]:
    """Find the published questions, in the order in which they were asked."""
    return list(
        api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(dialogue),
            portal_type=QUESTION_TYPE,
            review_state=PUBLISHED,
            sort_on="created",
        )
    )


def waiting(dialogue: Any) -> list[Any]:
    """Find the questions that wait for somebody and that the user may see."""
    return list(
        api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(dialogue),
            portal_type=QUESTION_TYPE,
            review_state=list(OPEN),
            sort_on="created",
        )
    )
