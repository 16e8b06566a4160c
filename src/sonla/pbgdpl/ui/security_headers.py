"""Headers that take from a browser what our pages don't need; those of others stay theirs.

Which scripts may run is not said here: the portal's theme and other add-ons decide what
they load, and a rule for one part of a portal would break the other. The front proxy can
say it for all (see `docs/security.rst`).
"""

from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.ui.page import InPlaceOfService
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubBeforeCommit

PACKAGE = "sonla.pbgdpl."
HEADERS = {
    # No guessing: what is said to be text is not run as a page
    "X-Content-Type-Options": "nosniff",
    # To others the portal's name alone, as players of video ask for it
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Nobody frames our forms, no plugin runs in them, no link is turned elsewhere
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Header → value, where nobody has set one."""
OWN_SITE = ("same-origin", "none")
"""What browsers say of a form that no page of another site sends."""


@adapter(IPubBeforeCommit)
def protect_answer(event: IPubBeforeCommit) -> None:
    """Set the headers of an answer that a view of ours, or content of ours, gives."""
    request = event.request
    if not IBrowserLayer.providedBy(request) or not is_ours(request.get("PUBLISHED")):
        return
    for name, value in HEADERS.items():
        if request.response.getHeader(name) is None:
            request.response.setHeader(name, value)


def is_ours(published: Any) -> bool:
    """Return whether it is a view or content of ours."""
    view = getattr(published, "__self__", published)
    if is_own_page(view):
        return True
    context = getattr(view, "context", None) or getattr(view, "__parent__", None)
    return IOwnContent.providedBy(context)


def is_own_page(view: Any) -> bool:
    """Return whether it is a page or service of ours; one in the place of Plone's is, in sections."""
    if isinstance(view, InPlaceOfService):
        return view.is_in_section
    return any(found.__module__.startswith(PACKAGE) for found in type(view).__mro__)


def is_cross_site(request: Any) -> bool:
    """Return whether the browser says that a page of another site sends this.

    For forms that carry no token, as anybody may send them and a proxy keeps their pages: another
    site shall not send them by its own visitors. No page can change what browsers say.

    Programs say what they like; they have no visitors by whom to send it.
    """
    if site := request.getHeader("Sec-Fetch-Site"):
        return site not in OWN_SITE
    origin = request.getHeader("Origin")
    return bool(origin) and origin != request.get("SERVER_URL")
