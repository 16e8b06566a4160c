"""Whose reference to a file makes the file public with the text.

A link is only typed: without this question whoever writes for one unit could have
another unit's unpublished file opened by the approval of their own text.
"""

from Acquisition import aq_parent
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.authorship import author_ids
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.workflow.states import state_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

OPENED = "sonla.pbgdpl.opened"
"""Annotation of a text: UIDs of the files that were visible for its sake.

What a text no longer refers to can't be found through its relations any more.
"""


def opens(text: Any, file: Any) -> bool:
    """Return whether a text may open a file: an author sees the file while hidden.

    Authors whose accounts are gone can't be asked; then the places decide.
    """
    users = [user_of(user_id) for user_id in author_ids(text)]
    if any(sees_hidden(user, file) for user in users if user is not None):
        return True
    return (None in users or not users) and belongs(text, file)


def user_of(user_id: str) -> Any | None:
    """Find the account of a user, those above the portal included."""
    portal = api.portal.get()
    for place in (portal, aq_parent(portal)):
        user = place.acl_users.getUserById(user_id)
        if user is not None:
            return user
    return None


def sees_hidden(user: Any, file: Any) -> bool:
    """Return whether a user has a role, by groups too, that sees the file while hidden.

    View itself isn't asked: while another text shows the file everybody has it, and
    the file would stay public after that text is withdrawn.
    """
    return not set(INSIDERS).isdisjoint(user.getRolesInContext(file))


def belongs(text: Any, file: Any) -> bool:
    """Return whether a file is at home with a text: by owner, by place, or by its past.

    The past: it is visible, and was opened for the sake of this text.
    """
    owner = text.getOwnerTuple()
    if owner and owner == file.getOwnerTuple():
        return True
    if _home(text) == _home(file):
        return True
    opened = IAnnotations(text).get(OPENED, ())
    return state_of(file) == "visible" and IUUID(file) in opened


def _home(obj: Any) -> tuple[str | None, str | None]:
    return IUUID(section_of(obj), None), IUUID(unit_of(obj), None)
