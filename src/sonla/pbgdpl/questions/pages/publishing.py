"""`@@pbgdpl-publish`: what everybody will read of a question, looked over before it is public."""

from functools import cached_property
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import count_words
from sonla.pbgdpl.core.html import running_text
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.naming import is_unnamed
from sonla.pbgdpl.questions.pages.item import ANSWERING
from sonla.pbgdpl.questions.pages.item import QuestionView
from sonla.pbgdpl.questions.pages.private_words import ASK_SHOW
from sonla.pbgdpl.questions.pages.private_words import OPEN_MARK
from sonla.pbgdpl.questions.pages.private_words import QuestionWordsBox
from sonla.pbgdpl.questions.pages.private_words import SHOW
from sonla.pbgdpl.questions.pages.transition import HELP_COMMENT
from sonla.pbgdpl.questions.pages.transition import QuestionTransition
from sonla.pbgdpl.questions.rules import ANSWERED
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.downloads import keep_private
from zope.i18nmessageid import Message

LOOKED_AT = "looked_at"
"""Field of the page itself: what is sent without it was pressed elsewhere."""


class PublishPage(AsksOnce, QuestionWordsBox, QuestionTransition):
    """Show question and answer as citizens will; publish them, or have words decided on first.

    Where nothing can be published now, it is the page on which words are decided on.
    """

    publishes_elsewhere = False
    comment_help = HELP_COMMENT
    stylesheets = ("editorial/desk.css", "questions/office.css")
    form_id = "pbgdpl-publish"
    is_held = False
    """Whether the user tried to publish while words were open."""

    def __call__(self) -> str:
        """Do what a button of the box says, then show the page again."""
        keep_private(self.request)
        self.hide_columns()
        if self.has_decided:
            shows = SHOW in self.request.form and self.is_public and self.may_show
            if shows and (asked := self.ask_first(ASK_SHOW)):
                return asked
            self.decide()
            return self.index()
        return super().__call__()

    @property
    def page_title(self) -> Message:
        """Ask, where something can be published."""
        if self.can_publish:
            return _("heading_publish_question", default="Publish this answer?")
        return _("heading_decide_words", default="Personal data in the question")

    @property
    def transition(self) -> str:
        """The first of the steps by which it becomes public from where it is."""
        is_approved = state_in_history(self.context) == ANSWERED
        return "publish" if is_approved else "approve_answer"

    def refusal(self) -> Message | None:
        """Return why the page can't be shown: who decides on words sees it at any time."""
        return None if self.may_decide else super().refusal()

    @property
    def why_not(self) -> Message | None:
        """Why the user can't publish it now."""
        return super().refusal()

    @property
    def can_publish(self) -> bool:
        """Whether the user can publish it now."""
        return self.why_not is None

    def _perform(self) -> str:
        """Take the steps; nothing is published while words are open."""
        CheckAuthenticator(self.request)
        if LOOKED_AT not in self.request.form:
            return self.index()
        if self.why_not is not None:
            return self._leave(self.context, self.why_not, "error")
        if "publish" in self.steps:
            self.is_held = bool(self.open_marks)
            if self.is_held:
                return self.index()
        return super()._perform()

    # What the template asks

    @property
    def public_page(self) -> QuestionView:
        """The page that citizens will see."""
        return QuestionView(self.context, self.request)

    @property
    def lines(self) -> list[str]:
        """The question as citizens will see it."""
        return self.marked(stored_value(self.context, "question") or "")

    @cached_property
    def answer_html(self) -> str:
        """The answer as citizens will see it."""
        return self.marked_answer(self.public_page.body)

    @property
    def marks_answer(self) -> bool:
        """Whether words of the answer wait for a decision: it is not folded then."""
        return OPEN_MARK in self.answer_html

    @property
    def words(self) -> int:
        """How many words the answer has."""
        raw = getattr(stored_value(self.context, "answer"), "raw", None)
        return count_words(running_text(raw or ""))

    @property
    def bases(self) -> str:
        """The documents on which the answer rests."""
        rows = stored_value(self.context, "legal_bases") or ()
        return ", ".join(filter(None, (row.get("number") for row in rows)))

    @property
    def kinds_covered(self) -> str:
        """What kinds of words are covered, each once."""
        kinds = dict.fromkeys(one["kind"] for one in self.covered)
        return ", ".join(map(self.translated, kinds))

    @property
    def is_unnamed(self) -> bool:
        """Whether nobody has named the question."""
        return is_unnamed(self.context)

    @property
    def may_answer(self) -> bool:
        """Whether the user may change the answer now."""
        state = state_in_history(self.context)
        return self.public_page.may_edit and state in ANSWERING

    @property
    def is_approved(self) -> bool:
        """Whether the answer is approved already."""
        return state_in_history(self.context) == ANSWERED
