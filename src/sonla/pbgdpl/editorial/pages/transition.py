"""The form in which a transition is explained, and what is said when one is refused."""

from Acquisition import aq_inner
from DateTime import DateTime
from plone import api
from plone.app.content.browser.content_status_modify import ContentStatusModifyView
from plone.protect import CheckAuthenticator
from plone.rest.interfaces import IAPIRequest
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages import STATUSMESSAGEKEY
from Products.statusmessages.interfaces import IStatusMessage
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.embargo import is_ours
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.guards import MSG_COMMENT
from sonla.pbgdpl.editorial.guards import why_refused
from sonla.pbgdpl.editorial.history import other_words
from sonla.pbgdpl.editorial.history import step_title
from sonla.pbgdpl.editorial.interfaces import ITransitionForm
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import InPlaceOfPage
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.unread import log_refusal
from typing import Any
from urllib.parse import urlencode
from zExceptions import BadRequest
from zope.annotation.interfaces import IAnnotations
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

import json

CHANGED = Message("Item state changed.", domain="plone")
COMMENT_HELP = _(
    "help_comment",
    default="The author reads it, and it stays in the history of the text.",
)


DONE: dict[str, Message] = {
    "submit": _("msg_done_submit", default="Sent: an editor looks at it next."),
    "retract": _("msg_done_retract", default="Taken back: it is a draft again."),
    "forward": _("msg_done_forward", default="Forwarded for approval."),
    "approve": _("msg_done_approve", default="Approved and published."),
    "return_to_author": _("msg_done_return", default="Returned to its author."),
    "withdraw": _("msg_done_withdraw", default="Taken out of public view."),
    "reopen": _("msg_done_reopen", default="Opened again: it is a draft."),
}


def done_message(item: Any, transition: str) -> Message:
    """Return what a step does, to be shown once it is taken; to be asked before."""
    if other_words(item, transition) is not None:
        return CHANGED
    if transition == "approve" and is_embargoed_by_date(item):
        return _(
            "msg_done_approve_later",
            default="Approved: it becomes public on the chosen date.",
        )
    return DONE.get(transition, CHANGED)


def state_message(item: Any) -> Message:
    """Return in which state an item of any workflow of ours is now."""
    own = [name for name in chain_of(item) if is_own_workflow(name)]
    state = translate(title_in(own, state_of(item)), context=item.REQUEST)
    return _(
        "msg_step_done",
        default="“${title}” is now: ${state}.",
        mapping={"title": item.Title(), "state": state},
    )


@implementer(ITransitionForm)
class TransitionForm(Page, BrowserView):
    """Ask for the comment of a transition and perform it.

    The state menu leads here for steps that must be explained; core's own form and
    its REST service are sent here or refused by the workflow itself.
    """

    parts = ViewPageTemplateFile("templates/transition.pt")
    workflow_id = EDITORIAL_WORKFLOW
    error: Message | None = None
    offered = ""
    """The step, where the form stands on another page than its own."""
    more_fields: Any = ""
    """The template of fields above the comment."""

    def __call__(self) -> str:
        """Show the form, perform the transition, or say why neither is possible."""
        reason = self.refusal()
        if reason is not None:
            return self._leave(self.context, reason, "error")
        if "form.buttons.cancel" in self.request.form:
            return self._leave(self.context)
        if self.request.method == "POST" and "form.buttons.go" in self.request.form:
            return self._perform()
        return self.index()

    @property
    def transition(self) -> str:
        return str(self.request.form.get("workflow_action", ""))

    @property
    def comment(self) -> str:
        return str(self.request.form.get("comment", ""))

    @property
    def is_compulsory(self) -> bool:
        """Whether the comment may not be empty."""
        return self.transition in facts_of(self.workflow_id).comment_required

    @property
    def label(self) -> Any:
        """The name of the transition, as the desk has it."""
        return step_title(self.context, self.transition)

    @property
    def page_title(self) -> Message:
        """Call the page by what it does."""
        return self.label

    @property
    def help(self) -> Message:
        other = other_words(self.context, self.transition)
        if other is not None:
            return other.lead
        return _(editorial_workflow().transitions[self.transition].description)

    @property
    def comment_help(self) -> Message:
        """Who reads the comment."""
        other = other_words(self.context, self.transition)
        return COMMENT_HELP if other is None else other.comment_help

    @property
    def buttons(self) -> list[tuple[str, Message]]:
        """The ways to end the form, what most people do first: what is sent, and the words."""
        return [("1", self.label)]

    @property
    def state(self) -> str:
        """The title of the present state."""
        return state_title(state_of(self.context))

    @property
    def done(self) -> Message | None:
        """What becomes of it when the step is taken; None if the new state says it."""
        return done_message(self.context, self.transition)

    def refusal(self) -> Message | None:
        """Return why the form can't be offered."""
        if not follows_editorial(self.context):
            return _(
                "msg_not_editorial",
                default="This item doesn't follow the approval chain of the section.",
            )
        return why_refused(self.context, self.transition)

    def _perform(self) -> str:
        CheckAuthenticator(self.request)
        if self.is_compulsory and not self.comment.strip():
            self.error = MSG_COMMENT
            return self.index()
        tool = api.portal.get_tool("portal_workflow")
        comment, done = self.comment.strip(), self.done
        text = tool.doActionFor(self.context, self.transition, comment=comment)
        text = self.context if text is None else text
        return self._leave(text, done or state_message(text))

    def _leave(
        self, obj: Any, message: Message | None = None, kind: str = "info"
    ) -> str:
        if message is not None:
            self.show_message(message, kind)
        self.request.response.redirect(page_url(obj))
        return ""


