"""Replace content by the same with another class, type and place, and undo that.

Dexterity can't change the class of a stored object: whoever has it loaded, in this process or
another one, would go on with the old class. So a new object takes the old one's place, with the
same values, UID, number for relations, annotations (comments among them), history of states
and local roles. The old object is left as it was: kept in the batch it is what undoing puts back.

The move sends the events of any other move, so that redirects, catalog, comments and the border
of the section follow. No transition is made: no mail is sent and no content rule of one runs.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from copy import copy
from OFS.event import ObjectWillBeMovedEvent
from plone import api
from plone.dexterity.interfaces import IDexterityFTI
from plone.dexterity.utils import iterSchemata
from plone.dexterity.utils import iterSchemataForType
from plone.dexterity.utils import resolveDottedName
from sonla.pbgdpl.core.fields import fields_of
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.attachments import refresh_relations
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.comments import set_permissions
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import histories_of
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.editorial.states import reindex_state
from sonla.pbgdpl.editorial.states import set_state
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getAllUtilitiesRegisteredFor
from zope.component import getUtility
from zope.event import notify
from zope.interface import directlyProvidedBy
from zope.interface import directlyProvides
from zope.intid.interfaces import IIntIds
from zope.keyreference.interfaces import IKeyReference
from zope.lifecycleevent import ObjectMovedEvent
from zope.schema.interfaces import IField

COMMENTS = "plone.app.discussion:conversation"
VERSIONS = ("cmf_uid", "version_id")
"""Attributes by which CMFEditions finds old versions: to revert to one would bring a type back
that the class is not. Undoing brings them back."""
NOT_TAKEN = frozenset({"__provides__", "__parent__", "portal_type", "id", *VERSIONS})
BROUGHT_IN = "brought in"
"""Value of the key `pbgdpl` in the line that bringing in writes to a history."""


def convert(
    item: Any, portal_type: str, values: dict[str, Any], target: Any, name: str
) -> Any:
    """Bring an item to a place under a name as another type; return what stands there now.

    What everybody could see is published there, all else is a draft. No date changes. To tell
    the containers is the caller's business: once for many items.
    """
    was_open, before = is_open(item), state_of(item)
    made = reshaped(item, portal_type, values)
    placed = move_as(item, made, target, name)
    restore(aq_base(item), before)
    if was_open:
        workflow = editorial_workflow()
        set_state(placed, workflow, "published", pbgdpl=BROUGHT_IN)
    update_attachments(placed)
    for comment in comments_of(placed):
        for workflow in api.portal.get_tool("portal_workflow").getWorkflowsFor(comment):
            set_permissions(comment, workflow.permissions)
    date_and_index(placed, before["modification_date"])
    return placed


def put_back(placed: Any, old: Any, container: Any, history: dict[str, Any]) -> Any:
    """Put the object that stood in a place before back there, as it was; return it.

    What was added since to what both share stays, such as comments.
    """
    before = state_of(old)
    back = move_as(placed, old, container, old.id)
    base = aq_base(back)
    restore(base, before)
    if histories_of(back):
        # The mapping is the one that the converted item had.
        base.workflow_history.clear()
        base.workflow_history.update(history)
    refresh_relations(back)
    for comment in comments_of(back):
        for workflow in api.portal.get_tool("portal_workflow").getWorkflowsFor(comment):
            workflow.updateRoleMappingsFor(comment)
    date_and_index(back, before["modification_date"])
    return back


def reshaped(item: Any, portal_type: str, values: dict[str, Any]) -> Any:
    """Make an object of a type with an item's values; what both refer to is shared.

    Values that the type has under the same name for something else are left out.
    """
    fti = getUtility(IDexterityFTI, name=portal_type)
    made = resolveDottedName(fti.klass)()
    refused = clashing_fields(item, portal_type)
    state = {
        key: copy(value) if type(value) in (dict, list) else value
        for key, value in state_of(item).items()
        if key not in NOT_TAKEN and key not in refused
    }
    vars(made).clear()
    vars(made).update(state, id=item.getId(), portal_type=portal_type, **values)
    keep_comments_open(item, made)
    directlyProvides(made, directlyProvidedBy(aq_base(item)))
    return made


def state_of(item: Any) -> dict[str, Any]:
    """Return what is stored of an object, as a mapping of its own."""
    base = aq_base(item)
    base._p_activate()
    return dict(base.__getstate__())


def restore(base: Any, state: dict[str, Any]) -> None:
    """Let an object be what it was: subscribers of a move note and date things on it."""
    for key in set(state_of(base)) - set(state):
        delattr(base, key)
    vars(base).update(state)
    base._p_changed = True


def clashing_fields(item: Any, portal_type: str) -> list[str]:
    """List the names under which another type has fields of another kind."""
    ours = fields_of(iterSchemataForType(portal_type))
    theirs = fields_of(iterSchemata(item))
    return [
        name
        for name, field in theirs.items()
        if name in ours
        and not isinstance(ours[name], type(field))
        and not isinstance(field, type(ours[name]))
    ]


def fields_without_place(item: Any, portal_type: str) -> dict[str, IField]:
    """Map names to the fields of an item that are filled and that another type has not."""
    ours = fields_of(iterSchemataForType(portal_type))
    clashes = clashing_fields(item, portal_type)
    return {
        name: field
        for name, field in fields_of(iterSchemata(item)).items()
        if (name not in ours or name in clashes)
        and stored_value(item, name) not in (None, "", (), [], False, field.default)
    }


def keep_comments_open(item: Any, made: Any) -> None:
    """Have comments shown and taken where the old type says so and the new one does not."""
    if stored_value(item, "allow_discussion") is not None:
        return
    types = api.portal.get_tool("portal_types")
    allowed = [
        bool(types[name].getProperty("allow_discussion"))
        for name in (item.portal_type, made.portal_type)
    ]
    if allowed[0] != allowed[1]:
        made.allow_discussion = allowed[0]


def move_as(item: Any, other: Any, target: Any, name: str) -> Any:
    """Move an item, and let another object be what arrives; return that."""
    container, old_name = aq_parent(aq_inner(item)), item.getId()
    numbers = numbers_of(item)
    notify(ObjectWillBeMovedEvent(item, container, old_name, target, name))
    container._delObject(old_name, suppress_events=True)
    other.id = name
    target._setObject(name, other, set_owner=0, suppress_events=True)
    placed = target._getOb(name)
    for utility, number, key in numbers:
        del utility.refs[number]
        del utility.ids[key]
        utility.refs[number] = IKeyReference(placed)
        utility.ids[utility.refs[number]] = number
    conversation = IAnnotations(placed).get(COMMENTS)
    if conversation is not None:
        conversation.__parent__ = aq_base(placed)
    notify(ObjectMovedEvent(placed, container, old_name, target, name))
    return placed


def numbers_of(item: Any) -> list[tuple[Any, int, Any]]:
    """List by which numbers relations know an item, with where that is noted."""
    key = IKeyReference(item)
    utilities = getAllUtilitiesRegisteredFor(IIntIds)
    return [(one, one.ids[key], key) for one in utilities if key in one.ids]


def comments_of(item: Any) -> Any:
    """Return the comments on an item."""
    conversation = IAnnotations(item).get(COMMENTS)
    return () if conversation is None else conversation.__of__(item).getComments()


def date_and_index(item: Any, modified: Any) -> None:
    """Restore the date of the last change of an item, and index what a move has set."""
    item.modification_date = modified
    item.reindexObject(idxs=["modified", "Date", "Creator", "Language"])
    reindex_state(item)
