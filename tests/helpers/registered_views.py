"""What of ours answers over the web: read from the component registry, not from a list.

Pages, REST services and control panels are multi-adapters of a context and a request:
those bound to our browser layer, and those of our classes on the layer of every portal.
Viewlets, portlets and blocks have no address, and are drawn by pages that have one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from plone.restapi.controlpanels.interfaces import IControlpanel
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import all_options
from typing import Any
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest

PACKAGE = "sonla.pbgdpl."


@dataclass(frozen=True, order=True)
class Registered:
    """Name what is registered, and for which contexts."""

    name: str
    context: str


def registered_views() -> Iterator[Registered]:
    """Yield each page, service and control panel of ours."""
    return (view for view, _classes in views_with_classes())


def views_with_classes() -> Iterator[tuple[Registered, tuple[type, ...]]]:
    """Yield each with the classes that it is made of."""
    for registration in getGlobalSiteManager().registeredAdapters():
        if is_view(registration) and is_ours(registration):
            name = last_name(registration.required[0])
            view = Registered(registration.name, name)
            yield view, getattr(registration.factory, "__mro__", ())


def is_view(registration: Any) -> bool:
    """Return what can be asked for by an address from what is an adapter of something else."""
    if len(registration.required) != 2 or not registration.name:
        return False
    plain = registration.provided in (Interface, IControlpanel)
    return plain and is_layer(registration.required[1])


def is_layer(required: Any) -> bool:
    """Return whether it is a layer of requests."""
    return IBrowserRequest in required.__iro__ or required in own_layers()


def own_layers() -> set[Any]:
    """Return our layer, and those of options."""
    return {IBrowserLayer, *(option.layer for _name, option in all_options())}


def is_ours(registration: Any) -> bool:
    """Return whether it is a view of ours, by its layer or by its classes."""
    if registration.required[1] in own_layers():
        return True
    classes = getattr(registration.factory, "__mro__", ())
    return any(found.__module__.startswith(PACKAGE) for found in classes)


def last_name(required: Any) -> str:
    """Name an interface or class as it stands in ZCML, without its package."""
    name = getattr(required, "__name__", None) or repr(required)
    return name.rsplit(".", 1)[-1]


def options_of_views() -> dict[Registered, str]:
    """Map all pages to the option whose layer they ask for; to nothing those that are always there."""
    names = {option.layer: name for name, option in all_options()}
    return {
        Registered(one.name, last_name(one.required[0])): names.get(one.required[1], "")
        for one in getGlobalSiteManager().registeredAdapters()
        if is_view(one) and is_ours(one)
    }
