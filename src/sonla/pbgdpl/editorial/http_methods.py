"""HEAD and OPTIONS as HTTP has them: no body, no page run, nothing written.

Those who check links ask by HEAD. Dexterity and Plone take it for a request of WebDAV: of a
container it gets 404, of an item the headers of a download. Zope and its server send what a page
makes, which the client takes for the beginning of the next answer. Zope's own methods for both
write to an item that has no ETag yet, for every visitor.
"""

from collections.abc import Sequence
from plone import api
from plone.dexterity.browser.traversal import DexterityPublishTraverse
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.refusals import concerns_us
from sonla.pbgdpl.ui.page import AllowedMethods
from sonla.pbgdpl.ui.page import InsteadOfMethod
from typing import Any
from zExceptions import NotFound
from zope.component import adapter
from ZPublisher.interfaces import IPubEnd

METHOD = "REQUEST_METHOD"
WRITING = ("HEAD", "OPTIONS")
"""Methods of HTTP that write to items where Zope answers them."""


class InsteadOfOptions(InsteadOfMethod):
    """Answer OPTIONS by the name under which Zope expects the last step to be in the item."""

    OPTIONS = InsteadOfMethod.answer_instead
    OPTIONS__roles__ = None  # somebody who may see the item, which is asked afterwards


@adapter(IDexterityContent, IBrowserLayer)
class ContentTraverse(DexterityPublishTraverse):
    """Let HEAD of content find the view that GET finds, and OPTIONS write nothing."""

    allowed_methods = AllowedMethods.allowed_methods

    def publishTraverse(self, request: Any, name: str) -> Any:
        """Return what has a name in the item, but not the methods of Zope as if pages."""
        if name in WRITING and self.concerns_us:
            raise NotFound(name)
        return super().publishTraverse(request, name)

    def browserDefault(self, request: Any) -> tuple[Any, Sequence[str]]:
        """Return the item, and the names that lead from it to what answers.

        Plone's tool reads the method from the request, which therefore says GET meanwhile.
        """
        if request.method not in WRITING or not self.concerns_us:
            return super().browserDefault(request)
        if request.method == "OPTIONS":
            return InsteadOfOptions(self, request), ("OPTIONS",)
        request.other[METHOD] = "GET"
        try:
            return api.portal.get_tool("plone_utils").browserDefault(self.context)
        finally:
            del request.other[METHOD]

    @property
    def concerns_us(self) -> bool:
        """Whether it is content of ours, and in a section."""
        ours = IOwnContent.providedBy(self.context)
        return ours or section_of(self.context) is not None


@adapter(IPubEnd)
def leave_out_body(event: IPubEnd) -> None:
    """Send the length of the body that HEAD has made of ours, not the body."""
    request, response = event.request, event.request.response
    if request.method != "HEAD" or not response.body:
        return
    if concerns_us(request):
        if response.getHeader("Content-Length") is None:
            response.setHeader("Content-Length", str(len(response.body)))
        response.body = b""
