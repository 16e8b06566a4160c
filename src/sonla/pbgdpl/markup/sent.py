"""Refuse a text that is sent too deep, or with pictures that can be no files.

Before anything is stored.

In a form the words stay where they are; over REST the answer is an error. What comes by other
ways is stored without the picture, and reported.
"""

from collections.abc import Iterable
from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import RichTextFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.markup.messages import names_in_words
from sonla.pbgdpl.markup.pictures import Pictures
from sonla.pbgdpl.markup.pictures import place_of
from sonla.pbgdpl.markup.settling import is_deep
from typing import Any
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface

MSG_DEEP = _(
    "msg_text_deep",
    default="The text has too many boxes, tables or lists inside of each other. Copy it as plain text (Ctrl+Shift+V) and send it again.",
)


def refuse_text(value: Any, context: Any) -> None:
    """Raise `InvalidInput` for a rich text that is too deep, or has pictures that can be no files."""
    if not IRichTextValue.providedBy(value) or section_of(context) is None:
        return
    if is_deep(value.raw or ""):
        raise InvalidInput(MSG_DEEP)
    reasons = Pictures(place_of(context), "").refusals(value.raw or "")
    if reasons:
        raise InvalidInput(_refusal(reasons))


def _refusal(reasons: Iterable[Message]) -> Message:
    return _(
        "msg_pictures_refused",
        default="Pictures in the text could not be kept: ${names}. Upload them as images and send the text again.",
        mapping={"names": names_in_words(reasons, getRequest())},
    )


@implementer(IFieldDeserializer)
@adapter(IRichText, IDexterityContent, IBrowserLayer)
class CheckedRichText(RichTextFieldDeserializer):
    """Read a rich text that is sent over REST."""

    def __call__(self, value: Any) -> Any:
        """Return the text; raise `InvalidInput` for what it may not have."""
        text = super().__call__(value)
        refuse_text(text, self.context)
        return text


@adapter(Interface, IBrowserLayer, Interface, IRichText, Interface)
class RichTextValidator(SimpleFieldValidator):
    """Check a rich text that is sent by a form."""

    def validate(self, value: Any, force: bool = False) -> None:
        """Raise `InvalidInput` for what it may not have."""
        super().validate(value, force)
        refuse_text(value, self.context)
