"""Find the portlets of the homepage centre. What renders them is core's, as in a column."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterator
from plone.portlets.constants import ASSIGNMENT_SETTINGS_KEY
from plone.portlets.constants import CONTEXT_ASSIGNMENT_KEY
from plone.portlets.constants import CONTEXT_CATEGORY
from plone.portlets.interfaces import ILocalPortletAssignable
from plone.portlets.interfaces import ILocalPortletAssignmentManager
from plone.portlets.interfaces import IPortletRetriever
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.interfaces import IHomepageCentre
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(IPortletRetriever)
@adapter(Interface, IHomepageCentre)
class CentreRetriever:
    """Find what was assigned to a page and to the places above it, up to a block.

    Core's retriever also looks for portlets of accounts, groups and types, for which the
    centre has no page to manage them. It costs little more (no bar of the benchmark would
    break), but it writes the settings of a portlet that has none, at a reader's request.
    """

    def __init__(self, context: Any, manager: Any) -> None:
        self.context = context
        self.manager = manager

    def getPortlets(self) -> list[dict[str, Any]]:
        """Describe the assignments that are shown, those of the page first."""
        return [
            {
                "category": CONTEXT_CATEGORY,
                "key": path_of(place),
                "name": str(assignment.__name__),
                "assignment": assignment,
            }
            for place in self.places()
            for assignment in self.assigned(place)
            if is_shown(assignment)
        ]

    def places(self) -> Iterator[Any]:
        """Yield the page and what is above it, as far as portlets are inherited."""
        for place in aq_chain(aq_inner(self.context)):
            if ILocalPortletAssignable.providedBy(place):
                yield place
                local = getMultiAdapter(
                    (place, self.manager), ILocalPortletAssignmentManager
                )
                if local.getBlacklistStatus(CONTEXT_CATEGORY):
                    return

    def assigned(self, place: Any) -> list[Any]:
        """List the assignments that are stored at a place; makes no empty mapping."""
        managers = IAnnotations(place).get(CONTEXT_ASSIGNMENT_KEY) or {}
        return list(managers.get(self.manager.__name__, {}).values())


def is_shown(assignment: Any) -> bool:
    """Return whether an editor left a portlet visible, and its code is still there.

    What adapts to `IPortletAssignmentSettings` writes an empty set of them where none is;
    reading a homepage writes nothing.
    """
    annotations = IAnnotations(assignment, None)
    if annotations is None:
        return False
    settings = annotations.get(ASSIGNMENT_SETTINGS_KEY)
    return settings is None or settings.get("visible", True)
