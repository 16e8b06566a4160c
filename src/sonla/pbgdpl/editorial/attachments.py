"""Files and images become public with the texts that refer to them, and hide with them.

While a text waits for its approval its files are no longer their owner's to change: what
is approved has to be what was read.

A text refers to a file by any relation: links and images in its rich texts (link
integrity), `attachments`, related items. Link integrity is computed here too, since
the portal may have switched it off. A link is only typed, so not every reference counts:
the approval of a text must not open another unit's unpublished file.
"""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_parent
from collections.abc import Iterator
from DateTime import DateTime
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone import api
from plone.app.iterate.dexterity import ITERATE_RELATION_NAME
from plone.app.linkintegrity.handlers import getObjectsFromLinks
from plone.app.linkintegrity.handlers import updateReferences
from plone.app.linkintegrity.interfaces import IRetriever
from plone.app.relationfield.event import update_behavior_relations
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import DeleteObjects
from Products.CMFCore.permissions import ModifyPortalContent
from Products.DCWorkflow.utils import modifyRolesForPermission
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.paths import is_inside
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.permissions import REVERT
from sonla.pbgdpl.editorial.states import follows_texts
from sonla.pbgdpl.editorial.states import is_published
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from typing import Any
from z3c.relationfield.event import updateRelations
from zc.relation.interfaces import ICatalog
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.container.interfaces import IContainerModifiedEvent
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

OPENED = "sonla.pbgdpl.opened"
"""Annotation of a text: UIDs of the files that were visible for its sake.

What a text no longer refers to can't be found through its relations any more.
"""


def may_open(text: Any, file: Any) -> bool:
    """Return whether a text may open a file: an author sees the file while hidden.

    Authors whose accounts are gone can't be asked; then the places decide.
    """
    users = [user_of(user_id) for user_id in author_ids(text)]
    if any(
        not set(INSIDERS).isdisjoint(user.getRolesInContext(file))
        for user in users
        if user is not None
    ):
        return True
    return (None in users or not users) and belongs_to_text(text, file)


def user_of(user_id: str) -> Any | None:
    """Find the account of a user, those above the portal included."""
    portal = api.portal.get()
    for place in (portal, aq_parent(portal)):
        user = place.acl_users.getUserById(user_id)
        if user is not None:
            return user
    return None


def belongs_to_text(text: Any, file: Any) -> bool:
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


LOCKED = "sonla.pbgdpl.held"
"""Annotation of a text on its way to approval: UIDs of the files that wait with it."""
EXPIRY = "sonla.pbgdpl.expiry"
"""Annotation of a file: the expiry that it got from its texts, and its own, if any."""
CHANGES = (ModifyPortalContent, DeleteObjects, REVERT)
"""Permissions that a file's owner has not while a text with it waits for approval."""

ATTACHMENT_FACTS = WorkflowFacts(order=20, states=("hidden", "visible"))


def update_attachments(text: Any) -> None:
    """Bring the files of a text to the state that its own state now asks for.

    Those that it referred to when this ran last are looked at again.
    """
    refresh_relations(text)
    files = concerned(text)
    for file in files.values():
        update_visibility(file)
    mine = [uid for uid, file in files.items() if may_open(text, file)]
    remember(text, OPENED, [u for u in mine if state_of(files[u]) == "visible"])
    remember(text, LOCKED, mine if state_of(text) in PENDING else [])


def remember(text: Any, key: str, uids: list[str]) -> None:
    """Note files with a text: what it no longer refers to has no relation to it."""
    notes = IAnnotations(text)
    if sorted(uids) != list(notes.get(key, ())):
        notes[key] = sorted(uids)


def concerned(text: Any) -> dict[str, Any]:
    """Map the UIDs of the files that a text refers to, or was seen to refer to."""
    files = {IUUID(file): file for file in files_of(text)}
    notes = IAnnotations(text)
    for uid in (*notes.get(OPENED, ()), *notes.get(LOCKED, ())):
        if uid not in files and (file := uuidToObject(uid, unrestricted=True)):
            files[uid] = file
    return files


