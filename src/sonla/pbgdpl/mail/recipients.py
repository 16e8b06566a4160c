"""Find the people who are told: those who may act next, and the authors."""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.permissions import View
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.mail.notice import Recipient
from typing import Any


def unit_people(unit: Any) -> list[Recipient]:
    """List those who contribute for a unit by a local role on it."""
    local = local_roles(unit)
    principals = {name for name, roles in local.items() if CONTRIBUTOR_ROLE in roles}
    return [recipient_of(user_id) for user_id in sorted(expand(principals))]


def local_principals(context: Any, roles: Iterable[str]) -> set[str]:
    """Collect users and groups who hold one of `roles` on `context` or above it."""
    wanted = set(roles)
    found: set[str] = set()
    for parent in aq_chain(aq_inner(context)):
        for principal, held in local_roles(parent).items():
            if wanted.intersection(held):
                found.add(principal)
        if getattr(aq_base(parent), "__ac_local_roles_block__", None):
            break
        if IPloneSiteRoot.providedBy(parent):
            break
    return found


def local_roles(context: Any) -> dict[str, Iterable[str]]:
    """Read the local roles set on `context` itself: principal → roles."""
    local = getattr(aq_base(context), "__ac_local_roles__", None)
    return (local() if callable(local) else local) or {}


def expand(principals: Iterable[str]) -> set[str]:
    """Replace groups by their members, members that are groups too."""
    return set(_members(principals, set()))


def _members(principals: Iterable[str], seen: set[str]) -> Iterator[str]:
    acl_users = api.portal.get_tool("acl_users")
    for principal in principals:
        if principal in seen:
            continue
        seen.add(principal)
        group = acl_users.getGroupById(principal)
        if group is not None:
            yield from _members(group.getMemberIds(), seen)
        elif acl_users.getUserById(principal) is not None:
            yield principal


def may_act(
    user_id: str, item: Any, workflow: DCWorkflowDefinition, transition: str
) -> bool:
    """Ask on behalf of a user whether a transition is open to them."""
    user = api.portal.get_tool("acl_users").getUserById(user_id)
    with api.env.adopt_user(user=user):
        return bool(
            api.user.has_permission(View, obj=item)
            and workflow.isActionSupported(item, transition)
        )


def may_view(user_id: str, text: Any) -> bool:
    """Ask whether a user may see a text."""
    user = api.portal.get_tool("acl_users").getUserById(user_id)
    if user is None:
        return False
    with api.env.adopt_user(user=user):
        return bool(api.user.has_permission(View, obj=text))


def recipient_of(user_id: str) -> Recipient:
    """Read name and address of a user; a user who is gone has neither."""
    member = api.user.get(userid=user_id)
    if member is None:
        return Recipient(user_id, user_id, "")
    name = (member.getProperty("fullname") or "").strip()
    email = (member.getProperty("email") or "").strip()
    return Recipient(user_id, name or user_id, email)
