"""Files from the writer's device, attached in the form of a text by one click.

The field of attached files chooses among the files of the portal, and uploads one in a
dialogue of several steps. This one takes several at once, without a script, and makes them
content beside the text when the form is saved.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from html import escape
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import createContentInContainer
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.z3cform.fieldsets.extensible import FormExtender
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.pages.uploads import facts_of
from sonla.pbgdpl.editorial.uploads import becomes_image
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from typing import Any
from z3c.form.converter import BaseDataConverter
from z3c.form.field import Fields
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import INPUT_MODE
from z3c.form.widget import FieldWidget
from z3c.form.widget import Widget
from z3c.relationfield import RelationValue
from zope import schema
from zope.component import adapter
from zope.component import getUtility
from zope.interface import implementer
from zope.interface import Interface
from zope.intid.interfaces import IIntIds
from zope.schema.interfaces import IField

import mimetypes

ATTACHMENTS = "IAttachments.attachments"


class IUploads(IField):
    """Mark a field of files that were sent."""


@implementer(IUploads)
class Uploads(schema.Field):
    """Files that were sent, each checked as all that enter a section."""

    def constraint(self, value: Any) -> bool:  # type: ignore[override]  # says None
        """Accept good files; raises `FileRefused`."""
        for upload in value:
            refuse_bad_file(
                self.context,
                *facts_of(upload),
                is_picture=becomes_image(upload.filename),
            )
        return True


class INewFiles(Interface):
    """Describe the field."""

    pbgdpl_files = Uploads(
        title=_("label_new_files", default="Attach files from this device"),
        description=_(
            "help_new_files",
            default="One or several. They are stored beside the text when you save, and stay hidden until it is published.",
        ),
        required=False,
        missing_value=(),
    )


class UploadsWidget(Widget):
    """Choose files; what is refused must be chosen again, as in all forms."""

    def extract(self, default: Any = ()) -> Any:
        """Return the files that were sent."""
        sent = self.request.form.get(self.name)
        found = sent if isinstance(sent, list) else [sent]
        return tuple(one for one in found if getattr(one, "filename", None))

    def render(self) -> str:
        """Write the field."""
        return (
            f'<input class="form-control" id="{escape(self.id)}" multiple="multiple"'
            f' name="{escape(self.name)}" type="file" />'
        )


@implementer(IFieldWidget)
def UploadsFieldWidget(field: Any, request: Any) -> Any:
    """Return a widget that takes several files at once."""
    return FieldWidget(field, UploadsWidget(request))


@adapter(IUploads, UploadsWidget)
class UploadsConverter(BaseDataConverter):
    """Leave the files as they are."""

    def toWidgetValue(self, value: Any) -> Any:
        """Return the files."""
        return value

    def toFieldValue(self, value: Any) -> Any:
        """Return the files."""
        return value


@implementer(INewFiles)
@adapter(IDexterityContent)
class NewFiles:
    """Make content of the files that were sent for a text, and attach it."""

    def __init__(self, context: Any) -> None:
        self.context = context

    @property
    def pbgdpl_files(self) -> tuple[Any, ...]:
        """Nothing: what is attached already has a field of its own."""
        return ()

    @pbgdpl_files.setter
    def pbgdpl_files(self, uploads: tuple[Any, ...]) -> None:
        """Make the content beside the text."""
        place, numbers = aq_parent(aq_inner(self.context)), getUtility(IIntIds)
        made = [
            RelationValue(numbers.getId(make_file(place, upload))) for upload in uploads
        ]
        if made:
            self.context.attachments = [*(self.context.attachments or ()), *made]


def make_file(place: Any, upload: Any) -> Any:
    """Make a File, or an Image, of what was sent."""
    kind = mimetypes.guess_type(upload.filename)[0] or "application/octet-stream"
    is_image = becomes_image(upload.filename)
    blob = NamedBlobImage if is_image else NamedBlobFile
    value = blob(data=upload, contentType=kind, filename=upload.filename)
    return createContentInContainer(
        place,
        "Image" if is_image else "File",
        title=upload.filename,
        **{"image" if is_image else "file": value},
    )


class OfferNewFiles(FormExtender):
    """Add the field to the forms of texts in a section, behind that of attached files."""

    order = 1200

    def update(self) -> None:
        """Add it."""
        names = list(self.form.fields)
        if section_of(self.context) is None or ATTACHMENTS not in names:
            return
        field = Fields(INewFiles)
        field["pbgdpl_files"].widgetFactory[INPUT_MODE] = UploadsFieldWidget
        self.add(field, index=names.index(ATTACHMENTS) + 1)
