"""Nobody deletes by deleting a folder what they may not delete by itself."""

from AccessControl import getSecurityManager
from collections.abc import Iterator
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone import api
from plone.dexterity.interfaces import IDexterityContainer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.exceptions import DeletionRefused
from sonla.pbgdpl.editorial.states import walk
from typing import Any
from zope.i18nmessageid import Message


def refuse_kept_inside(folder: Any, event: IObjectWillBeRemovedEvent) -> None:
    """Refuse to delete a folder with something in it that the user may not delete.

    Public texts, and those of colleagues on their way to approval; outside of sections, a
    section. Core asks for the permission on the folder alone, which its owner has while it
    is a draft, and the portal's own editors have on the portal as a whole. Code that acts as
    nobody (scripts, tests' tear-down) is not held up.

    Some catch the refusal and commit. So this is asked before anything is done to the folder:
    of one registry, subscribers for any object come before those for content.
    """
    if event.object is not folder or not IDexterityContainer.providedBy(folder):
        return
    is_ours = section_of(folder) is not None
    check = getSecurityManager().checkPermission
    for item in walk(folder) if is_ours else sections_below(folder):
        if item is folder or check("Delete objects", item):
            continue
        # Only now: who deletes what is not ours may have no portal in which to be asked for.
        if api.user.is_anonymous():
            return
        index_again(folder)
        raise DeletionRefused(kept_inside(item), folder)


def index_again(folder: Any) -> None:
    """Index again what was unindexed before the refusal, where registries are stacked.

    Only the folder's own: what else the request did before is none of this.
    """
    for kept in walk(folder):
        kept.reindexObject()


def sections_below(folder: Any) -> Iterator[Any]:
    """Yield the sections in a folder or portal.

    Not by the catalog, which may have lost them in this request already; the deletion goes
    through all that is there, too.
    """
    for child in folder.objectValues():
        if ISectionRoot.providedBy(child):
            yield child
        elif IDexterityContainer.providedBy(child):
            yield from sections_below(child)


def kept_inside(item: Any) -> Message:
    """Name one of the items that stand in the way."""
    return _(
        "msg_kept_inside",
        default="This folder holds what you may not delete, such as “${title}”: published, or on its way to approval. Have it withdrawn, returned or moved first.",
        mapping={"title": item.Title()},
    )
