"""Lists of ours to which the page of a component leads, whatever the Collection finds.

What the section consists of was settled before all of its types were there. A type that
has a page of its own for its list registers it here; no Collection is changed, whose
criteria are the editor's.
"""

from collections.abc import Iterator
from sonla.pbgdpl.interfaces import ISectionRoot
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.setuphandlers.structure import component_of
from typing import Any
from zope.component import adapter
from zope.component import getAdapters
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IComponentLists(Interface):
    """Provide lists that belong to a component: a named adapter of a section."""

    component = Attribute(
        "Key of the component's page (`setuphandlers.listing_pages`)."
    )
    order = Attribute("Place among the lists of a component, a number.")

    def pages() -> Iterator[dict[str, str]]:
        """Yield `url`, `title` and `description` of each list that has anything in it."""


@implementer(IComponentLists)
@adapter(ISectionRoot)
class ComponentLists:
    """Know the section; what is registered says the rest."""

    component: str
    order: int

    def __init__(self, section: Any) -> None:
        self.section = section

    def pages(self) -> Iterator[dict[str, str]]:
        """Yield the lists."""
        raise NotImplementedError


def lists_for(page: Any) -> Iterator[dict[str, str]]:
    """Yield the lists that belong to the component of a page."""
    section = section_of(page)
    component = component_of(page) if section is not None else ""
    if not component:
        return
    adapters = getAdapters((section,), IComponentLists)
    found = [lists for _name, lists in adapters if lists.component == component]
    for lists in sorted(found, key=lambda lists: lists.order):
        yield from lists.pages()
