"""The form in which a step of a question is explained and taken."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.questions.words import state_title
from sonla.pbgdpl.browser.review.transition import TransitionForm
from sonla.pbgdpl.config import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.authors import breaks_four_eyes
from sonla.pbgdpl.questions.question import state_in_history
from sonla.pbgdpl.questions.states import COMMENT_COMPULSORY
from sonla.pbgdpl.questions.subscribers import MSG_OWN_ANSWER
from typing import Any
from zope.i18nmessageid import Message

MSG_NOT_NOW = _(
    "msg_question_step_not_now",
    default="This step is not possible now, or it is for others.",
)


class QuestionTransition(TransitionForm):
    """Ask for the comment of a step of a question, as for one of a text."""

    @property
    def workflow(self) -> Any:
        """Give the workflow of questions."""
        return api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]

    @property
    def is_compulsory(self) -> bool:
        """Tell whether the comment may not be empty."""
        return self.transition in COMMENT_COMPULSORY

    @property
    def label(self) -> Any:
        """Give the name of the step."""
        return _(self.workflow.transitions[self.transition].actbox_name)

    @property
    def help(self) -> Message:
        """Say what the step does."""
        return _(self.workflow.transitions[self.transition].description)

    @property
    def state(self) -> Any:
        """Give the title of the present state."""
        return state_title(state_in_history(self.context))

    def refusal(self) -> Message | None:
        """Say why the form can't be offered."""
        if self.workflow.isActionSupported(self.context, self.transition):
            return None
        drafted = self.transition == "approve_answer" and breaks_four_eyes(self.context)
        return MSG_OWN_ANSWER if drafted else MSG_NOT_NOW
