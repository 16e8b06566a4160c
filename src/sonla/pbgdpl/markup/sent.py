"""Refuse a text that is sent with pictures that can be no files, before anything is stored.

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
from typing import Any
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import Interface


def refuse_pictures(value: Any, context: Any) -> None:
    """Raise `InvalidInput` for a rich text with pictures that can be no files of its place."""
    if not IRichTextValue.providedBy(value) or section_of(context) is None:
        return
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
        """Return the text; raise `InvalidInput` for its pictures."""
        text = super().__call__(value)
        refuse_pictures(text, self.context)
        return text


@adapter(Interface, IBrowserLayer, Interface, IRichText, Interface)
class RichTextValidator(SimpleFieldValidator):
    """Check a rich text that is sent by a form."""

    def validate(self, value: Any, force: bool = False) -> None:
        """Raise `InvalidInput` for its pictures."""
        super().validate(value, force)
        refuse_pictures(value, self.context)
