"""A layer for what is visited inside a section."""

from sonla.pbgdpl.interfaces import IBrowserLayer
from typing import Any
from zope.interface import alsoProvides


class ISectionLayer(IBrowserLayer):
    """Mark requests that traverse a section.

    Displays of stock types are replaced for this layer only: Collections in the
    section look as they should, all others and the types themselves are left as
    they are, and nothing is stored that an uninstallation would have to undo.
    """


def mark_request(section: Any, event: Any) -> None:
    """Give the request the layer when it traverses a section of an installed add-on."""
    request = event.request
    if IBrowserLayer.providedBy(request) and not ISectionLayer.providedBy(request):
        alsoProvides(request, ISectionLayer)
