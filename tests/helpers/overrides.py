"""Components of ours that stand in the place of another package's: read from the registry.

One does if neither what it is registered for nor a page that it belongs to is ours, and somebody
else's has its name and may be asked for the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.interface.interface import InterfaceClass

import re

SERVICE = re.compile(r"([A-Z]+)_.+_(@[a-z-]+)")
"""How plone.rest registers a service."""
PACKAGE = "sonla.pbgdpl"


@dataclass(frozen=True, order=True)
class Override:
    """Name what is asked for, under which name, of what."""

    provided: str
    name: str
    context: str

    @property
    def title(self) -> str:
        """How the table in the documentation names it."""
        if match := SERVICE.fullmatch(self.name):
            return " ".join(match.groups())
        if not self.name or self.name == "index.html":
            return f"{self.name or self.provided} of {self.context.rpartition('.')[2]}"
        return self.name


def is_ours(registration: Any) -> bool:
    """Return whether a component is ours, by its layer or by its classes."""
    if IBrowserLayer in registration.required:
        return True
    factory = registration.factory
    classes = (factory, *getattr(factory, "__mro__", ()))
    return any(getattr(one, "__module__", "").startswith(PACKAGE) for one in classes)


def is_for_others(registration: Any) -> bool:
    """Return whether nothing that it is registered for is ours, but for the layer."""
    return not any(
        asked.__module__.startswith(PACKAGE)
        or getattr(asked, "inherit", Interface).__module__.startswith(PACKAGE)
        for asked in registration.required
        if asked is not IBrowserLayer
    )


def overrides() -> Iterator[tuple[Override, Any]]:
    """Yield each, with its registration."""
    # Layers of tests stand on each other's registries
    found = list(all_adapters(getGlobalSiteManager()))
    others: dict[Any, list[Any]] = {}
    for one in found:
        if not is_ours(one):
            others.setdefault((one.provided, one.name), []).append(one)
    for one in found:
        if is_ours(one) and is_for_others(one):
            same = others.get((one.provided, one.name), ())
            if any(may_be_asked(one, other) for other in same):
                yield Override(*names(one)), one


def all_adapters(registry: Any) -> Iterator[Any]:
    """Yield what a registry has, and those below it."""
    yield from registry.registeredAdapters()
    for below in registry.__bases__:
        yield from all_adapters(below)


def may_be_asked(one: Any, other: Any) -> bool:
    """Return whether the other would answer for something for which this one does."""
    return len(one.required) == len(other.required) and all(
        mine is IBrowserLayer
        or mine.isOrExtends(asked)
        or asked.isOrExtends(mine)
        # A class may have both
        or (isinstance(mine, InterfaceClass) and isinstance(asked, InterfaceClass))
        for mine, asked in zip(one.required, other.required, strict=True)
    )


def names(registration: Any) -> tuple[str, str, str]:
    asked = registration.required[0] if registration.required else Interface
    return (
        registration.provided.__name__,
        registration.name,
        asked.__name__ or repr(asked),
    )


@contextmanager
def without_overrides() -> Iterator[None]:
    """Let what they stand in the place of answer for a while."""
    found = [registration for _override, registration in overrides()]
    for one in found:
        one.registry.unregisterAdapter(
            one.factory, one.required, one.provided, one.name
        )
    try:
        yield
    finally:
        for one in found:
            one.registry.registerAdapter(
                one.factory, one.required, one.provided, one.name, one.info
            )
