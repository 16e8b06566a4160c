"""Tell strangers of an address that its text was taken down, which they could read before."""

from AccessControl import getSecurityManager
from Acquisition import aq_chain
from Acquisition import aq_inner
from DateTime import DateTime
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.states import own_history
from sonla.pbgdpl.editorial.unseen import addressed_items
from sonla.pbgdpl.editorial.visibility import may_view
from typing import Any
from zExceptions import Unauthorized

GONE = _("heading_page_gone", default="This page was taken down")
PUBLIC_BEFORE = {"withdrawn": "published", "hidden": "visible"}
"""States of texts and files that are public no more → those in which they were."""


def is_gone(error: Any, request: Any) -> bool:
    """Return whether a refusal keeps a reader from what was public and was withdrawn.

    Whoever sends something is led to the login form, as from drafts. Zope refuses before it
    has noted who asks.
    """
    if not isinstance(error, Unauthorized) or request.method not in ("GET", "HEAD"):
        return False
    user = api.portal.get_tool("acl_users").validate(request, roles=None)
    with api.env.adopt_user(user=user or getSecurityManager().getUser()):
        refused = [item for item in addressed_items(request) if not may_view(item)]
    return bool(refused) and all(map(was_withdrawn, refused))


def was_withdrawn(item: Any) -> bool:
    """Return whether an item is withdrawn that everybody could read before.

    What was taken back before its effective date, or that of a place in which it stands,
    nobody could.
    """
    lines = own_history(item)
    states = [line["review_state"] for line in lines]
    if not lines or PUBLIC_BEFORE.get(states[-1]) not in states:
        return False
    dates = [
        parent.effective_date
        for parent in aq_chain(aq_inner(item))
        if IDexterityContent.providedBy(parent)
    ]
    return all(DateTime(date) <= lines[-1]["time"] for date in dates if date)
