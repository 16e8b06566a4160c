"""The next step of an item in its own form: save and send, save and forward, save and approve.

Which steps there are is said by the facts of the item's workflow. No form class is replaced: a form extender adds the buttons, and a box for the comment. The
step is taken as at the desk (`editorial.bulk`), after what was typed has been saved: a step
that is refused leaves it saved, and says why.
"""

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from plone import api
from plone.app.z3cform.widgets.submit import ButtonAction
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.events import EditFinishedEvent
from plone.dexterity.interfaces import IDexterityContent
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.additions import chain_in_section
from sonla.pbgdpl.editorial.bulk import perform_on
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.pages.transition import done_message
from sonla.pbgdpl.editorial.pages.transition import state_message
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.editorial.query import SENDING
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import transition_title
from sonla.pbgdpl.editorial.waiting import StepRoles
from typing import Any
from z3c.form.button import Button
from z3c.form.button import Buttons
from z3c.form.button import Handler
from z3c.form.field import Fields
from zope import schema
from zope.component import adapter
from zope.event import notify
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface

SUBMIT = "submit"
LABELS: dict[str, Message] = {
    SUBMIT: _("button_save_and_submit", default="Save and send"),
    "forward": _("button_save_and_forward", default="Save and forward"),
    "approve": _("button_save_and_approve", default="Save and approve"),
}
"""The steps onward, by the words on their buttons."""

COMMENT = "pbgdpl_comment"
PLAIN = frozenset({"save", "cancel"})
"""The buttons of a form that has no steps of its own."""
NO_TEXTS = (*PLACE_TYPES, "Folder")


class IStepComment(Interface):
    """Describe the comment of the step in a form."""

    pbgdpl_comment = schema.Text(
        title=_("label_step_comment", default="Comment when sending"),
        description=_(
            "help_step_comment",
            default="Who acts next reads it, and it stays in the history of the text. It goes with the step: when you only save, it is not kept.",
        ),
        required=False,
    )


@implementer(IStepComment)
@adapter(IDexterityContent)
class StepComment:
    """Provide an empty comment to the form of an item; it is the step's, and not stored here."""

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def pbgdpl_comment(self) -> str:
        """Nothing."""
        return ""

    @pbgdpl_comment.setter
    def pbgdpl_comment(self, _value: str) -> None:
        """Store nothing."""


class StepAction(ButtonAction):
    """Show a step as the button to press; the browser checks the form as before saving."""

    look = "btn-primary"

    def update(self) -> None:
        """Set the look, which core gives by the name of a button."""
        self.addClass(self.look)

    @property
    def attributes(self) -> dict[str, Any]:
        """What stands in the element."""
        found: dict[str, Any] = super().attributes
        found.pop("formnovalidate", None)
        return found


class SaveAction(StepAction):
    """Show that which only saves beside the steps."""

    look = "btn-secondary"


class StepButton(Button):
    """A button that saves and takes a step."""

    def __init__(self, step: str, title: Any) -> None:
        super().__init__(f"save_and_{step}", title=title)
        self.actionFactory = StepAction
        self.step = step


