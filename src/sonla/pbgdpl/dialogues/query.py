"""Which dialogues there are, by phase: open ones first, then those to come, then the others."""

from collections.abc import Iterable
from collections.abc import Sequence
from DateTime import DateTime
from datetime import datetime
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import closes_at
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import opens_at
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.editorial.embargo import without_embargoed
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.rules import OPEN as OPEN_QUESTIONS
from sonla.pbgdpl.questions.rules import PUBLISHED
from typing import Any

A_DAY = 1
"""Days by which `end` may be off in the catalog: whole days have their ends in other zones."""


def find_dialogues(
    roots: Sequence[str] | None = None, not_over: bool = False
) -> list[Any]:
    """Find the published dialogues below some paths that the user may see.

    A province holds a few a year, so they are loaded. `not_over` leaves out the archive as
    far as the catalog knows it, which is not to the minute.
    """
    asked: dict[str, Any] = {} if roots is None else {"path": list(roots)}
    if not_over:
        asked["end"] = {"query": DateTime() - A_DAY, "range": "min"}
    found = api.portal.get_tool("portal_catalog").searchResults(
        portal_type=DIALOGUE_TYPE, review_state="published", **asked
    )
    return list(readable(load_objects(without_embargoed(found))))


def by_phase(dialogues: Iterable[Any]) -> dict[str, list[Any]]:
    """Sort dialogues by phase, those of each in the order of lists."""
    sorted_out: dict[str, list[Any]] = {OPEN: [], COMING: [], CLOSED: []}
    for dialogue in sorted(dialogues, key=rank):
        sorted_out[phase(dialogue)].append(dialogue)
    return sorted_out


def rank(dialogue: Any) -> tuple[int, float]:
    """Return its place in lists: what closes or opens next first, then the latest of the past."""
    present = phase(dialogue)
    if present == OPEN:
        return 0, seconds(closes_at(dialogue))
    if present == COMING:
        return 1, seconds(opens_at(dialogue))
    return 2, -seconds(opens_at(dialogue))


def seconds(moment: datetime | None) -> float:
    """Return a moment for sorting; none is the oldest."""
    return moment.timestamp() if moment is not None else 0.0


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
            review_state=list(OPEN_QUESTIONS),
            sort_on="created",
        )
    )
