"""The next step of a text in its own form: save and send, save and forward, save and approve.

No form class is replaced: a form extender adds the buttons, and a box for the comment. The
step is taken as at the desk (`editorial.bulk`), after what was typed has been saved: a step
that is refused leaves it saved, and says why.
"""

from copy import copy
from plone import api
from plone.app.z3cform.widgets.submit import ButtonAction
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.events import EditFinishedEvent
from plone.dexterity.interfaces import IDexterityContent
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.additions import chain_in_section
from sonla.pbgdpl.editorial.bulk import perform_on
from sonla.pbgdpl.editorial.pages.transition import done_message
from sonla.pbgdpl.editorial.queries import open_transitions
from sonla.pbgdpl.editorial.states import follows_editorial
from typing import Any
from z3c.form.button import Button
from z3c.form.button import Buttons
from z3c.form.button import Handler
from z3c.form.field import Fields
from zope import schema
from zope.component import adapter
from zope.event import notify
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface

LABELS: dict[str, Message] = {
    "submit": _("button_save_and_submit", default="Save and send"),
    "forward": _("button_save_and_forward", default="Save and forward"),
    "approve": _("button_save_and_approve", default="Save and approve"),
}
"""The steps onward, by the words on their buttons."""

COMMENT = "pbgdpl_comment"
NO_TEXTS = (SECTION_TYPE, UNIT_TYPE, "Folder")


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

    def __init__(self, step: str) -> None:
        super().__init__(f"save_and_{step}", title=LABELS[step])
        self.actionFactory = StepAction
        self.step = step


class StepButtons(FormExtender):
    """Add the steps that are open to the user to the forms of texts in a section."""

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
            *map(StepButton, steps),
            *form.buttons.omit("save").values(),
        )
        form.handlers = form.handlers.copy()
        form.handlers.addHandler(StepButton, Handler(None, save_and_step))

    def steps(self) -> list[str]:
        """List the steps onward that the user can take once the form is saved."""
        if section_of(self.context) is None or self.form.portal_type in NO_TEXTS:
            return []
        if isinstance(self.form, DefaultAddForm):
            chain = chain_in_section(self.form.portal_type) or ()
            return ["submit"] if EDITORIAL_WORKFLOW in chain else []
        if not follows_editorial(self.context):
            return []
        offered = open_transitions(self.context)
        return [step for step in LABELS if step in offered]


def save_and_step(form: Any, action: Any) -> None:
    """Save what was typed, then take the step of the button."""
    data, errors = form.extractData()
    if errors:
        form.status = form.formErrorsMessage
        return
    comment = data.pop(COMMENT, None) or ""
    item = store(form, data)
    if item is None:
        return
    step = action.field.step
    done = done_message(item, step)
    outcome = perform_on(item, step, comment.strip())
    api.portal.show_message(
        done if outcome.done else not_sent(outcome.reason),
        form.request,
        type="info" if outcome.done else "warning",
    )
    leave(form, outcome.url if outcome.done else page_url(item))


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
