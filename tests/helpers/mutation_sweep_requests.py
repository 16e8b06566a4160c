"""All that can be asked for by an address, read from the registrations and the classes.

What is registered tomorrow is asked for tomorrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import isroutine
from plone import api
from registered_views import is_layer
from registered_views import PACKAGE
from typing import Any
from urllib.parse import quote
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy
from ZPublisher import zpublish_mark

import re

SERVICE = re.compile(r"^([A-Z]+)_[a-z]+_[a-z+.-]+_(.*)$")
"""How plone.rest names a service: method, media type, name."""
READING = ("GET", "HEAD", "OPTIONS")
HTTP_METHODS = (
    *("PUT", "DELETE", "PATCH", "MKCOL", "PROPPATCH", "LOCK", "COPY", "MOVE"),
    *("HEAD", "OPTIONS"),
)
METHOD_PLACES = ("section", "news", "received", "report", "file", "site")
"""Whose classes have the methods of all others, too; besides the portal's tools."""
INSIDE = ("section", "draft", "received")
"""Where pages that are registered for many kinds of content are asked for besides."""
STEPS = (
    "approve",
    "publish",
    "submit",
    "withdraw",
    "retract",
    "recognise",
    "accept",
    "lock",
    "no-such-step",
)
ENDINGS = {
    "@workflow": tuple(f"/{step}" for step in STEPS),
    "@controlpanels": ("/pbgdpl-settings", "/site"),
    "@users": ("/has-manager", "/has-member"),
    "@groups": ("/pbgdpl-editors",),
    "@types": ("/LegalNews",),
    "@addons": ("/sonla.pbgdpl/uninstall",),
    "@content-rules": ("/rule-1",),
}
"""What follows the name of a service in an address."""


@dataclass(frozen=True)
class Asked:
    """Name what is asked for, where, by which method."""

    place: str
    name: str
    method: str
    kind: str
    """`page`, `service` or `method`."""

    def __str__(self) -> str:
        return f"{self.method} {self.place}/{self.name}"

    @property
    def path(self) -> str:
        """What follows the address of the place."""
        return f"/{quote(self.name, safe='/@+')}"


def everything_asked(places: dict[str, Any]) -> list[Asked]:
    """List it all, each once."""
    found = [
        *asked_of_registrations(places),
        *asked_of_methods(places),
        *asked_of_items(places),
        *(Asked("draft", name, "POST", "method") for name in names_of_skins()),
    ]
    return list(dict.fromkeys(found))


def asked_of_registrations(places: dict[str, Any]) -> Iterator[Asked]:
    """Yield pages and services, on places for which they are registered."""
    here = getSiteManager()
    for components in all_components(here):
        for registration in components.registeredAdapters():
            if has_address(registration):
                fitting = [
                    name
                    for name, item in places.items()
                    if not is_tool(name) and fits(registration.required[0], item)
                ]
                service = SERVICE.match(registration.name)
                if service is None:
                    yield from asked_of_page(registration, fitting)
                else:
                    yield from asked_of_service(*service.groups(), fitting)


def has_address(registration: Any) -> bool:
    """Return whether it is a page or service, and no adapter of something else."""
    required = registration.required
    if len(required) != 2 or not registration.name or not is_layer(required[1]):
        return False
    return registration.provided is Interface


def fits(required: Any, item: Any) -> bool:
    """Return whether something is registered for an item."""
    return required is None or required in providedBy(item).__iro__


def asked_of_page(registration: Any, fitting: list[str]) -> Iterator[Asked]:
    """Yield a page, opened and sent as a form, inside the section wherever it fits.

    Most of core's fit everywhere: they are asked for at the portal, at the section and at a
    text that nobody sees yet. Pages of ours are asked for in three more places.
    """
    classes = getattr(registration.factory, "__mro__", ())
    ours = any(one.__module__.startswith(PACKAGE) for one in classes)
    name = registration.name
    inside = [place for place in INSIDE if place in fitting]
    for place in dict.fromkeys((*fitting[: 3 if ours else 1], *inside[:2])):
        yield Asked(place, f"@@{name}", "POST", "page")
        yield Asked(place, f"@@{name}", "GET", "page")


def asked_of_service(method: str, name: str, fitting: list[str]) -> Iterator[Asked]:
    """Yield a service: one that reads in one place, one that writes everywhere."""
    for place in fitting[:1] if method in READING else fitting:
        for ending in ENDINGS.get(name, ("",)):
            yield Asked(place, f"{name}{ending}", method, "service")


def everything_read(name: str, item: Any) -> list[Asked]:
    """List what can be read of an item, whoever may: views, what they let out, and services."""
    found = [
        *read_of_registrations(name, item),
        *(Asked(name, one, "GET", "method") for one in published_methods(type(item))),
        *(Asked(name, one, "GET", "page") for one in names_of_skins()),
    ]
    return list(dict.fromkeys(found))


def read_of_registrations(name: str, item: Any) -> Iterator[Asked]:
    """Yield the views and services that are registered for an item."""
    for components in all_components(getSiteManager()):
        for registration in components.registeredAdapters():
            if not has_address(registration):
                continue
            if not fits(registration.required[0], item):
                continue
            service = SERVICE.match(registration.name)
            if service is None:
                view = f"@@{registration.name}"
                yield Asked(name, view, "GET", "page")
                for attribute in let_out(registration.factory):
                    yield Asked(name, f"{view}/{attribute}", "GET", "page")
            elif service.group(1) == "GET":
                for ending in ENDINGS.get(service.group(2), ("",)):
                    yield Asked(name, f"{service.group(2)}{ending}", "GET", "service")


def all_components(components: Any) -> Iterator[Any]:
    """Yield a registry and all those that it stands on: tests have one a layer."""
    yield components
    for base in components.__bases__:
        yield from all_components(base)


def let_out(factory: Any) -> list[str]:
    """List the attributes of a view for which its registration asks no permission."""
    ending = "__roles__"
    return [
        name.removesuffix(ending)
        for name in dir(factory)
        if name.endswith(ending)
        and not name.startswith("_")
        and not getattr(factory, name)
    ]


def names_of_skins() -> list[str]:
    """List what stands in the skins of the portal and is found in all items."""
    skins = api.portal.get_tool("portal_skins")
    return sorted(
        {name for folder in skins.objectValues() for name in folder.objectIds()}
    )


def asked_of_methods(places: dict[str, Any]) -> Iterator[Asked]:
    """Yield the methods of objects that Zope publishes: those with a docstring or mark."""
    seen = set()
    for place in (*METHOD_PLACES, *filter(is_tool, places)):
        cls = type(places[place].aq_base)
        for name in sorted(published_methods(cls)):
            if (found := (name, getattr(cls, name))) not in seen:
                seen.add(found)
                yield Asked(place, name, "POST", "method")


def is_tool(place: str) -> bool:
    """Return whether it is a tool of the portal, and no content."""
    return place.startswith("tool-")


def published_methods(cls: type) -> Iterator[str]:
    """Yield the names of what can be called by an address, whoever may."""
    for name in dir(cls):
        found = getattr(cls, name, None)
        if name.startswith("_") or not callable(found):
            continue
        marked = zpublish_mark(found)
        if marked or (marked is None and isroutine(found) and found.__doc__):
            yield name


def asked_of_items(places: dict[str, Any]) -> Iterator[Asked]:
    """Yield the methods of HTTP and WebDAV on items themselves."""
    for place in places:
        for method in HTTP_METHODS if not is_tool(place) else ():
            yield Asked(place, "", method, "method")
