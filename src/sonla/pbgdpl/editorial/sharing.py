"""Our roles on the Sharing page, inside sections and nowhere else."""

from dataclasses import dataclass
from plone import api
from plone.app.workflow.interfaces import ISharingPageRole
from plone.app.workflow.permissions import DelegateRoles
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.interface import implementer


class InsideSections:
    """Stands for an interface: Plone asks it whether a role is offered for an item.

    What an item must provide is no interface of its own: it must stand in a section of
    a portal that knows our roles. Without the add-on installed a section may be left.
    """

    def providedBy(self, item: Any) -> bool:
        """Return whether an item is a section or stands in one, and our roles mean anything."""
        if section_of(item) is None:
            return False
        return APPROVER_ROLE in api.portal.get().__ac_roles__


@implementer(ISharingPageRole)
@dataclass(frozen=True)
class SectionRole:
    """Offer a role to those who hand roles out, which in sections are administrators."""

    title: Any
    required_permission = DelegateRoles
    required_interface = InsideSections()


CONTRIBUTOR = SectionRole(_("title_role_contributor", default="Contributor"))
EDITOR = SectionRole(_("title_role_editor", default="Editor"))
APPROVER = SectionRole(_("title_role_approver", default="Approver"))
