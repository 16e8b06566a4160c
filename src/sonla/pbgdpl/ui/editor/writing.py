"""Forms as places to write in: as wide as the page, one format, and only what its writer fills in.

No form class is replaced: a form extender prepares the add and edit forms of what stands in a
section; the portal's other forms stay as they are. The order of the fields is that of schemata
and behaviors, and what is seldom filled in has the fieldset `DETAILS` there.
"""

from collections.abc import Iterator
from plone.app.textfield.interfaces import IRichText
from plone.app.z3cform.widgets.richtext import RichTextWidget
from plone.dexterity.browser.add import DefaultAddForm
from plone.supermodel.utils import mergedTaggedValueList
from plone.z3cform.fieldsets.extensible import FormExtender
from plone.z3cform.fieldsets.group import GroupFactory
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import for_office
from sonla.pbgdpl.core.resting_fields import resting_fields
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from typing import Any
from z3c.form.field import Fields
from z3c.form.interfaces import HIDDEN_MODE
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import INPUT_MODE
from z3c.form.widget import FieldWidget
from zope.interface import implementer

DETAILS = "details"
LABEL_DETAILS = _("fieldset_details", default="More details")
LABEL_TEXT = _("fieldset_text", default="Text")

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

    order = 900

    def update(self) -> None:
        """Set the page's whole width, one format and the fields that the writer needs."""
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
        self.put_details_first()

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
            self.details().fields += Fields(related)
        if language is not None and isinstance(self.form, DefaultAddForm):
            language.mode = HIDDEN_MODE
            self.add(Fields(language))

    def named_for_office(self) -> Iterator[str]:
        """Yield the fieldsets that the schemata of the form keep for the office."""
        for schema in (self.form.schema, *self.form.additionalSchemata):
            yield from mergedTaggedValueList(schema, for_office.key)

    def details(self) -> Any:
        """Return the part of the form for details, made if there is none."""
        for group in self.form.groups:
            if group.__name__ == DETAILS:
                return group
        made = GroupFactory(DETAILS, Fields(), LABEL_DETAILS)
        self.form.groups.append(made)
        return made

    def put_details_first(self) -> None:
        """Move the details to directly behind the text itself."""
        self.form.groups = sorted(
            self.form.groups, key=lambda group: group.__name__ != DETAILS
        )
