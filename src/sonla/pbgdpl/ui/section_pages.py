"""The pages that a section, a unit or a component leads to: subjects register them.

What the section consists of was decided before all of its types were there. A type that
has a page of its own registers it here; no stored Collection is changed, whose criteria
are the editor's.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.paths import path_of
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getAdapters
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


@dataclass(frozen=True)
class PageLink:
    """What a page shows of another one that it leads to."""

    url: str
    title: str
    description: str = ""
    always: bool = False
    """Whether it is there from the first day, before anything was published."""
    primary: bool = False
    """Whether it is what this user most likely wants to do here: a full button."""

    @property
    def button(self) -> str:
        """The class of the button that leads there."""
        return "btn-primary" if self.primary else "btn-outline-primary"


class ISectionPages(Interface):
    """Lead to the pages of a subject: a named adapter of a place, section or unit.

    The landing page of the section, the page of a unit and the page of a component ask
    all of them each time they are drawn. A subject that a unit's page doesn't show
    registers for sections alone. What is raised fails the page, so nothing but a query
    of the catalog should be able to raise.
    """

    order = Attribute("Place among the subjects of the same page, a number.")
    component = Attribute(
        "Key of the component's page (`IListingPage`) that shows the links, too; empty for none."
    )

    def links() -> Iterator[PageLink]:
        """Yield the pages that this user may see and that have anything in them."""

    def actions() -> Iterator[PageLink]:
        """Yield what this user may do here, such as filling a form in."""


class IListingPage(Interface):
    """Describe a listing page that a new section gets: a named utility.

    The profile `structure` makes all of them in their order, each once for a section:
    what an administrator renamed or deleted since is not made again. The name stands
    for the page for ever. What is raised undoes the import.
    """

    order = Attribute("Place among the pages, a number.")
    key = Attribute("The name; it is the id of the page, too, where that is free.")
    title = Attribute("Title in Vietnamese: it is content, and its editors change it.")
    description = Attribute("One sentence, in Vietnamese.")
    sort_on = Attribute(
        "Index by which it is sorted, the highest first; titles stand from A to Z."
    )

    def query(section: Any) -> list[dict[str, Any]]:
        """Return the criteria as a Collection stores them, for what is in the section."""


@implementer(ISectionPages)
class SectionPages:
    """Base class: it has the place, subclasses add the rest."""

    order: int
    component = ""

    def __init__(self, place: Any) -> None:
        self.place = place

    def links(self) -> Iterator[PageLink]:
        return iter(())

    def actions(self) -> Iterator[PageLink]:
        return iter(())


def section_pages(place: Any) -> list[Any]:
    """Return what subjects registered for a place, in their order."""
    adapters = offered(getAdapters((place,), ISectionPages))
    return sorted((pages for _name, pages in adapters), key=attrgetter("order"))


def links_of(place: Any) -> list[PageLink]:
    """Return the pages that a place leads to."""
    return [link for pages in section_pages(place) for link in pages.links()]


def actions_of(place: Any) -> list[PageLink]:
    """Return what this user may do in a place."""
    return [action for pages in section_pages(place) for action in pages.actions()]


def link_to(
    place: Any,
    name: str,
    title: Message,
    lead: Message,
    component: str = "",
    always: bool = False,
) -> PageLink:
    """Return the way to a page of a section or unit, or to that of its component."""
    return PageLink(
        url=list_url(place, component, name),
        title=api.portal.translate(title),
        description=api.portal.translate(lead),
        always=always,
    )


def link_to_list(
    place: Any,
    name: str,
    title: Message,
    lead: Message,
    component: str = "",
    **wanted: Any,
) -> Iterator[PageLink]:
    """Yield the way to a list, if the catalog has anything for it that the user may see.

    `wanted` says of what: `portal_type`, and the state if only one is shown.
    """
    if api.content.find(path=path_of(place), sort_limit=1, **wanted):
        yield link_to(place, name, title, lead, component)


MEMORY_KEY = "sonla.pbgdpl.structure"
"""Annotation of a section: the UIDs of the pages that were made in it, by key."""


def pages_made(section: Any) -> Mapping[str, str]:
    """Return the UIDs of the pages that were made in a section, by key of the component."""
    return IAnnotations(section).get(MEMORY_KEY, {})


def list_url(place: Any, component: str, view: str) -> str:
    """Return the address of a list: the page of its component, else a page of ours.

    In a section, where that page is public: it stands in the menu, and what an editor
    made of it counts. A unit has no such pages.
    """
    uid = pages_made(place).get(component) if ISectionRoot.providedBy(place) else None
    found = (
        api.content.find(UID=uid, path=path_of(place), review_state="published")
        if uid
        else []
    )
    return found[0].getURL() if found else f"{place.absolute_url()}/@@{view}"


ANY = "plone.app.querystring.operation.selection.any"
WITHIN = "plone.app.querystring.operation.string.absolutePath"


@implementer(IListingPage)
@dataclass(frozen=True)
class ListingPage:
    """Hold one page: a stock Collection, whose criteria editors change by Plone's own form.

    Over the whole section, as units stand in the section itself.
    """

    order: int
    key: str
    title: str
    description: str
    criteria: Mapping[str, tuple[str, ...]]
    """Index → values of which an item must have one."""
    sort_on: str = "effective"

    def query(self, section: Any) -> list[dict[str, Any]]:
        """Bind the criteria to a section by its UID."""
        within = {"i": "path", "o": WITHIN, "v": f"{IUUID(section)}::-1"}
        criteria = [
            {"i": index, "o": ANY, "v": list(values)}
            for index, values in self.criteria.items()
        ]
        return [within, *criteria]


def listing_pages() -> list[Any]:
    """Return the listing pages of a section, in their order."""
    found = (page for _name, page in offered(getUtilitiesFor(IListingPage)))
    return sorted(found, key=attrgetter("order"))
