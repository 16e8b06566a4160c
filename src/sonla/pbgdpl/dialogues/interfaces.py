"""The marker of dialogues."""

from sonla.pbgdpl.core.interfaces import IContainerText
from sonla.pbgdpl.questions.interfaces import IQuestionContainer


class IDialogue(IContainerText, IQuestionContainer):
    """Mark a policy dialogue."""
