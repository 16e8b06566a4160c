"""Who sees what of a section, asked where core doesn't ask."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from AccessControl.Permissions import view as View
from Acquisition import aq_chain
from Acquisition import aq_inner
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.embargo import is_embargoed
from typing import Any


def may_view(content: Any) -> bool:
    """Return whether the user who asks may see an item as it is now."""
    allowed = getSecurityManager().checkPermission(View, content)
    return bool(allowed) and not is_embargoed(content)


def visible_place(context: Any) -> Any:
    """Return the nearest place from `context` up that the user may see with all it stands in.

    Of what is outside of all sections, `context` itself: that is the portal's.
    """
    if section_of(context) is None:
        return context
    place = None
    for parent in reversed(aq_chain(aq_inner(context))):
        if not IDexterityContent.providedBy(parent):
            continue
        if may_view(parent):
            place = parent
        elif section_of(parent) is not None:
            break
    return context if place is None else place


def check_access(section: Any) -> None:
    """Let in administrators and those who approve for the whole section.

    Raises Unauthorized otherwise, which sends anonymous visitors to the login.
    """
    if not may_see_figures(section):
        raise Unauthorized("The figures are for administrators and approvers.")


def may_see_figures(section: Any) -> bool:
    """Return whether the user administers the add-on or approves for the section."""
    if api.user.has_permission(MANAGE_SETTINGS, obj=section):
        return True
    return has_role(section, (APPROVER_ROLE,))
