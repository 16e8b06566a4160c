"""Core's widgets in forms of a section: files handed out, labels that mean something else."""

from AccessControl.ZopeGuards import guarded_getattr
from plone.app.contenttypes.behaviors.richtext import IRichTextBehavior
from plone.formwidget.namedfile.widget import Download
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from z3c.form.widget import ComputedWidgetAttribute


class GuardedDownload(InPlaceOfPage, Download):
    """Hand out the file of a field to who may read the field.

    Core finds the form before it knows who asks and looks at no permission afterwards,
    so somebody who sees an item has its files by the address of the edit form. Its own page
    of downloads asks the attribute; so does this one, of our content alone.
    """

    def __call__(self) -> Any:
        """Answer with the file; raises Unauthorized for who may not read the field."""
        if IOwnContent.providedBy(self.place):
            guarded_getattr(self.place, self.context.field.__name__, None)
        return super().__call__()

    @property
    def place(self) -> Any:
        """What has the file."""
        widget = self.context
        return widget.context if widget.form is None else widget.form.getContent()


def body_label(adapter: Any) -> Any:
    """Call the body of a text by that name inside a section.

    Core's Vietnamese for it, *Văn bản*, is the word for legal documents, whose rows
    stand in the same form.
    """
    if section_of(adapter.context) is None:
        return adapter.field.title
    return _("label_body", default="Body text")


BodyLabel = ComputedWidgetAttribute(
    body_label, request=IBrowserLayer, field=IRichTextBehavior["text"]
)