def update_visibility(file: Any, without: Any | None = None) -> None:
    """Show a file if a published text that may open it refers to it, else hide it.

    `without`: a text about to go. A file whose texts are all still to become
    effective gets the first of their dates, so that it isn't public before them; one
    whose texts all expire leaves lists and search with the last of them.
    """
    gone = IUUID(without) if without is not None else None
    texts = [
        text
        for text in texts_of(file)
        if is_published(text) and IUUID(text) != gone and may_open(text, file)
    ]
    state = "visible" if texts else "hidden"
    if texts:
        _date_after(file, texts)
        _expire_with(file, texts)
    if state_of(file) != state:
        workflow = api.portal.get_tool("portal_workflow")[ATTACHMENT_WORKFLOW]
        titles = "; ".join(sorted(text.Title() for text in texts))
        action = "show" if texts else "hide"
        set_state(file, workflow, state, action=action, comment=titles)
    lock_for_owner(file, any(is_needed_by(text, file, gone) for text in texts_of(file)))


def is_needed_by(text: Any, file: Any, gone: str | None) -> bool:
    """Return whether a text on its way to approval would open a file."""
    return state_of(text) in PENDING and IUUID(text) != gone and may_open(text, file)


def lock_for_owner(file: Any, locked: bool) -> None:
    """Keep the owner of a hidden file from changing it, or let them again."""
    if state_of(file) != "hidden":
        return
    if locked == ("Owner" not in rolesForPermissionOn(ModifyPortalContent, file)):
        return
    workflow = api.portal.get_tool("portal_workflow")[ATTACHMENT_WORKFLOW]
    workflow.updateRoleMappingsFor(file)
    for permission in CHANGES if locked else ():
        roles = set(rolesForPermissionOn(permission, file)) - {"Owner"}
        modifyRolesForPermission(file, permission, tuple(sorted(roles)))


def files_of(text: Any) -> Iterator[Any]:
    """Yield the files and images that a text refers to, as far as ours to decide."""
    for relation in _relations("from_id", text):
        target = relation.to_object
        if target is not None and follows_texts(target):
            yield target


def texts_of(file: Any) -> Iterator[Any]:
    """Yield all items that refer to a file."""
    for relation in _relations("to_id", file):
        source = relation.from_object
        if source is not None and aq_parent(source) is not None:
            yield source


def refresh_relations(text: Any) -> None:
    """Compute the relations of a text anew, whatever the portal's settings are."""
    updateRelations(text, None)
    update_behavior_relations(text, None)
    retriever = IRetriever(text, None)
    if retriever is not None:
        updateReferences(text, getObjectsFromLinks(text, retriever.retrieveLinks()))


def text_modified(text: Any, event: IObjectModifiedEvent) -> None:
    """Let the files follow when an administrator edits a published text."""
    if not IContainerModifiedEvent.providedBy(event) and is_published(text):
        update_attachments(text)


def text_removed(text: Any, event: IObjectWillBeRemovedEvent) -> None:
    """Hide what only a text about to be deleted refers to, and give it to its owner.

    A file that is deleted in the same act is left: to index it would revive it. By
    now link integrity may have dropped the relations of the text.
    """
    if state_of(text) not in ("published", *PENDING):
        return
    for file in concerned(text).values():
        if not is_inside(file, event.object):
            update_visibility(file, without=text)


def _relations(end: str, obj: Any) -> list[Any]:
    number = getUtility(IIntIds).queryId(obj)
    if number is None:
        return []
    found = getUtility(ICatalog).findRelations({end: number})
    return [r for r in found if r.from_attribute != ITERATE_RELATION_NAME]


def _date_after(file: Any, texts: list[Any]) -> None:
    early = all(map(is_embargoed_by_date, texts))
    date = min(DateTime(text.effective_date) for text in texts) if early else None
    if date != file.effective_date and (early or is_embargoed_by_date(file)):
        file.effective_date = date
        file.reindexObject(idxs=["effective", "effectiveRange", "Date"])


def _expire_with(file: Any, texts: list[Any]) -> None:
    notes = IAnnotations(file)
    before = notes.get(EXPIRY, (None, None))
    own = before[1] if file.expiration_date == before[0] else file.expiration_date
    dates = [text.expiration_date for text in texts]
    last = max(map(DateTime, dates)) if all(dates) else None
    wanted = min(filter(None, (own, last)), default=None)
    if (wanted, own) != before:
        notes[EXPIRY] = (wanted, own)
    if file.expiration_date != wanted:
        file.expiration_date = wanted
        file.reindexObject(idxs=["expires", "effectiveRange"])
