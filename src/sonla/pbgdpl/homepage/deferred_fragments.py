"""Put kept HTML into a page when its theme has been applied.

A theme parses a page and copies each element, attribute and text of it one by one. For
HTML that many pages share this would take longer than all else that is done for it. So
a comment keeps its place, which themes may move with the element around it, and the
HTML follows as one of the page's last transforms.

The row *homepage, warm* of ``make bench`` defends it: 1.02 with it, 1.07 without (bar 1.05).
"""

from collections.abc import Iterable
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from plone.transformchain.interfaces import ITransform
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface

PARTS = "sonla.pbgdpl.deferred_fragments"
"""Key of the request's annotation with what is to come: comment → HTML."""

AFTER_PROTECTION = 9100
"""Behind the theme (8850) and behind plone.protect (9000), which parses what it gets.

So nothing put here may hold a form that changes something.
"""


def placeholder_for(request: Any, html: str) -> str:
    """Return a comment in the place of HTML that comes later, or it where none will."""
    if not html or DISABLE_TRANSFORM_REQUEST_KEY in request.environ:
        return html
    parts = IAnnotations(request).setdefault(PARTS, {})
    comment = f"<!--{PARTS} {len(parts)}-->"
    parts[comment] = html
    return comment


def fill_placeholders(request: Any, page: str) -> str:
    """Put what was postponed into a page."""
    for comment, html in IAnnotations(request).get(PARTS, {}).items():
        page = page.replace(comment, html)
    return page


@implementer(ITransform)
@adapter(Interface, IBrowserLayer)
class DeferredFragmentsTransform:
    """Complete a page of which something was postponed, and leave all others alone."""

    order = AFTER_PROTECTION

    def __init__(self, published: Any, request: Any) -> None:
        self.request = request

    def transformUnicode(self, result: str, encoding: str) -> str | None:
        """Complete a page that is a text."""
        return fill_placeholders(self.request, result) if self.is_needed() else None

    def transformBytes(self, result: bytes, encoding: str) -> bytes | None:
        """Complete an encoded page."""
        return self.transformIterable([result], encoding)

    def transformIterable(self, result: Iterable[Any], encoding: str) -> bytes | None:
        """Complete a page that comes in pieces: texts, or encoded."""
        if not self.is_needed():
            return None
        pieces = (
            piece.decode(encoding) if isinstance(piece, bytes) else piece
            for piece in result
        )
        return fill_placeholders(self.request, "".join(pieces)).encode(encoding)

    def is_needed(self) -> bool:
        """Return whether something was postponed."""
        return PARTS in IAnnotations(self.request)
