"""What the menu *Add* offers in a section: our types, in the order in which they are used."""

from importlib.resources import files
from plone.app.content.browser.folderfactories import FolderFactoriesView
from plone.app.dexterity.behaviors.constrains import ConstrainTypesBehavior
from plone.app.dexterity.behaviors.constrains import DISABLED
from plone.base.interfaces.constrains import ISelectableConstrainTypes
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_by_use
from sonla.pbgdpl.editorial.additions import is_offered
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from zope.component import adapter
from zope.interface import implementer

MAX_SHOWN = 7
"""So many types stand in the menu of a unit; the eighth line leads to the others."""


class AddMenu(InPlaceOfPage, FolderFactoriesView):
    """List what can be added; the menu and the page of all types both ask it.

    Elsewhere in the portal it is core's.
    """

    index = ViewPageTemplateFile(
        "folderfactories.pt", str(files("plone.app.content.browser"))
    )

    def addable_types(self, include: list[str] | None = None) -> list[dict[str, Any]]:
        """Return the lines of the menu."""
        found = super().addable_types(include)
        place = self.add_context()
        if section_of(place) is None:
            return found
        return in_use_order(one for one in found if is_offered(place, one["id"]))


def in_use_order(lines: Any) -> list[dict[str, Any]]:
    """Put what is used most first; what is no type of ours stays in the order of its title."""
    names = types_by_use()
    places = {name: place for place, name in enumerate(names)}
    return sorted(lines, key=lambda line: places.get(line["id"], len(names)))


@implementer(ISelectableConstrainTypes)
@adapter(IUnitRoot)
def unit_types(unit: Any) -> "UnitTypes | None":
    """Return what limits the menu of a unit; nothing does where its type is gone."""
    return None if IOrphaned.providedBy(unit) else UnitTypes(unit)


class UnitTypes(ConstrainTypesBehavior):
    """Keep the menu of a unit short, unless an administrator chose what stands in it."""

    def getImmediatelyAddableTypes(self, context: Any = None) -> list[str]:
        """List the types that stand in the menu itself."""
        found = super().getImmediatelyAddableTypes(context)
        if self.getConstrainTypesMode() != DISABLED:
            return found
        return [name for name in types_by_use() if name in found][:MAX_SHOWN]
