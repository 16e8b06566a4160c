"""The page on which an answer is written and sent on, with what helps beside it."""

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from html import escape
from itertools import chain
from plone import api
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.events import EditFinishedEvent
from plone.dexterity.interfaces import IDexterityEditForm
from plone.uuid.interfaces import IUUID
from plone.z3cform.layout import FormWrapper
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.pages.sending import SaveAction
from sonla.pbgdpl.editorial.pages.sending import StepAction
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.legal_documents.behavior import ILegalDocument
from sonla.pbgdpl.legal_documents.query import line_of
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.pages.private_words import QuestionWordsBox
from sonla.pbgdpl.questions.pages.private_words import TellsWhatWasCovered
from sonla.pbgdpl.questions.pages.transition import BOTH
from sonla.pbgdpl.questions.pages.transition import HELP_COMMENT
from sonla.pbgdpl.questions.rules import PRIVATE
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.settings import get_question_settings
from sonla.pbgdpl.questions.similarity import related
from sonla.pbgdpl.questions.suggestions import suggestions_for
from sonla.pbgdpl.questions.workflow import has_answer
from sonla.pbgdpl.questions.workflow import MSG_TELEPHONE
from sonla.pbgdpl.questions.workflow import reply_channel_of
from sonla.pbgdpl.questions.workflow import take_steps
from sonla.pbgdpl.questions.workflow import TELEPHONE
from sonla.pbgdpl.ui.page import AllowedMethods
from sonla.pbgdpl.ui.page import Page
from typing import Any
from z3c.form import button
from z3c.form.field import Fields
from z3c.form.interfaces import HIDDEN_MODE
from zope import schema
from zope.event import notify
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface
from zope.schema import getFieldNames

import transaction

ANSWER = "answer"
"""Fieldset of `ILegalQuestion`."""
CITED = "cited"
"""Of the request: identities of documents that were put into the answer."""
MAX_CITED = 20
SENT = _("msg_answer_sent", default="The answer is saved and sent on.")
SAVED = _("msg_answer_saved", default="What you typed is saved.")
NOT_SENT = _(
    "msg_answer_not_sent", default="The answer is saved, but not sent on: ${reason}"
)


PUBLIC_TITLE = _("label_public_title", default="Title when it is published")
COMMENT_WIDGET = "form.widgets.comment"
SENT_FIELDS = ("form.widgets.", "form.buttons.", "marks.")
"""Beginnings of the names of what the form and the box beside it send."""


class IAnswerComment(Interface):
    """Describe what goes with the answer to whoever acts next."""

    comment = schema.Text(
        title=_("label_comment", default="Comment"),
        description=HELP_COMMENT,
        required=False,
    )


class AnswerForm(TellsWhatWasCovered, DefaultEditForm):
    """Edit the answer alone; each further button saves it and takes the next steps."""

    fields: Any
    groups: Any
    comment = ""
    page: Any
    """The page around the form, which shows the box of private words."""
    publishes = False
    """Whether the page on which it is published comes next."""
    # The key Enter presses the first button, which sends nothing.
    buttons = button.Buttons(copy(DefaultEditForm.buttons["save"]))
    handlers = DefaultEditForm.handlers.copy()
    label: Any = _("heading_answer_question", default="Write the answer")

    def updateFields(self) -> None:
        """Keep the fields of the answer, and what forms hide for themselves."""
        super().updateFields()
        hidden = [f for f in self.fields.values() if f.mode == HIDDEN_MODE]
        kept = [g.fields for g in self.groups if g.__name__ == ANSWER]
        self.groups = ()
        self.fields = Fields(self.fields.select("title"), *kept, *hidden)
        self.fields += Fields(IAnswerComment, ignoreContext=True)

    def updateWidgets(self, prefix: str | None = None) -> None:
        """Call the title by what it is here."""
        super().updateWidgets(prefix)
        self.widgets["title"].label = PUBLIC_TITLE

    def update(self) -> None:
        """Save what was typed, too, when a button of the box of private words was pressed."""
        super().update()
        if self.page.has_decided:
            self.save_and_decide()

    def save_and_decide(self) -> None:
        """Save, do what the button says, and show the form with what is stored then."""
        if not self.save_typed():
            return
        self.page.decide()
        self.forget_what_was_sent()
        self.request.form[COMMENT_WIDGET] = self.comment
        self.updateWidgets()
        self.status = SAVED

    def save_typed(self) -> bool:
        """Save what was typed; return whether it could be, or say what is wrong."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return False
        self.applyChanges(data)
        return True

    def can(self, step: str) -> bool:
        """Return whether the user may take a step now."""
        workflow = api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]
        return bool(workflow.isActionSupported(self.context, step))

    def forget_what_was_sent(self) -> None:
        """Have what is shown next come from what is stored; what proves the form stays."""
        for name in list(self.request.form):
            if name.startswith(SENT_FIELDS):
                del self.request.form[name]

    @button.buttonAndHandler(
        _("button_save_and_submit_answer", default="Save and submit for approval"),
        name="submit",
        condition=lambda form: form.can("draft_answer"),
    )
    def handle_submit(self, action: Any) -> None:
        """Save the answer and let others approve it."""
        self.send("draft_answer")

    @button.buttonAndHandler(
        BOTH["publish"],
        name="publish",
        condition=lambda form: form.can("approve_answer"),
    )
    def handle_publish(self, action: Any) -> None:
        """Save the answer; what everybody will read is looked over on the next page."""
        self.publishes = self.save_typed()

    @button.buttonAndHandler(
        BOTH["reply_privately"],
        name="reply",
        condition=lambda form: form.can("approve_answer"),
    )
    def handle_reply(self, action: Any) -> None:
        """Save the answer, approve it and tell the asker alone."""
        self.send("approve_answer", "reply_privately")

    buttons["save"].actionFactory = SaveAction
    for button_name in ("submit", "publish", "reply"):
        buttons[button_name].actionFactory = StepAction
    buttons += DefaultEditForm.buttons.select("cancel")

    def extractData(self, setErrors: bool = True) -> tuple[dict[str, Any], Any]:
        """Read the form; documents put into the answer stand among its legal bases."""
        data, errors = super().extractData(setErrors)
        self.comment = (data.pop("comment", None) or "").strip()
        if not errors:
            bases = list(data.get("legal_bases") or ())
            data["legal_bases"] = [*bases, *self.cited(bases)]
        return data, errors

    def cited(self, bases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the rows of documents that were inserted and have no row yet."""
        asked = self.request.form.get(CITED) or ()
        identities = [asked] if isinstance(asked, str) else list(asked)
        section = section_of(self.context)
        if section is None or not identities:
            return
        known = visible_identities(section)
        have = {row.get("number") for row in bases}
        for identity in dict.fromkeys(identities[:MAX_CITED]):
            row = line_of(identity, known[identity]).row if identity in known else {}
            if row and row.get("number") not in have:
                yield {name: row.get(name) for name in getFieldNames(ILegalDocument)}

    def send(self, *steps: str) -> None:
        """Save, then take the steps; what was written is kept if they are refused."""
        if not self.save_typed():
            return
        reason = self.take(steps)
        message = Message(NOT_SENT, mapping={"reason": reason}) if reason else SENT
        kind = "warning" if reason else "info"
        api.portal.show_message(message, self.request, type=kind)
        back = f"{self.context.absolute_url()}/@@pbgdpl-answer"
        self.request.response.redirect(back if reason else self.nextURL())
        notify(EditFinishedEvent(self.context))

    def take(self, steps: tuple[str, ...]) -> Any:
        """Take the steps, all or none; return why not, else None."""
        by_telephone = (
            "reply_privately" in steps and reply_channel_of(self.context) == TELEPHONE
        )
        if by_telephone and not self.comment:
            return self.translated(MSG_TELEPHONE)
        saved = transaction.savepoint()
        try:
            take_steps(self.context, steps, self.comment)
        except TransitionRefused as refusal:
            saved.rollback()
            return self.translated(refusal.message)
        return None

    def translated(self, message: Message) -> str:
        """Return a message in the reader's language, to stand inside another one."""
        return str(api.portal.translate(message))


