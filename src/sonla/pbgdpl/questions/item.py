"""The class of questions: what no schema can say."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.orphaned import OrphanSafeItem
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.privacy import OFFICE_FIELDS
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.questions.rules import RECEIVED
from typing import Any

NOTHING: Any = None
"""What a field of a question holds before anything is stored in it."""


class Question(OrphanSafeItem):
    """A question whose asker is known to the office alone."""

    security = ClassSecurityInfo()

    # Read permissions of a schema guard forms, REST and templates, not addresses. These
    # also hold when the schema is gone.
    for _name in PROTECTED_FIELDS:
        security.declareProtected(VIEW_PERSONAL_DATA, _name)
    for _name in OFFICE_FIELDS:
        security.declareProtected(ANSWER_QUESTIONS, _name)
    del _name
    asker_email = asker_phone = asker_consent = tracking_code = NOTHING
    due_date = told_by = NOTHING
    # No type hints: those of a class stand where the annotations of its items are stored
    asker_files = ()
    """Files that came with the question: no field, since no form or REST gives them."""

    # Core writes every field of the schema into these, without checking permissions.
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_FTPget")
    security.declareProtected(VIEW_PERSONAL_DATA, "manage_DAVget")


InitializeClass(Question)


def state_in_history(question: Any) -> str:
    """Name the state by the question's own history: asked where nothing says its folder."""
    history = stored_value(question, "workflow_history") or {}
    lines = history.get(QUESTION_WORKFLOW) or ()
    return lines[-1]["review_state"] if lines else RECEIVED
