"""Forms as places to write in: as wide as the page, one format, and only what its writer fills in.

No form class is replaced: a form extender prepares the add and edit forms of what stands in a
section; the portal's other forms stay as they are. What a type names as `first_fields` is asked
at first sight, in that order; all else is behind one fold.
"""

from collections.abc import Iterator
from importlib.resources import files
from plone.app.textfield.interfaces import IRichText
from plone.app.z3cform.widgets.richtext import RichTextWidget
from plone.dexterity.browser.add import DefaultAddForm
from plone.supermodel.utils import mergedTaggedValueList
from plone.z3cform.fieldsets.extensible import FormExtender
from plone.z3cform.fieldsets.group import GroupFactory
from plone.z3cform.templates import FormTemplateFactory
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import for_office
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.resting_fields import resting_fields
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import facts_of
from sonla.pbgdpl.ui.interfaces import IFoldedForm
from typing import Any
from z3c.form.field import Fields
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import INPUT_MODE
from z3c.form.widget import FieldWidget
from zope.interface import alsoProvides
from zope.interface import implementer

LABEL_TEXT = _("fieldset_text", default="Text")
OFFICE = "office"
LABEL_OFFICE = _("fieldset_plone", default="Settings of Plone")

OFFICE_FIELDSETS = ("categorization", "dates", "ownership", "settings")
"""Parts of Plone's forms that editors and approvers fill in, contributors never."""
CHANGE_NOTE = "IVersionable.changeNote"
RELATED = "IRelatedItems.relatedItems"
LANGUAGE = "IDublinCore.language"

HTML = "text/html"
COLUMNS = ("plone.leftcolumn", "plone.rightcolumn")


class OneFormatWidget(RichTextWidget):
    """Offer no choice of formats: what is written here is HTML.

    A text that was stored in another format keeps the choice.
    """

    def allowedMimeTypes(self) -> list[str]:
        """Return HTML alone where the portal allows it and nothing else is stored."""
        allowed = super().allowedMimeTypes()
        stored = getattr(self.value, "mimeType", HTML)
        return [HTML] if stored == HTML and HTML in allowed else allowed


@implementer(IFieldWidget)
def OneFormatFieldWidget(field: Any, request: Any) -> Any:
    """Return a widget that offers HTML alone."""
    return FieldWidget(field, OneFormatWidget(request))


class WritingPlace(FormExtender):
    """Prepare the add and edit forms of what stands in a section."""

    order = 1300

    def update(self) -> None:
        """Set the page's whole width, one format and the fields that the writer needs.

        After the extenders that add fields.
        """
        self.leave_out_what_rests()
        if section_of(self.context) is None:
            return
        for column in COLUMNS:
            self.request.set(f"disable_{column}", 1)
        self.form.default_fieldset_label = LABEL_TEXT
        for field in self.fields():
            if IRichText.providedBy(field.field):
                field.widgetFactory[INPUT_MODE] = OneFormatFieldWidget
        if not may_decide(self.context):
            self.leave_out_the_office()
        first = facts_of(self.form.portal_type).first_fields
        if first:
            self.fold_all_but(first)

    def fields(self) -> Iterator[Any]:
        """Yield all fields of the form."""
        for part in (self.form, *self.form.groups):
            yield from part.fields.values()

    def leave_out_what_rests(self) -> None:
        """Take out the fields of options that are off; and the fieldsets that are empty without."""
        resting = list(resting_fields(self.form.additionalSchemata))
        for schema, name in resting:
            self.remove(name, prefix=schema.__name__)
        if resting:
            self.form.groups = [one for one in self.form.groups if len(one.fields)]

    def leave_out_the_office(self) -> None:
        """Take out what those who write for a unit never fill in."""
        self.remove(CHANGE_NOTE)
        related, language = self.remove(RELATED), self.remove(LANGUAGE)
        left_out = {*OFFICE_FIELDSETS, *self.named_for_office()}
        self.form.groups = [
            group for group in self.form.groups if group.__name__ not in left_out
        ]
        if related is not None:
            self.add(Fields(related))
        if language is not None and isinstance(self.form, DefaultAddForm):
            language.mode = HIDDEN_MODE
            self.add(Fields(language))

    def named_for_office(self) -> Iterator[str]:
        """Yield the fieldsets that the schemata of the form keep for the office."""
        for schema in (self.form.schema, *self.form.additionalSchemata):
            yield from mergedTaggedValueList(schema, for_office.key)

    def fold_all_but(self, first: tuple[str, ...]) -> None:
        """Tell the template which fields stand at first sight; Plone's own parts become one.

        Fields of one schema stay in one part: its invariants see those of their part alone.
        """
        alsoProvides(self.form, IFoldedForm)
        self.form.enable_form_tabbing = False
        self.form.css_class = "pbgdpl-writing"
        there = {field.field.__name__: field.__name__ for field in self.fields()}
        shown = [self.remove(there[name]) for name in first if name in there]
        # Stored last: new files join the attached ones, which are folded.
        self.form.fields += Fields(*shown)
        self.form.first_names = {field.__name__ for field in shown}
        office = [one for one in self.form.groups if one.__name__ in OFFICE_FIELDSETS]
        made = GroupFactory(
            OFFICE, Fields(*(one.fields for one in office)), LABEL_OFFICE
        )
        others = [one for one in self.form.groups if one not in office]
        self.form.groups = [one for one in (*others, made) if len(one.fields)]


folded_form = FormTemplateFactory(
    str(files(__package__) / "templates/folded_form.pt"),
    form=IFoldedForm,
    request=IBrowserLayer,
)
