"""Why an item can't be brought in now: asked for the preview, and again as it is converted."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone import api
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.defaultpage import get_default_page
from plone.locking.interfaces import ILockable
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.permissions import DeleteObjects
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.additions import why_not_here
from sonla.pbgdpl.options.moving.conversion import conversions
from sonla.pbgdpl.options.moving.conversion import Source
from typing import Any
from zope.i18nmessageid import Message

MSG_GONE = _(
    "msg_bring_in_gone", default="It is not there any more: deleted since it was found."
)
MSG_INSIDE = _(
    "msg_bring_in_inside",
    default="It stands in a section already: moved since it was found.",
)
MSG_LOCKED = _(
    "msg_bring_in_locked",
    default="Somebody is editing it. Ask them to save, then bring it in again.",
)
MSG_CHECKED_OUT = _(
    "msg_bring_in_checked_out",
    default="A working copy of it is open. Check that in or delete it first.",
)
MSG_DEFAULT_PAGE = _(
    "msg_bring_in_default_page",
    default="It is the page that its folder shows. Choose another one for the folder first.",
)
MSG_HOLDS_OTHERS = _(
    "msg_bring_in_holds_others",
    default="Other items stand in it. Move these first.",
)
MSG_NOT_ALLOWED = _(
    "msg_bring_in_not_allowed",
    default="You may not move it away: the permission to delete it is missing.",
)
MSG_NO_TYPE = _(
    "msg_bring_in_no_type",
    default="The section has no content type for it.",
)
MSG_NO_TARGET = _(
    "msg_bring_in_no_target",
    default="The unit to which it should go is not there any more.",
)
MSG_TARGET_REFUSES = _(
    "msg_bring_in_target_refuses",
    default="“${place}” takes no content of this type.",
)


def obstacle(item: Any) -> Message | None:
    """Return why an item has to stay where it is, whatever it should become; None if it may go."""
    container = aq_parent(aq_inner(item))
    lockable = ILockable(item, None)
    if section_of(item) is not None:
        return MSG_INSIDE
    if IWorkingCopy.providedBy(item) or IBaseline.providedBy(item):
        return MSG_CHECKED_OUT
    if lockable is not None and lockable.lock_info():
        return MSG_LOCKED
    if get_default_page(container) == item.getId():
        return MSG_DEFAULT_PAGE
    if IFolderish.providedBy(item) and item.objectIds():
        return MSG_HOLDS_OTHERS
    if not api.user.has_permission(DeleteObjects, obj=item):
        return MSG_NOT_ALLOWED
    return None


def refusal(
    item: Any, becomes: str, values: dict[str, Any], target: Any
) -> Message | None:
    """Return why an item can't become that there; None if it can."""
    conversion = conversions().get(becomes)
    if conversion is None or item.portal_type not in conversion.source_types:
        return MSG_NO_TYPE
    if target is None or section_of(target) is None:
        return MSG_NO_TARGET
    allowed = {fti.getId() for fti in target.allowedContentTypes()}
    if becomes not in allowed:
        reason = why_not_here(target, becomes)
        return reason or Message(MSG_TARGET_REFUSES, mapping={"place": target.Title()})
    return why_not_here(target, becomes) or conversion.refuse(Source(item), values)


def why_not_back(placed: Any, container: Any, name: str) -> Message | None:
    """Return why an item can't go back to where it was; None if it can."""
    lockable = ILockable(placed, None)
    if IWorkingCopy.providedBy(placed) or IBaseline.providedBy(placed):
        return MSG_CHECKED_OUT
    if lockable is not None and lockable.lock_info():
        return MSG_LOCKED
    if container is None:
        return _(
            "msg_bring_in_no_folder_back",
            default="It stays: the folder in which it stood is not there any more.",
        )
    if name in aq_base(container):
        return _(
            "msg_bring_in_name_taken",
            default="It stays: something else has its name in its old folder, “${place}”.",
            mapping={"place": container.Title()},
        )
    return None
