"""Which page a Collection's standard view is: ours inside a section, else the portal's.

A display of our own would have to be listed in the type's `view_methods`, which
belong to the portal, or be stored with each Collection, where it would break the page
once the add-on is gone. So the standard view itself is looked up anew: nothing is
stored, editors keep every other display, and outside the answer is what it was.
"""

from plone.app.contenttypes.interfaces import ICollection
from sonla.pbgdpl.interfaces import IBrowserLayer
from sonla.pbgdpl.section import section_of
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

OWN_VIEW = "pbgdpl-listing"
STANDARD_VIEW = "listing_view"


def standard_view(context: Any, request: Any) -> Any:
    """Make the standard view of a Collection; another type with its behavior keeps its own."""
    if ICollection.providedBy(context) and section_of(context) is not None:
        return getMultiAdapter((context, request), name=OWN_VIEW)
    return portal_view(context, request)


def portal_view(context: Any, request: Any) -> Any:
    """Make the standard view as it would be without us."""
    without_us = providedBy(request) - IBrowserLayer
    factory = getSiteManager().adapters.lookup(
        (providedBy(context), without_us), Interface, STANDARD_VIEW
    )
    return factory(context, request)
