"""Tell clients of the REST API in their language that they may not do something.

ZPublisher's sentence for it is plain English and never translated, while the classic
page for the same refusal is.
"""

from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message

import zExceptions

STOCK = "You are not authorized to access this resource."


@adapter(zExceptions.Unauthorized, IAPIRequest)
class TranslatedRefusal(ErrorHandling):
    """Answer as plone.rest does; where we are installed, in the reader's language.

    Registered for all API requests, since none has our layer and theirs in one
    interface; hence the question for the layer.
    """

    def render_exception(self, exception: Exception) -> dict[str, Any]:
        """Translate the stock sentence; whatever else was said stays as it is."""
        result = super().render_exception(exception)
        if result["message"] == STOCK and IBrowserLayer.providedBy(self.request):
            result["message"] = translate(
                Message(STOCK, domain="plone"), context=self.request
            )
        return result
