"""Refuse all that an address asks of an item in a section which the visitor may not see.

Core registers views of content for everybody (`plone_context_state`, `main_template`,
`sitemap` and many more): templates use them on whatever they draw. By an address they tell the
title, the description and the state of any item. Which views do so changes with each release
and each add-on; that nothing is told of what may not be seen doesn't.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterator
from plone.dexterity.interfaces import IDexterityContent
from plone.rest.interfaces import IService
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.embargo import guards_item
from sonla.pbgdpl.editorial.embargo import traversed
from sonla.pbgdpl.editorial.visibility import may_view
from typing import Any
from zExceptions import Unauthorized
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


@adapter(IPubAfterTraversal)
def refuse_unseen(event: IPubAfterTraversal) -> None:
    """Send to the login form users who request something of an item that they may not see."""
    request = event.request
    if not IBrowserLayer.providedBy(request) or is_preflight(request):
        return
    if guards_item(request):
        return
    if not all(map(may_view, addressed_items(request))):
        raise Unauthorized("Not for everybody")


def addressed_items(request: Any) -> Iterator[Any]:
    """Yield the item in a section that an address asks about, and those it went through.

    Not the containers of the item: what is public may stand in what isn't.
    """
    containers: set[int] | None = None
    for content in traversed(request):
        if not IDexterityContent.providedBy(content):
            continue
        if containers is None:
            containers = {id(aq_base(one)) for one in aq_chain(aq_inner(content))[1:]}
        elif id(aq_base(content)) in containers:
            continue
        if section_of(content) is not None:
            yield content


def is_preflight(request: Any) -> bool:
    """Return whether a browser asks for whom a script may ask, in which nobody says who asks.

    plone.rest answers it with headers that are the same for all items.
    """
    asked = getattr(request, "_rest_cors_preflight", False)
    return asked and IService.providedBy(request.get("PUBLISHED"))