@implementer(IDexterityEditForm)
class AnswerPage(QuestionWordsBox, AllowedMethods, Page, FormWrapper):
    """Show the question above its form, and beside it what answers are made of."""

    form = AnswerForm
    page_title: Message = AnswerForm.label
    stylesheets = ("questions/questions.css", "questions/office.css")

    def update(self) -> None:
        """Use the page's whole width."""
        self.form_instance.page = self
        self.request.set("disable_plone.leftcolumn", True)
        self.request.set("disable_plone.rightcolumn", True)
        super().update()

    def render(self) -> str:
        """Show the page on which it is published, with the comment that was typed."""
        if not self.form_instance.publishes:
            return str(super().render())
        comment = self.form_instance.comment
        self.form_instance.forget_what_was_sent()
        self.request.form["comment"] = comment
        page = api.content.get_view("pbgdpl-publish", self.context, self.request)
        return str(page())

    @property
    def paragraphs(self) -> list[str]:
        """The question, paragraph by paragraph, as HTML."""
        return self.marked(stored_value(self.context, "question") or "")

    @cached_property
    def similar(self) -> list[dict[str, Any]]:
        """What may answer it: all that the asker was offered, then answers that went to others alone."""
        section = section_of(self.context)
        if section is None:
            return []
        text = f"{self.context.title}\n{stored_value(self.context, 'question')}"
        own = IUUID(self.context)
        offered = filter(is_open, suggestions_for(section, text).items)
        answered = related(section, text, states=(PUBLISHED, PRIVATE), without=(own,))
        found = {IUUID(one): one for one in chain(offered, answered)}
        found.pop(own, None)
        return list(map(self.help_of, found.values()))

    def help_of(self, item: Any) -> dict[str, Any]:
        """Return what is shown and inserted of an item; a link only to what is public."""
        answer = item.answer if ILegalQuestion.providedBy(item) else None
        answer = answer if answer is not None and has_answer(item) else None
        return {
            "title": item.title,
            "kind": api.portal.get_tool("portal_types")[item.portal_type].Title(),
            "private": not is_open(item),
            "url": item.absolute_url(),
            "link": link_to(item) if is_open(item) else "",
            "html": answer.raw if answer is not None else "",
            "shown": answer.output_relative_to(item) if answer is not None else "",
            "summary": item.Description(),
        }

    @property
    def passages(self) -> list[dict[str, str]]:
        """The passages that the office keeps for answers."""
        rows = get_question_settings().answer_passages or ()
        return [
            {"title": row["title"], "html": as_html(row["text"] or "")} for row in rows
        ]

    @property
    def known_url(self) -> str:
        """The address that answers with known legal documents."""
        return f"{self.context.absolute_url()}/@@pbgdpl-known-documents"


def link_to(item: Any) -> str:
    """Return a link that goes on working when the item is moved."""
    title = escape(item.title)
    return f'<a href="resolveuid/{IUUID(item)}">{title}</a>'


def as_html(text: str) -> str:
    """Return plain text as paragraphs."""
    lines = (escape(line.strip()) for line in text.splitlines())
    return "".join(f"<p>{line}</p>" for line in lines if line)
