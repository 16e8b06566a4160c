"""The form in which a step of a question is explained and taken."""

from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.guards import MSG_COMMENT
from sonla.pbgdpl.editorial.pages.transition import state_message
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.rules import TOGETHER
from sonla.pbgdpl.questions.workflow import breaks_four_eyes
from sonla.pbgdpl.questions.workflow import MSG_NO_AGENCY
from sonla.pbgdpl.questions.workflow import MSG_OWN_ANSWER
from sonla.pbgdpl.questions.workflow import MSG_TELEPHONE
from sonla.pbgdpl.questions.workflow import reply_channel_of
from sonla.pbgdpl.questions.workflow import take_steps
from sonla.pbgdpl.questions.workflow import TELEPHONE
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any
from zope.i18nmessageid import Message

BOTH = {
    "assign": _("button_accept_and_assign", default="Accept and assign"),
    "publish": _("button_approve_and_publish_asked", default="Approve and publish …"),
    "reply_privately": _(
        "button_approve_and_reply", default="Approve and answer the asker alone"
    ),
}
"""Second step → what the button is called that takes both."""
ALONE = {
    "accept": _("button_only_accept", default="Only accept"),
    "approve_answer": _("button_only_approve", default="Only approve"),
}
HELP_ASKER = _("help_comment_asker", default="Whoever asked reads it.")
HELP_TELEPHONE = _(
    "help_comment_telephone",
    default="Say when the answer was told by telephone, to whom, and what was asked on.",
)
HELP_COMMENT = _(
    "help_comment_question",
    default="It stays in the history of the question; citizens don't see it.",
)


class QuestionTransition(StepForm):
    """Ask for the comment of a step of a question, as for one of a text."""

    workflow_id = QUESTION_WORKFLOW
    more_fields = ViewPageTemplateFile("templates/transition_agency.pt")
    publishes_elsewhere = True
    """Whether publishing has a page of its own, which shows what everybody will read."""
    not_now = _(
        "msg_question_step_not_now",
        default="This step is not possible now, or it is for others.",
    )

    def __call__(self) -> str:
        """Show the page on which a question is published for the step that does it."""
        if self.publishes_elsewhere and "publish" in self.steps:
            page = api.content.get_view("pbgdpl-publish", self.context, self.request)
            return str(page())
        return super().__call__()

    @property
    def transition(self) -> str:
        """The transition asked for."""
        return self.offered or super().transition

    @property
    def together(self) -> tuple[str, ...]:
        """The steps of which one may be taken at once."""
        return TOGETHER.get(self.transition, ())

    @property
    def steps(self) -> list[str]:
        """What the button that was pressed does, step by step."""
        pressed = str(self.request.form.get("form.buttons.go", ""))
        return [self.transition, *(one for one in self.together if one == pressed)]

    @property
    def buttons(self) -> list[tuple[str, Message]]:
        """Those that take two steps, then that which takes one."""
        both = [(one, BOTH[one]) for one in self.together]
        return [*both, ("1", ALONE.get(self.transition, self.label))]

    @property
    def comment_help(self) -> Message:
        """Who reads the comment, or what it is to say."""
        if self.transition == "decline":
            return HELP_ASKER
        return HELP_TELEPHONE if self.may_telephone else HELP_COMMENT

    @property
    def is_compulsory(self) -> bool:
        """Whether the comment may not be empty."""
        return super().is_compulsory or self.by_telephone

    @property
    def by_telephone(self) -> bool:
        """Whether the asker can only be told by telephone."""
        return (
            "reply_privately" in self.steps
            and reply_channel_of(self.context) == TELEPHONE
        )

    @property
    def may_telephone(self) -> bool:
        """Whether one of the buttons means that the asker was told by telephone."""
        tells = "reply_privately" in (self.transition, *self.together)
        return tells and reply_channel_of(self.context) == TELEPHONE

    @property
    def assigns(self) -> bool:
        """Whether an agency is chosen with the step."""
        return bool({"assign", "reassign"}.intersection(self.steps))

    @property
    def may_assign(self) -> bool:
        """Whether one of the buttons assigns the question."""
        return self.assigns or "assign" in self.together

    @property
    def agencies(self) -> list[dict[str, Any]]:
        """The agencies that may be chosen."""
        chosen = self.request.form.get("agency", stored_value(self.context, "agency"))
        return [
            {"token": term.token, "title": term.title, "chosen": term.token == chosen}
            for term in choosable(AGENCIES)
        ]

    def _perform(self) -> str:
        """Store the agency chosen, then take the step; a missing comment is asked for."""
        CheckAuthenticator(self.request)
        if self.is_compulsory and not self.comment.strip():
            self.error = MSG_TELEPHONE if self.by_telephone else MSG_COMMENT
            return self.index()
        if self.assigns:
            self.context.agency = self.chosen_agency()
            if not self.context.agency:
                self.agency_error = MSG_NO_AGENCY
                return self.index()
        take_steps(self.context, self.steps, self.comment.strip())
        return self._leave(self.context, state_message(self.context))

    def chosen_agency(self) -> str | None:
        """Return the agency chosen, if it is one of the list."""
        asked = self.request.form.get("agency", "")
        tokens = {term.token for term in choosable(AGENCIES)}
        return asked if asked in tokens else None

    agency_error: Message | None = None

    def refusal(self) -> Message | None:
        """Return why the form can't be offered: somebody who wrote an answer has a reason of theirs."""
        reason = super().refusal()
        drafted = self.transition == "approve_answer" and breaks_four_eyes(self.context)
        return MSG_OWN_ANSWER if reason is not None and drafted else reason
