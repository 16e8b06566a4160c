"""The form of questions, in a dialogue: what is asked goes into it, while it is open."""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.dialogues.pages.labels import NOT_PUBLIC
from sonla.pbgdpl.dialogues.pages.labels import state_words
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import is_open_for_questions
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.questions.pages.ask import AskView
from typing import Any
from zope.i18nmessageid import Message

REASONS = {
    COMING: _(
        "msg_dialogue_takes_none_yet",
        default="This dialogue has not opened yet. Come back when it has, or send your question to the agencies of the province now: they answer all year.",
    ),
    CLOSED: _(
        "msg_dialogue_takes_no_more",
        default="This dialogue is over and takes no more questions. You can still send yours to the agencies of the province: they answer all year.",
    ),
}


class DialogueAskView(AskView):
    """The form of questions, while a dialogue takes them.

    Somebody who opened the form in time and sends it too late gets what they typed back, in the
    form for ordinary questions: sending it again asks the agencies.
    """

    page_title: Message = _(
        "heading_ask_in_dialogue", default="Ask a question in a dialogue"
    )

    @cached_property
    def closed(self) -> Message | None:
        """Why the dialogue takes no question now."""
        if is_open_for_questions(self.context):
            return None
        return REASONS.get(phase(self.context), NOT_PUBLIC)

    @property
    def dialogue(self) -> dict[str, Any]:
        """Which dialogue it is, and until when it is open."""
        return {
            "title": self.context.title,
            "url": self.context.absolute_url(),
            "state": state_words(self.context),
        }

    @property
    def url(self) -> str:
        """Where the form goes."""
        return super().url if self.closed is None else self.ask_url