class StepButtons(FormExtender):
    """Add the steps that are open to the user to the forms of what stands in a section."""

    order = 1100

    def update(self) -> None:
        """Put the buttons behind that which saves, and a box for the comment last.

        The key Enter presses the first button, which sends nothing.
        """
        steps = self.steps()
        if not steps:
            return
        self.add(Fields(IStepComment))
        form = self.form
        save = copy(form.buttons["save"])
        save.actionFactory = SaveAction
        form.buttons = Buttons(
            save,
            *(StepButton(step, self.label(step)) for step in steps),
            *form.buttons.omit("save").values(),
        )
        form.handlers = form.handlers.copy()
        form.handlers.addHandler(StepButton, Handler(None, save_and_step))

    def label(self, step: str) -> Any:
        """Return what is on the button of a step."""
        if step in LABELS:
            return LABELS[step]
        title = transition_title(step, self.context)
        words = translate(title, context=self.request)
        return _(
            "button_save_and_other",
            default="Save and ${step}",
            mapping={"step": words[:1].lower() + words[1:]},
        )

    def steps(self) -> list[str]:
        """List the steps onward that the user can take once the form is saved.

        None where a form has steps of its own, and none out of a draft for somebody who
        decides: what they save is not sent to anybody. Who may forward sends in one step.
        """
        if section_of(self.context) is None or self.form.portal_type in NO_TEXTS:
            return []
        if self.workflow is None or not PLAIN.issuperset(self.form.buttons):
            return []
        found = self.first_steps() if self.adds else self.next_steps()
        if self.is_draft and not SENDING.issuperset(found[:1]):
            return []
        return found[:1] if SENDING.issubset(found) else found

    @property
    def is_draft(self) -> bool:
        """Whether the item is still to be sent, by a workflow that knows drafts."""
        first = self.workflow.initial_state
        begins = self.adds or state_of(self.context) == first
        return begins and SUBMIT in self.workflow.states[first].transitions

    @property
    def adds(self) -> bool:
        """Whether the form makes a new item."""
        return isinstance(self.form, DefaultAddForm)

    @cached_property
    def workflow(self) -> Any:
        """The workflow of ours that the item follows, or will follow; None if there is none."""
        tool = api.portal.get_tool("portal_workflow")
        chain = self.chain_to_be() if self.adds else chain_of(self.context)
        return next((tool[name] for name in chain if is_own_workflow(name)), None)

    def chain_to_be(self) -> Sequence[str]:
        """Return the chain of the type that is added."""
        portal_type = self.form.portal_type
        chain = chain_in_section(portal_type)
        if chain is not None:
            return chain
        tool = api.portal.get_tool("portal_workflow")
        found: Sequence[str] = tool.getChainForPortalType(portal_type)
        return found

    def first_steps(self) -> list[str]:
        """List the steps of a new item, which the user will own; those of the desk alone.

        Others ask for more than a form adds: a report for its numbers.
        """
        facts, roles = facts_of(self.workflow.getId()), StepRoles(self.workflow.getId())
        transitions = self.workflow.states[self.workflow.initial_state].transitions
        found = []
        for step in facts.onward:
            if step in transitions and step in facts.offered:
                guard = self.workflow.transitions[step].getGuard()
                if "Owner" in guard.roles or roles.passes(guard, self.context):
                    found.append(step)
        return found

    def next_steps(self) -> list[str]:
        """List the steps of an item as it is now."""
        offered = open_transitions(self.context)
        onward = facts_of(self.workflow.getId()).onward
        return [step for step in onward if step in offered]


def save_and_step(form: Any, action: Any) -> None:
    """Save what was typed, then take the step of the button."""
    data, errors = form.extractData()
    if errors:
        form.status = form.formErrorsMessage
        return
    comment = data.pop(COMMENT, None) or ""
    item = store(form, data)
    if item is not None:
        message, kind, url = take_step(item, action.field.step, comment)
        api.portal.show_message(message, form.request, type=kind)
        leave(form, url)


def take_step(item: Any, step: str, comment: str) -> tuple[Message, str, str]:
    """Take a step of what was saved; return what to say, its kind and the address to go to."""
    is_text = follows_editorial(item)
    done = done_message(item, step) if is_text else None
    outcome = perform_on(item, step, comment.strip())
    if not outcome.done:
        return not_sent(outcome.reason), "warning", page_url(item)
    return done or state_message(item), "info", outcome.url


def store(form: Any, data: dict[str, Any]) -> Any:
    """Save as the button of the form does; return the item, None if none was made."""
    if not isinstance(form, DefaultAddForm):
        form.applyChanges(data)
        notify(EditFinishedEvent(form.context))
        return form.context
    made = form.createAndAdd(data)
    if made is None:
        return None
    form._finishedAdd = True  # noqa: SLF001, as the form's own button does
    return form.container[made.getId()]


def leave(form: Any, url: str) -> None:
    """Redirect to the text."""
    form.immediate_view = url
    form.request.response.redirect(url)


def not_sent(reason: Any) -> Message:
    """Return that the text is saved although the step was refused, why, and what to do."""
    return _(
        "msg_saved_not_sent",
        default="Saved, but not sent. ${reason} When that is settled, use the buttons below: nothing need be typed again.",
        mapping={"reason": api.portal.translate(reason)},
    )
