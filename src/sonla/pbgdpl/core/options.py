"""Options: what a portal has switched on, and the gate through which its parts are asked.

What is found by name (`getAdapters`, `getUtilitiesFor`) goes through `offered`: it leaves out what
says by its attribute `belongs_to` that it belongs to an option that is off here. Pages, services and
viewlets of an option are registered for its browser layer instead. What has neither is always
there: what protects and forgets, and what the office needs to open stored content.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set
from dataclasses import dataclass
from dataclasses import field
from plone.base.interfaces.siteroot import IPloneSiteRoot
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from sonla.pbgdpl.core.setup import RecordsStep
from typing import Any
from zope import schema
from zope.component import adapter
from zope.component import getSiteManager
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import providedBy
from zope.traversing.interfaces import IBeforeTraverseEvent

PREFIX = "sonla.pbgdpl"
RECORD = f"{PREFIX}.options"
USED = f"{PREFIX}.options_used"
"""The record of what was ever on: it may have stored something, whether its package is there or not."""
GONE = _(
    "option_package_gone",
    default="The package of the function “${title}” isn't installed. What it stored lies in the database as it was. Personal data may be among it, which can be neither shown nor erased before the package is back.",
)


class IOptionRecords(Interface):
    """The records that say what is on, and was; the gate reads them, the page of options writes them."""

    options = schema.Tuple(
        title="Options that are on",
        value_type=schema.ASCIILine(),
        default=(),
        required=False,
    )
    options_used = schema.Tuple(
        title="Options that were ever on",
        value_type=schema.ASCIILine(),
        default=(),
        required=False,
    )


class IOption(Interface):
    """What a portal can switch on and off: a named utility, registered by its subject.

    The name is stored in a record, and what belongs to the option says it as `belongs_to`: it stays
    for ever. `core.options.Option` is all that is needed. Asked by the page of options, and for
    each request; attributes only, so nothing is raised.
    """

    order = Attribute("Place on the page: a number.")
    title = Attribute("Message: what it is called.")
    description = Attribute("Message: what it has, in a few words.")
    audience = Attribute("Message: for whom it is.")
    layer = Attribute("The layer that requests have while it is on.")
    open_content = Attribute(
        "Mapping of its types to the states in which work is open; the page counts it."
    )


@implementer(IOption)
@dataclass(frozen=True)
class Option:
    """Describe one option."""

    order: int
    title: Message
    description: Message
    audience: Message
    layer: type[Interface]
    open_content: Mapping[str, Sequence[str]] = field(default_factory=dict)


def all_options() -> list[tuple[str, IOption]]:
    """List the options with their names, in their order."""
    return sorted(
        getUtilitiesFor(IOption), key=lambda named: (named[1].order, named[0])
    )


def options_on() -> frozenset[str]:
    """Return the names of the options that are on in this portal; none outside of one."""
    registry = queryUtility(IRegistry)
    return frozenset((registry.get(RECORD) if registry is not None else None) or ())


def rests(component: Any) -> bool:
    """Return whether a component belongs to an option that is off here."""
    return is_off(getattr(component, "belongs_to", ""))


def is_off(option: str) -> bool:
    """Return whether an option is off here; nothing is for the empty name."""
    return bool(option) and option not in options_on()


def offered(found: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield those of some named components that belong to no option that is off here."""
    return ((name, one) for name, one in found if not rests(one))


def type_rests(portal_type: str) -> bool:
    """Return whether nothing of a type can be added, as its option is off here."""
    return rests(queryUtility(IContentTypeFacts, name=portal_type))


def switch(name: str, on: bool) -> None:
    """Switch an option of this portal; all that is stored stays as it is."""
    others = options_on() - {name}
    store_options(others | {name} if on else others)


def switch_to(names: Iterable[str]) -> None:
    """Have some options on in this portal, and no others; what is none here stays as it is."""
    unknown = options_on() - dict(all_options()).keys()
    store_options(unknown.union(names))


def store_options(names: Set[str]) -> None:
    """Write down what is on, and what was not on before."""
    registry = queryUtility(IRegistry)
    used = set(registry.get(USED) or ())
    registry[RECORD] = tuple(sorted(names))
    if names - used:
        registry[USED] = tuple(sorted(names | used))


def options_used() -> frozenset[str]:
    """Return the names of the options that are on in this portal, or were."""
    registry = queryUtility(IRegistry)
    return options_on().union(
        (registry.get(USED) if registry is not None else None) or ()
    )


def options_gone() -> list[Message]:
    """Return what is to be said of each option that was used here and whose package is gone."""
    gone = sorted(options_used() - dict(all_options()).keys())
    titles = [Message(f"option_{name}", PREFIX, name) for name in gone]
    return [Message(GONE, mapping={"title": title}) for title in titles]


@adapter(IPloneSiteRoot, IBeforeTraverseEvent)
def mark_request(site: Any, event: Any) -> None:
    """Mark a request with the layers of the options that are on in the portal that it enters."""
    on = options_on()
    layers = (option.layer for name, option in getUtilitiesFor(IOption) if name in on)
    alsoProvides(event.request, *layers)


def page_rests(place: Any, request: Any, name: str) -> bool:
    """Return whether a page of that name would answer in a place, were its option not off here."""
    on, lookup = options_on(), getSiteManager().adapters.lookup
    here, asked = providedBy(place), providedBy(request)
    found = lookup((here, asked), Interface, name)
    return any(
        lookup((here, asked + option.layer), Interface, name) is not found
        for key, option in getUtilitiesFor(IOption)
        if key not in on
    )


OPTIONS_STEP = RecordsStep(
    order=6, schema=IOptionRecords, prefix=PREFIX, key="sonla.pbgdpl.remembered_options"
)
