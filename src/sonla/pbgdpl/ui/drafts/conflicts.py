"""Refuse to save over what somebody else saved meanwhile; show both and ask.

The edit form carries a stamp of what it was opened with. At saving the stamp is
compared with what is stored. No form class is replaced: a form extender adds the
hidden field, a validator compares, a viewlet shows both texts.

Forms of the control panel: The form carries digests of what it was opened with, piece by
piece: a piece is a setting, or a row of a controlled list. What only the other person
changed is taken over into the form; what both changed stays as typed and is shown beside
what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.drafts.diff import as_text
from sonla.pbgdpl.ui.drafts.diff import side_by_side
from sonla.pbgdpl.ui.drafts.digests import digest
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

MSG_EDIT_CONFLICT = _(
    "msg_saved_meanwhile",
    default="Somebody else has saved this item since you opened it. Nothing of yours is lost: compare both texts above and save again.",
)
MSG_EDIT_CONFLICT_WITH_ERRORS = _(
    "msg_saved_meanwhile_with_errors",
    default="Somebody else has saved this item since you opened it, and some of what you entered can't be saved as it is. Nothing of yours is lost: compare both texts above, correct the marked fields and save again.",
)


class IDigestsField(Interface):
    """Describe the hidden field of an edit form."""

    pbgdpl_stamp = schema.Text(required=False)


@implementer(IDigestsField)
class DigestsField:
    """Provide an item's stamp to its edit form; what comes back is not stored."""

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def pbgdpl_stamp(self) -> str:
        """The present stamp."""
        return Stamped(self.context).stamp.dump()

    @pbgdpl_stamp.setter
    def pbgdpl_stamp(self, _value: str) -> None:
        """Store nothing: the stamp is a question, no content."""


class EditConflict(Invalid):
    """Raised when somebody else has saved the item since the form was opened."""


class DigestsExtender(FormExtender):
    """Add the hidden stamp to edit forms of content inside a section."""

    order = 1000

    def update(self) -> None:
        """Add the field."""
        if section_of(self.context) is not None:
            self.add(Fields(IDigestsField, mode=HIDDEN_MODE))


class DigestsValidator(StrictSimpleFieldValidator):
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
        raise EditConflict(MSG_EDIT_CONFLICT)


WidgetValidatorDiscriminators(
    DigestsValidator,
    request=IBrowserLayer,
    view=DefaultEditForm,
    field=IDigestsField["pbgdpl_stamp"],
)


@adapter(IDataExtractedEvent)
def keep_stored_values(event: Any) -> None:
    """Leave the stored value of each field for which the editor chose it.

    The form keeps what was typed, so that an error in another field does not lose it.
    """
    if not isinstance(event.form, DefaultEditForm):
        return
    for name in names_of_kept_fields(event.form.request):
        event.data.pop(name, None)


@adapter(IDataExtractedEvent)
def set_conflict_message(event: Any) -> None:
    """Set the form's message: it is a conflict, and what to do.

    The stamp is hidden, so its error would stand at the foot of the form, below all
    fields, while the box only spoke of errors that nobody can find.
    """
    form, errors = event.form, event.errors
    if not isinstance(form, DefaultEditForm):
        return
    conflicts = [one for one in errors if isinstance(one.error, EditConflict)]
    if conflicts:
        form.widgets[FIELD].error = None
        alone = len(conflicts) == len(errors)
        form.formErrorsMessage = (
            MSG_EDIT_CONFLICT if alone else MSG_EDIT_CONFLICT_WITH_ERRORS
        )


def choices(request: Any) -> dict[str, str]:
    """Map field names to what the editor chose for them."""
    return {
        key.removeprefix(CHOICE): str(value)
        for key, value in request.form.items()
        if key.startswith(CHOICE)
    }


def names_of_kept_fields(request: Any) -> list[str]:
    """List the fields whose stored value shall stay."""
    return [name for name, value in choices(request).items() if value == THEIRS]


class ConflictViewlet(ViewletBase):
    """Show each field that somebody else changed: theirs, mine, and a choice."""

    def available(self) -> bool:
        """Show it after a refused saving, until all is saved."""
        return bool(self.form is not None and self.names)

    @property
    def form(self) -> Any:
        """The edit form on the page; None on any other page."""
        return getattr(self.__parent__, "form_instance", None)

    @property
    def form_id(self) -> str:
        """The HTML id of the form, for inputs that stand outside of it."""
        return getattr(self.form, "id", None) or "form"

    @cached_property
    def names(self) -> list[str]:
        """The fields in conflict, and those already chosen but not saved yet."""
        changed = getattr(self.form, "pbgdpl_changed", [])
        known = self.stored.fields
        return [
            name for name in dict.fromkeys((*changed, *self.chosen)) if name in known
        ]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Mapping of fields to what was chosen for them before."""
        return choices(self.request)

    @cached_property
    def stored(self) -> Stamped:
        """What is stored now."""
        return Stamped(self.context)

    @cached_property
    def opened_with(self) -> FieldDigests:
        """The stamp that came back with the form."""
        return FieldDigests.load(self.request.form.get(f"form.widgets.{FIELD}"))

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What was typed; fields with an error of their own are not among it."""
        return self.form.extractData(setErrors=False)[0]

    def fields(self) -> list[dict[str, Any]]:
        """Return what the panel shows of each field; where both agree there is no choice."""
        if not self.available():
            return []
        return [
            self.shown(name)
            for name in self.names
            if self.in_form(name) and not self.agreed(name)
        ]

    def agreed(self, name: str) -> bool:
        """Return whether both wrote the same; what has an error is not known yet."""
        if name not in self.typed:
            return False
        return digest(self.typed[name]) == digest(self.stored.value(name))

    def in_form(self, name: str) -> bool:
        """Return whether the editor could change the field at all."""
        widgets = [self.form.widgets, *(group.widgets for group in self.form.groups)]
        return any(name in one for one in widgets)

    def shown(self, name: str) -> dict[str, Any]:
        """Return both texts of a field and which one is proposed."""
        field, value = self.stored.fields[name], self.stored.value(name)
        mine = self.typed.get(name, value)
        theirs_text = as_text(field, value, self.context)
        left, right = side_by_side(theirs_text, as_text(field, mine, self.context))
        return {
            "name": f"{CHOICE}{name}",
            "id": name.replace(".", "-"),
            "title": field.title,
            "theirs": left,
            "mine": right,
            "choice": self.chosen.get(name) or self.proposed(name, mine),
        }

    def proposed(self, name: str, mine: Any) -> str:
        """Propose theirs where the editor changed nothing, mine where both did."""
        untouched = self.opened_with.get(name) == digest(mine)
        return THEIRS if untouched else "mine"


Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """A piece that somebody else changed; None on a side that has none."""

    key: str
    theirs: Any
    mine: Any
    auto_merged: bool
    """Whether only the other person changed it, so that theirs goes into the form."""


def stamp_of(parts: Parts) -> FieldDigests:
    """Take the digest of every piece."""
    return FieldDigests({key: digest(value) for key, value in parts.items()})


def differences(opened: FieldDigests, stored: Parts, sent: Parts) -> list[Conflict]:
    """List the pieces that were changed meanwhile and are sent otherwise.

    A piece that the stamp does not know was not there, or empty.
    """
    found = []
    for key in dict.fromkeys((*stored, *sent)):
        theirs, mine = stored.get(key), sent.get(key)
        before = opened.get(key, digest(None))
        if digest(theirs) not in (before, digest(mine)):
            found.append(Conflict(key, theirs, mine, digest(mine) == before))
    return found
