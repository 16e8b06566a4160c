"""How input is refused: with a message for the person who typed it."""

from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl import _
from typing import Any
from typing import TypeVar
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema import ValidationError

import logging

logger = logging.getLogger(__name__)

AnyError = TypeVar("AnyError", bound=Exception)


class InvalidInput(ValidationError):
    """Refuse a value and say why, the same in forms, over REST and in code.

    zope.schema lets a class have one message for all values; ours name the value.
    z3c.form and plone.restapi ask `doc()` of fields and `args[0]` of invariants.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def doc(self) -> Message:
        """Return the message, still to be translated."""
        return self.message


def first_error(error: AnyError) -> AnyError | InvalidInput:
    """Find our refusal inside the errors that containers wrap around it, else `error`."""
    for inner in getattr(error, "errors", None) or ():
        found = first_error(inner)
        if isinstance(found, InvalidInput):
            return found
    return error


def reason_of(error: Exception, what: str, unknown: Message) -> Message:
    """Return the reason that a refusal of ours tells; `unknown` for an error of any other kind.

    What others wrote into their errors is for the log, where `what` failed is named: it is
    English, and means the code.
    """
    message = getattr(first_error(error), "message", None)
    if isinstance(message, Message):
        return message
    logger.error("%s failed", what, exc_info=error)
    return unknown


def cell_error(number: int, column: Any, problem: Any, request: Any) -> InvalidInput:
    """Refuse a cell, naming its row, its column and what is wrong.

    Parts of a message are not translated with the whole, hence are here.
    """
    return InvalidInput(
        _(
            "msg_row_cell_refused",
            default="Row ${row}, ${column}: ${problem}",
            mapping={
                "row": str(number),
                "column": translate(column, context=request),
                "problem": translate(problem, context=request),
            },
        )
    )


@adapter(InvalidInput, IAPIRequest)
class RefusedAnswer(ErrorHandling):
    """Answer to REST as to any bad value: 400, with the reason in the reader's language.

    For what plone.restapi does not validate, such as a field that it empties.
    """

    def __call__(self) -> None:
        """Set the status first: plone.rest takes an unknown exception for a fault."""
        self.request.response.setStatus(400, lock=1)
        super().__call__()

    def render_exception(self, exception: InvalidInput) -> dict[str, Any]:
        """Return the body of the answer: the reason in the user's language, never a traceback."""
        data = super().render_exception(exception)
        reason = translate(exception.doc(), context=self.request)
        return {**data, "type": "BadRequest", "message": reason}
