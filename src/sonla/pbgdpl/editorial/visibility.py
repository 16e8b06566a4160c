"""What of a section somebody may see, asked where core doesn't ask."""

from AccessControl import getSecurityManager
from AccessControl.Permissions import view as View
from Acquisition import aq_chain
from Acquisition import aq_inner
from plone.dexterity.interfaces import IDexterityContent
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
