"""Which steps of our workflows are noted: those that make public, close or take back."""

from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.config import QUESTION_WORKFLOW
from sonla.pbgdpl.config import REGISTRY_WORKFLOW
from sonla.pbgdpl.config import STATISTICS_WORKFLOW

DECIDING = {
    EDITORIAL_WORKFLOW: ("approve", "withdraw", "reopen"),
    REGISTRY_WORKFLOW: ("recognise", "end"),
    QUESTION_WORKFLOW: ("approve_answer", "publish", "reply_privately", "decline"),
    STATISTICS_WORKFLOW: ("approve", "lock", "return"),
}
"""Workflow → its steps that decide about what others see or rely on."""


def decides(workflow: str, step: str) -> bool:
    """Return whether a step of a workflow is noted."""
    return step in DECIDING.get(workflow, ())
