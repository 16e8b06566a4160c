"""The marker of dialogues."""

from sonla.pbgdpl.core.interfaces import ITextWithContents
from sonla.pbgdpl.questions.interfaces import IQuestionContainer


class IDialogue(ITextWithContents, IQuestionContainer):
    """Mark a policy dialogue."""
