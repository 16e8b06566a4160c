"""What the menu *Add* offers in a section: our types in three groups, the one made last first."""

from collections.abc import Iterable
from importlib.resources import files
from plone.app.content.browser.folderfactories import FolderFactoriesView
from plone.app.dexterity.behaviors.constrains import ConstrainTypesBehavior
from plone.base.interfaces.constrains import ISelectableConstrainTypes
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import groups_of_menu
from sonla.pbgdpl.core.types import LISTS
from sonla.pbgdpl.core.types import OTHER
from sonla.pbgdpl.core.types import WRITING
from sonla.pbgdpl.editorial.additions import is_offered
from sonla.pbgdpl.editorial.query import types_last_made
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer

GROUPS = {
    WRITING: _("heading_add_writing", default="Write"),
    LISTS: _("heading_add_lists", default="Lists, reports"),
    OTHER: _("heading_add_other", default="Other"),
}
Lines = list[dict[str, Any]]


class AddMenu(InPlaceOfPage, FolderFactoriesView):
    """List what can be added; the menu and the page of all types both ask it.

    Elsewhere in the portal it is core's.
    """

    groups_page = ViewPageTemplateFile("templates/add_page.pt")
    core_page = ViewPageTemplateFile(
        "folderfactories.pt", str(files("plone.app.content.browser"))
    )

    def index(self) -> str:
        """Return the page of all types."""
        is_ours = section_of(self.add_context()) is not None
        return str((self.groups_page if is_ours else self.core_page)())

    def addable_types(self, include: list[str] | None = None) -> Lines:
        """Return the lines of the menu; a heading is a line that leads nowhere."""
        found = super().addable_types(include)
        if section_of(self.add_context()) is None:
            return found
        return [
            line
            for words, lines in self.in_groups(found).items()
            for line in (heading(words), *lines)
        ]

    def groups(self) -> dict[Message, Lines]:
        """Return what the page lists."""
        return self.in_groups(super().addable_types())

    def in_groups(self, lines: Iterable[dict[str, Any]]) -> dict[Message, Lines]:
        """Map the headings of groups to what is offered in them."""
        group_of = groups_of_menu()
        order = list(dict.fromkeys([*types_last_made(group_of), *group_of]))
        found: dict[str, Lines] = {group: [] for group in GROUPS}
        for line in sorted(lines, key=lambda line: place_in(order, line["id"])):
            group = group_of.get(line["id"], OTHER)
            if group and is_offered(self.add_context(), line["id"]):
                found[group].append(line)
        return {GROUPS[group]: lines for group, lines in found.items() if lines}


def heading(words: Message) -> dict[str, Any]:
    """Return a line that Plone's menu draws as a heading."""
    return {"id": "", "title": words, "action": "", "extra": {"separator": True}}


def place_in(order: list[str], name: str) -> int:
    """Return where a type stands; one that is not known stands last."""
    return order.index(name) if name in order else len(order)


@implementer(ISelectableConstrainTypes)
@adapter(IUnitRoot)
def unit_types(unit: Any) -> ConstrainTypesBehavior | None:
    """Return what limits the menu of a unit; nothing does where its type is gone."""
    return None if IOrphaned.providedBy(unit) else ConstrainTypesBehavior(unit)
