"""Labels of core's fields that mean something else in a section."""

from plone.app.contenttypes.behaviors.richtext import IRichTextBehavior
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from typing import Any
from z3c.form.widget import ComputedWidgetAttribute


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
