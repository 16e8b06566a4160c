"""What REST answers when storing a value was refused, not its validation.

plone.restapi empties a field without validating it; then the attribute itself refuses.
"""

from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl.core.errors import InvalidInput
from typing import Any
from zope.component import adapter
from zope.i18n import translate


@adapter(InvalidInput, IAPIRequest)
class RefusedAnswer(ErrorHandling):
    """Answer as to any bad value: 400, with the reason in the reader's language."""

    def __call__(self) -> None:
        """Settle the status first: plone.rest takes an unknown exception for a fault."""
        self.request.response.setStatus(400, lock=1)
        super().__call__()

    def render_exception(self, exception: InvalidInput) -> dict[str, Any]:
        """Return the reason."""
        told = super().render_exception(exception)
        reason = translate(exception.doc(), context=self.request)
        return {**told, "type": "BadRequest", "message": reason}
