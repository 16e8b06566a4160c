"""Refuse to save over what somebody else saved meanwhile; show both and ask.

The edit form carries a stamp of what it was opened with. At saving the stamp is
compared with what is stored. No form class is replaced: a form extender adds the
hidden field, a validator compares, a viewlet shows both texts.
"""

from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from sonla.pbgdpl.ui.drafts.digests import Stamped
from typing import Any
from z3c.form.field import Fields
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import IDataExtractedEvent
from z3c.form.validator import StrictSimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import Invalid

FIELD = "pbgdpl_stamp"
CHOICE = "pbgdpl_choice."
THEIRS = "theirs"

SAVED_MEANWHILE = _(
    "msg_saved_meanwhile",
    default="Somebody else has saved this item since you opened it. Nothing of yours is lost: compare both texts above and save again.",
)
SAVED_MEANWHILE_WITH_ERRORS = _(
    "msg_saved_meanwhile_with_errors",
    default="Somebody else has saved this item since you opened it, and some of what you entered can't be saved as it is. Nothing of yours is lost: compare both texts above, correct the marked fields and save again.",
)


class IStampField(Interface):
    """Describe the hidden field of an edit form."""

    pbgdpl_stamp = schema.Text(required=False)


@implementer(IStampField)
class StampField:
    """Provide an item's stamp to its edit form; what comes back is not stored."""

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def pbgdpl_stamp(self) -> str:
        """Take the stamp now."""
        return Stamped(self.context).stamp.dump()

    @pbgdpl_stamp.setter
    def pbgdpl_stamp(self, _value: str) -> None:
        """Store nothing: the stamp is a question, no content."""


class SavedMeanwhile(Invalid):
    """Raised when somebody else has saved the item since the form was opened."""


class StampExtender(FormExtender):
    """Add the hidden stamp to edit forms of content inside a section."""

    order = 1000

    def update(self) -> None:
        """Add the field."""
        if section_of(self.context) is not None:
            self.add(Fields(IStampField, mode=HIDDEN_MODE))


class StampValidator(StrictSimpleFieldValidator):
    """Refuse the form when a field changed in the database since it was opened.

    The new stamp is written into the form, so that saving once more, with both
    texts in sight, is a decision.
    """

    def validate(self, value: str | None, force: bool = False) -> None:
        """Compare; a form that came without a stamp has nothing to compare."""
        now = Stamped(self.context).stamp
        changed = FieldDigests.load(value).changed(now)
        if not changed:
            return
        self.view.pbgdpl_changed = changed
        self.widget.value = now.dump()
        raise SavedMeanwhile(SAVED_MEANWHILE)


WidgetValidatorDiscriminators(
    StampValidator,
    request=IBrowserLayer,
    view=DefaultEditForm,
    field=IStampField["pbgdpl_stamp"],
)


@adapter(IDataExtractedEvent)
def leave_theirs(event: Any) -> None:
    """Leave the stored value of each field for which the editor chose it.

    The form keeps what was typed, so that an error in another field does not lose it.
    """
    if not isinstance(event.form, DefaultEditForm):
        return
    for name in chosen_theirs(event.form.request):
        event.data.pop(name, None)


@adapter(IDataExtractedEvent)
def say_what_happened(event: Any) -> None:
    """Set the form's message: it is a conflict, and what to do.

    The stamp is hidden, so its error would stand at the foot of the form, below all
    fields, while the box only spoke of errors that nobody can find.
    """
    form, errors = event.form, event.errors
    if not isinstance(form, DefaultEditForm):
        return
    conflicts = [one for one in errors if isinstance(one.error, SavedMeanwhile)]
    if conflicts:
        form.widgets[FIELD].error = None
        alone = len(conflicts) == len(errors)
        form.formErrorsMessage = (
            SAVED_MEANWHILE if alone else SAVED_MEANWHILE_WITH_ERRORS
        )


def choices(request: Any) -> dict[str, str]:
    """Map field names to what the editor chose for them."""
    return {
        key.removeprefix(CHOICE): str(value)
        for key, value in request.form.items()
        if key.startswith(CHOICE)
    }


def chosen_theirs(request: Any) -> list[str]:
    """List the fields whose stored value shall stay."""
    return [name for name, value in choices(request).items() if value == THEIRS]
