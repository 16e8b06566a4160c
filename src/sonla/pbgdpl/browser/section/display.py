"""Which page a Collection's standard view is: ours inside a section, else the portal's.

A display of our own would have to be listed in the type's `view_methods`, which
belong to the portal, or be stored with each Collection, where it would break the page
once the add-on is gone. So the standard view itself is looked up anew: nothing is
stored, editors keep every other display, and outside the answer is what it was.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import lru_cache
from plone.app.contenttypes.interfaces import ICollection as ICollectionItem
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

OWN_VIEW = "pbgdpl-listing"
STANDARD_VIEW = "listing_view"

FACTORIES = "_pbgdpl_standard_views"
"""Attribute of the request with the views that were found: an annotation takes longer.

By the identities of a Collection and its folder. Both are kept beside the factory, so
that nothing else gets their identities in the meantime."""


def standard_view(context: Any, request: Any) -> Any:
    """Make the standard view of a Collection; another type with its behavior keeps its own.

    Core's displays take their macros from it, once an entry: it is found once a request.
    """
    found = getattr(request, FACTORIES, None)
    if found is None:
        found = {}
        setattr(request, FACTORIES, found)
    item, folder = aq_base(context), aq_base(aq_parent(aq_inner(context)))
    key = id(item), id(folder)
    if key not in found:
        found[key] = (item, folder, factory_of(context, request))
    return found[key][-1](context, request)


def factory_of(context: Any, request: Any) -> Any:
    """Find the factory of the standard view."""
    if ICollectionItem.providedBy(context) and section_of(context) is not None:
        return lookup(context, providedBy(request), OWN_VIEW)
    return lookup(context, without_us(providedBy(request)), STANDARD_VIEW)


def portal_view(context: Any, request: Any) -> Any:
    """Make the standard view as it would be without us."""
    layers = without_us(providedBy(request))
    return lookup(context, layers, STANDARD_VIEW)(context, request)


def lookup(context: Any, layers: Any, name: str) -> Any:
    """Look the factory of a view up for some layers."""
    adapters = getSiteManager().adapters
    return adapters.lookup((providedBy(context), layers), Interface, name)


@lru_cache(maxsize=64)
def without_us(layers: Any) -> Any:
    """Take our layer from those of a request, which many requests share.

    Kept, since a new declaration is new to all caches of the component registry.
    """
    return layers - IBrowserLayer
