"""States, people and days of questions as people read them, and where their pages stand."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.vietnamese.private_words import EMAIL
from sonla.pbgdpl.core.vietnamese.private_words import IDENTITY
from sonla.pbgdpl.core.vietnamese.private_words import NAME
from sonla.pbgdpl.core.vietnamese.private_words import PHONE
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.covering import OTHER
from sonla.pbgdpl.questions.rules import PRIVATE
from sonla.pbgdpl.questions.workflow import MAIL
from sonla.pbgdpl.questions.workflow import TELEPHONE
from sonla.pbgdpl.ui.page import InSection
from zope.i18nmessageid import Message

ASK_TITLE = _("heading_ask_question", default="Ask a legal question")
"""Of the form, of the bare page that stands for it, and of the ways to it."""


def state_title(state: str) -> str:
    """Return the title of a state of questions, a message."""
    return title_in((QUESTION_WORKFLOW,), state)


FOR_ASKER = {
    "received": _(
        "asker_state_received", default="It has come in and waits to be looked at."
    ),
    "accepted": _("asker_state_accepted", default="It was accepted."),
    "assigned": _(
        "asker_state_assigned", default="It is with the agency that writes the answer."
    ),
    "answer_drafted": _(
        "asker_state_answer_drafted", default="The answer is written and being checked."
    ),
    "answered": _(
        "asker_state_answered", default="The answer is approved and on its way to you."
    ),
    "published": _("asker_state_published", default="It was answered in public."),
    "declined": _("asker_state_declined", default="It can't be answered here."),
}


REPLIED = {
    MAIL: _(
        "asker_state_replied_by_mail",
        default="It was answered to you alone, by e-mail.",
    ),
    TELEPHONE: _(
        "asker_state_replied_by_telephone",
        default="It was answered to you alone, by telephone.",
    ),
}


def state_for_asker(state: str, reply_channel: str) -> Message | str:
    """Return for the asker how far a question is; `reply_channel`: how they hear of it."""
    if state == PRIVATE:
        return REPLIED[reply_channel]
    return FOR_ASKER.get(state, state)


NEXT = {
    "received": _("question_next_received", default="Accept it, or decline it"),
    "accepted": _("question_next_accepted", default="Assign it to an agency"),
    "assigned": _("question_next_assigned", default="Write the answer and submit it"),
    "answer_drafted": _(
        "question_next_answer_drafted", default="Approve the answer, or return it"
    ),
    "answered": _(
        "question_next_answered", default="Publish it, or answer the asker alone"
    ),
}


KIND_TITLES = {
    IDENTITY: _("private_words_identity", default="identity number"),
    PHONE: _("private_words_phone", default="telephone number"),
    EMAIL: _("private_words_email", default="e-mail address"),
    NAME: _("private_words_name", default="name of a person"),
    OTHER: _("private_words_other", default="other words"),
}
"""Kind of words that may be personal data → what it is called."""


class QuestionPlace(InSection):
    """Mixin of pages: the section whose questions a page is about."""

    @property
    def questions_url(self) -> str:
        return f"{self.section_url}/@@questions"

    @property
    def ask_url(self) -> str:
        return f"{self.section_url}/@@ask-question"

    @property
    def status_url(self) -> str:
        """The address at which an asker sees how far their question is."""
        return f"{self.section_url}/@@question-status"
