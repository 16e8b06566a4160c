"""Why something is refused, in words for the person who tried it."""

from plone.app.iterate.interfaces import CheckinException
from plone.app.iterate.interfaces import CheckoutException
from Products.CMFCore.WorkflowCore import ObjectMoved
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl.core.mixins import Mixin
from typing import Any
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


class TransitionRefused(WorkflowException):
    """Refuse a transition, however it is made.

    The workflow tool raises `type(error)(error)` again, so one argument must do and
    what the first one knew is found through `original`. REST and folder contents show
    `str(error)`, hence the translation there.
    """

    def __init__(
        self, message: Any, obj: Any = None, transition: str | None = None
    ) -> None:
        super().__init__(message)
        self.obj = obj
        self.transition = transition

    @property
    def original(self) -> "TransitionRefused":
        """The exception that the subscriber raised."""
        cause = self.args[0]
        return cause.original if isinstance(cause, TransitionRefused) else self

    @property
    def message(self) -> Message:
        """The reason, not translated."""
        return self.original.args[0]

    def __str__(self) -> str:
        return translate(self.message, context=getRequest())


class CommentRequired(TransitionRefused):
    """Refuse a transition that must be explained and is not."""


class FourEyes(TransitionRefused):
    """Refuse that somebody approves their own text."""


class Explained(Mixin):
    """A mixin for HTTP exceptions: the reason in the reader's language.

    `obj` is where the reader is sent back to.
    """

    def __init__(self, message: Message | None = None, obj: Any | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.obj = obj

    def __str__(self) -> str:
        return translate(self.message, context=getRequest())


class RevisionRefused(Explained, Forbidden, CheckinException, CheckoutException):
    """Refuse to make a working copy or to check one in."""


class DeletionRefused(Explained, Forbidden):
    """Refuse to delete a folder together with public texts."""


class AdditionRefused(Explained, BadRequest):
    """Refuse what may not come into a section or a unit."""


class CheckedIn(ObjectMoved):
    """Raised for the workflow tool: the approved item lives on in another one.

    The tool then sends the events of success, on which content rules and mail hang,
    for the living text and not for the working copy that is gone. DCWorkflow stands
    between: its handler for `ObjectMoved` asks for the new object first and loses the
    exception afterwards (Python 3 unbinds it), so the first question is answered by
    raising the exception on to the tool, which asks again.
    """

    def __init__(self, text: Any) -> None:
        super().__init__(text, text)
        self._passed = False

    def getNewObject(self) -> Any:
        """Return the text, to the workflow tool alone: raise for DCWorkflow, which asks first."""
        if not self._passed:
            self._passed = True
            raise self
        return super().getNewObject()
