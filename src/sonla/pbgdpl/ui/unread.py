"""Answer 400 where Zope can't read the form of a request.

Zope reads forms before it looks for what is asked. Where it fails over what was sent (a file's
name with control characters, in another encoding or of more than 4 KB, a number that is none)
it answers 500 or 503, as if the portal were broken, or in English. No page, and no skin of the
portal, is found by then: so the answer is put right when the request has ended, in portals that
have the add-on.
"""

from plone.base.interfaces import IPloneSiteRoot
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.ui.page import TEXT
from traceback import walk_tb
from types import TracebackType
from typing import Any
from zExceptions import BadRequest
from zExceptions import HTTPException
from zope.component import adapter
from zope.i18n import translate
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubFailure

import logging

logger = logging.getLogger(__name__)

NOT_THE_SENDERS = (HTTPException, OSError, MemoryError)
"""What has a status of its own, and what no form is to blame for."""
LEFT_OUT = ("NotFound", "Unauthorized")
"""What Zope's log of errors leaves out by itself."""
READING = ("processInputs", "json_body")
"""How the publisher lets a request read its form, and plone.restapi reads what was sent."""
UNREAD = _(
    "msg_form_unread",
    default="What was sent can't be read. Go back, see that files have short names without strange characters, and send it again.",
)
VIRTUAL_HOST = "VirtualHostBase"


@adapter(IPubBeforeAbort)
def log_unread(event: IPubBeforeAbort) -> None:
    """Log a wrong form in one line."""
    _kind, error, trace = event.exc_info
    if event.retry or not was_reading(trace) or not is_in_portal(event.request):
        return
    if is_refusal(error) or not isinstance(error, NOT_THE_SENDERS):
        log_refusal(event.request, error)


def is_refusal(error: Any) -> bool:
    """Return whether an error says that the sender is at fault, and Zope would log it."""
    if type(error).__name__ in LEFT_OUT or not isinstance(error, HTTPException):
        return False
    return 400 <= error.getStatus() < 500


def log_refusal(request: Any, error: BaseException) -> None:
    """Log once, in one line, what was refused, and keep it out of Zope's log of errors.

    Nothing has gone wrong, and strangers would fill that with tracebacks. Zope looks for it
    from what was published upwards; what it ignores is a setting of the portal.
    """
    if request.get("PUBLISHED") is error:
        return
    method, path = request.get("REQUEST_METHOD"), request.get("PATH_INFO")
    logger.info("Refused %r %.200r: %s", method, path, type(error).__name__)
    request.set("PUBLISHED", error)


@adapter(IPubFailure)
def refuse_unread(event: IPubFailure) -> None:
    """Set the status of a wrong form; last of all, as the transform of pages sets it again."""
    _kind, error, trace = event.exc_info
    not_theirs = isinstance(error, NOT_THE_SENDERS) and not isinstance(
        error, BadRequest
    )
    if not_theirs or not was_reading(trace):
        return
    request = event.request
    if event.retry or IAPIRequest.providedBy(request):
        return
    portal = portal_of(request)
    if portal is None:
        return
    request.response.setStatus(400)
    request.response.setHeader("Content-Type", TEXT)
    # No language was negotiated, as nothing of the request was read.
    language = portal.portal_registry.get("plone.default_language")
    request.response.setBody(f"{translate(UNREAD, target_language=language)}\n")


class UnreadByRest(ErrorHandling):
    """Answer 400 to programs that wish for JSON, in the words of plone.rest.

    It writes the status so that nobody changes it later: the first who does so is right.
    """

    def __call__(self) -> None:
        """Set the status where the form is to blame."""
        if was_reading(self.context.__traceback__) and is_in_portal(self.request):
            self.request.response.setStatus(400, lock=1)
        super().__call__()


def was_reading(trace: TracebackType | None) -> bool:
    """Return whether an error came up while form or JSON were read, not in a page."""
    return any(frame.f_code.co_name in READING for frame, _line in walk_tb(trace))


def is_in_portal(request: Any) -> bool:
    """Return whether a request came into a portal with the add-on, or was on its way."""
    return IBrowserLayer.providedBy(request) or portal_of(request) is not None


def portal_of(request: Any) -> Any | None:
    """Return the portal that the address leads into, if it has the add-on."""
    place: Any = request.get("PARENTS")[0]
    names = [name for name in request.get("PATH_INFO", "").split("/") if name]
    # What a proxy says of its host is written `VirtualHostBase`, scheme, name and port.
    for name in names[3:] if names[:1] == [VIRTUAL_HOST] else names:
        place = place._getOb(name, None) if hasattr(place, "_getOb") else None
        if IPloneSiteRoot.providedBy(place):
            layers = place.getSiteManager()
            ours = layers.queryUtility(ILocalBrowserLayerType, PACKAGE_NAME)
            return place if ours is not None else None
    return None
