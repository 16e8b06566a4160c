"""Nobody deletes public texts by deleting the folder around them."""

from AccessControl import getSecurityManager
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.workflow.exceptions import DeletionRefused
from sonla.pbgdpl.workflow.states import is_published
from sonla.pbgdpl.workflow.states import walk
from typing import Any
from zope.i18nmessageid import Message


def refuse_public_inside(folder: Any, event: IObjectWillBeRemovedEvent) -> None:
    """Refuse to delete a folder with public texts that the user may not delete.

    Core asks for the permission on the folder alone, which its owner has while it is
    a draft. Code that acts as nobody (scripts, tests' tear-down) is not held up.
    """
    if event.object is not folder or section_of(folder) is None:
        return
    if api.user.is_anonymous():
        return
    check = getSecurityManager().checkPermission
    for item in walk(folder):
        if item is folder or not is_published(item) or check("Delete objects", item):
            continue
        for kept in walk(folder):  # may have been unindexed; core catches the error
            kept.reindexObject()
        raise DeletionRefused(public_inside(item), folder)


def public_inside(item: Any) -> Message:
    """Name one of the public texts that stand in the way."""
    return _(
        "msg_public_texts_inside",
        default="This folder holds published texts, such as “${title}”. Have them withdrawn or moved first.",
        mapping={"title": item.Title()},
    )