class StepForm(TransitionForm):
    """Ask for the comment of a step of another workflow than that of texts: `workflow_id`."""

    not_now: Message
    """Says that the step is not possible."""

    @property
    def workflow(self) -> Any:
        return api.portal.get_tool("portal_workflow")[self.workflow_id]

    @property
    def label(self) -> Any:
        return _(self.workflow.transitions[self.transition].actbox_name)

    @property
    def help(self) -> Message:
        return _(self.workflow.transitions[self.transition].description)

    @property
    def state(self) -> str:
        """The title of the present state."""
        return title_in((self.workflow_id,), state_of(self.context))

    @property
    def done(self) -> Message | None:
        """Nothing before the step: it is called by the state to which it led."""
        return None

    def refusal(self) -> Message | None:
        """Return why the form can't be offered."""
        possible = self.workflow.isActionSupported(self.context, self.transition)
        return None if possible else self.not_now


class StatusModify(InPlaceOfPage, ContentStatusModifyView):
    """Show what each step did, and leave the effective date to approval.

    Core writes the present moment before a step, or after one that gave the user the
    right to edit; what a person chose comes as text and is kept.
    """

    def __call__(
        self,
        workflow_action: str | None = None,
        comment: str = "",
        effective_date: Any = None,
        expiration_date: Any = None,
        **more: Any,
    ) -> Any:
        """Take the step as core does; put what it did in the place of core's message.

        The publisher reads the names of the arguments.
        """
        item = aq_inner(self.context)
        # A stranger may send a list.
        is_open = str(workflow_action) in open_transitions(item)
        said = (
            done_message(item, str(workflow_action))
            if follows_editorial(item)
            else None
        )
        dates = (effective_date, expiration_date)
        answer = super().__call__(workflow_action, comment, *dates, **more)
        if is_open and is_ours(item):
            self.say(said or state_message(item))
        return answer

    def say(self, said: Message) -> None:
        """Replace core's message by another one; others stay.

        Where the answer is a redirection, reading them doesn't remove them.
        """
        messages = IStatusMessage(self.request)
        found = messages.show()
        IAnnotations(self.request)[STATUSMESSAGEKEY] = None
        for one in found:
            changed = one.message == translate(CHANGED, context=self.request)
            messages.add(said if changed else one.message, one.type)

    def editContent(self, obj: Any, effective: Any, expiry: Any) -> None:
        """Drop core's date on items of our chain, and dates that are not the user's to set."""
        if isinstance(effective, DateTime) and follows_editorial(obj):
            effective = None
        if section_of(obj) is not None and not may_decide(obj):
            effective = expiry = None
        super().editContent(obj, effective, expiry)


class RefusalView(BrowserView):
    """Why something was refused: in JSON to REST, else on the item itself.

    The context is the exception. A missing comment leads to the form that asks for it.
    """

    def __call__(self) -> str:
        """Answer in JSON, or lead back to the item with the reason."""
        log_refusal(self.request, self.context)
        if IAPIRequest.providedBy(self.request):
            return self._as_json()
        error = self.context
        if isinstance(error, TransitionRefused):
            error = error.original
        if isinstance(error, CommentRequired):
            query = urlencode({"workflow_action": error.transition})
            return self._see(f"{error.obj.absolute_url()}/@@pbgdpl-transition?{query}")
        self.show_message(error.message, "error")
        return self._see(page_url(error.obj))

    def _as_json(self) -> str:
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        # REST knows a refused addition as a bad request
        response.setStatus(400 if isinstance(self.context, BadRequest) else 403, lock=1)
        name = type(self.context).__name__
        return json.dumps({"type": name, "message": str(self.context)})

    def _see(self, url: str) -> str:
        self.request.response.setStatus(303, lock=1)
        self.request.response.setHeader("Location", url)
        return ""
