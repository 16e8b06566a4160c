"""HEAD finds what GET finds, and gets no body.

Those who check links ask by HEAD. Dexterity and Plone take it for a request of WebDAV: of a
container it gets 404, of an item the headers of a download. Zope and its server send what a page
makes, which the client takes for the beginning of the next answer.
"""

from collections.abc import Sequence
from plone import api
from plone.dexterity.browser.traversal import DexterityPublishTraverse
from sonla.pbgdpl.browser.headers.subscribers import is_ours
from sonla.pbgdpl.interfaces import IBrowserLayer
from sonla.pbgdpl.interfaces import IPbgdplContent
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubEnd

METHOD = "REQUEST_METHOD"


@adapter(IPbgdplContent, IBrowserLayer)
class HeadAsGet(DexterityPublishTraverse):
    """Let HEAD of our content find the view that GET finds."""

    def browserDefault(self, request: Any) -> tuple[Any, Sequence[str]]:
        """Return the item, and the names that lead from it to what shows it.

        Plone's tool reads the method from the request, which therefore says GET meanwhile.
        """
        if request.method != "HEAD":
            return super().browserDefault(request)
        request.other[METHOD] = "GET"
        try:
            return api.portal.get_tool("plone_utils").browserDefault(self.context)
        finally:
            del request.other[METHOD]


@adapter(IPubEnd)
def leave_out_body(event: IPubEnd) -> None:
    """Send the length of the body that HEAD has made of ours, not the body."""
    request, response = event.request, event.request.response
    if request.method != "HEAD" or not response.body:
        return
    if is_ours(request.get("PUBLISHED")):
        if response.getHeader("Content-Length") is None:
            response.setHeader("Content-Length", str(len(response.body)))
        response.body = b""
