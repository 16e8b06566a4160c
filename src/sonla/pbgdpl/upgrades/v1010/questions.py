"""From 1000 to 1010: questions of citizens."""

from sonla.pbgdpl.core.names import CHAIN_ROLES
from sonla.pbgdpl.install.upgrades.adding import add_permission
from sonla.pbgdpl.install.upgrades.adding import add_types
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.install.upgrades.adding import add_workflow
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any

ANSWERING = (*CHAIN_ROLES, "Site Administrator", "Manager")


def add_questions(setup: Any) -> None:
    """Add type, workflow and permissions; what is there is left alone."""
    add_permission(ANSWER_QUESTIONS, ANSWERING)
    add_workflow(setup, QUESTION_WORKFLOW)
    add_types(setup, (QUESTION_TYPE,), QUESTION_WORKFLOW, WRITERS)
    add_values(f"{PREFIX}.exported_types", ["question"])
