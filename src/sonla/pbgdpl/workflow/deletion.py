"""Nobody deletes by deleting a folder what they may not delete by itself."""

from AccessControl import getSecurityManager
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.workflow.exceptions import DeletionRefused
from sonla.pbgdpl.workflow.states import walk
from typing import Any
from zope.i18nmessageid import Message


def refuse_kept_inside(folder: Any, event: IObjectWillBeRemovedEvent) -> None:
    """Refuse to delete a folder with something in it that the user may not delete.

    Public texts, and those of colleagues on their way to approval. Core asks for the
    permission on the folder alone, which its owner has while it is a draft. Code that acts as nobody (scripts, tests' tear-down) is not held up.
    """
    if event.object is not folder or section_of(folder) is None:
        return
    if api.user.is_anonymous():
        return
    check = getSecurityManager().checkPermission
    for item in walk(folder):
        if item is folder or check("Delete objects", item):
            continue
        for kept in walk(folder):  # may have been unindexed; core catches the error
            kept.reindexObject()
        raise DeletionRefused(kept_inside(item), folder)


def kept_inside(item: Any) -> Message:
    """Name one of the items that stand in the way."""
    return _(
        "msg_kept_inside",
        default="This folder holds what you may not delete, such as “${title}”: published, or on its way to approval. Have it withdrawn, returned or moved first.",
        mapping={"title": item.Title()},
    )
