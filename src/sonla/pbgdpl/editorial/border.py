"""What happens when items come into a section, leave it, or the chain itself goes.

An item that crosses the border gets a state of the chain then in force, and nothing
ever becomes more visible by that: not by a public initial state outside, not by a
folder whose visitors a file would inherit, not by the role map that the old chain left.

`release_section` and `adopt_section` are for uninstallation and installation.

A move or copy goes through two events: at the first one the item is where it was and what
visitors saw of it can still be told; at the second it is where it goes.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from Products.DCWorkflow.utils import modifyRolesForPermission
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.catalog import security_indexes
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.comments import set_comment_permissions
from sonla.pbgdpl.editorial.embargo import is_ours
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.editorial.local_roles import restore_local_roles
from sonla.pbgdpl.editorial.local_roles import suspend_local_roles
from sonla.pbgdpl.editorial.section_policy import apply_policy
from sonla.pbgdpl.editorial.section_policy import remove_policy
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import follows_texts
from sonla.pbgdpl.editorial.states import histories_of
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.states import opens_to_public
from sonla.pbgdpl.editorial.states import reindex_state
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import walk
from typing import Any
from zope.interface import noLongerProvides
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent

VISIBILITY = ("View", "Access contents information")
VERSIONS = "CMFEditions: Access previous versions"
RELEASED = "released"
REVIVED = "revived"
"""Values of the key `pbgdpl` in the lines that leave and return write to a history."""


def adopt(obj: Any, public: bool | None = None) -> None:
    """Set one item to the initial state of the chain in force where it stands now.

    `public` says whether anonymous visitors saw the item before it came here; None
    takes what they may see now. Does nothing if neither the old chain nor the new one
    is ours. Sub-objects are the caller's business.
    """
    if not _crossed(obj):
        return
    enter(obj, bool(is_public(obj) if public is None else public), keep=False)


def release_section(section: Any) -> None:
    """Hand a section and all it holds over to the portal's own workflows.

    Called by uninstallation while our workflows still exist, once for each section.
    What is public gets a public state of the outer chain, if that has one, and stays
    visible; all else gets one that is not public, and is closed to the people of the
    portal as well, who did not read it before.
    """
    seen = _visibility(section)
    release_bindings()
    remove_policy(section)
    for obj, public in zip(with_savepoints(walk(section)), seen, strict=True):
        suspend_local_roles(obj)
        if _crossed(obj):
            enter(obj, public, keep=True)
        reindex_state(obj)
    reindex_others(section)


def adopt_section(section: Any) -> None:
    """Take a section over again after another installation.

    What lived through the uninstallation gets the state that its editorial history
    last had, unless somebody changed its state meanwhile; whatever is new starts as
    a draft. Safe to call for a section that is in force.
    """
    seen = _visibility(section)
    apply_policy(section)
    for obj, public in zip(with_savepoints(walk(section)), seen, strict=True):
        restore_local_roles(obj)
        if obj is not section:
            modifyRolesForPermission(obj, VERSIONS, [])
        if not revive(obj):
            adopt(obj, public)
        reindex_state(obj)
    set_comment_permissions(section)
    reindex_others(section)


def reindex_others(section: Any) -> None:
    """Reindex who sees now what no walk finds: comments, above all."""
    catalog = api.portal.get_tool("portal_catalog")
    others = catalog.unrestrictedSearchResults(
        path=path_of(section), object_provides={"not": IDexterityContent.__identifier__}
    )
    for obj in with_savepoints(load_objects(others)):
        obj.reindexObject(idxs=list(security_indexes(section)))


def release_bindings() -> None:
    """Take the chains of our own types out of the workflow tool.

    They go with their types; here it has to come first, so that the chain then in force is the one after our leave.
    """
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(types_with("is_own"), None, verify=False)


def enter(obj: Any, public: bool, keep: bool) -> None:
    """Bring an item into the first state of its chain that suits its visibility.

    `public`: whether visitors saw it; `keep`: whether they shall go on seeing it.
    What isn't effective yet was not seen, and core doesn't keep visitors from it. What
    nobody saw opens to no role of the outer chain: that is for somebody who publishes it.
    """
    forget_role_maps(obj)
    extra = {"pbgdpl": RELEASED} if keep else {}
    for workflow in api.portal.get_tool("portal_workflow").getWorkflowsFor(obj):
        if isinstance(workflow, DCWorkflowDefinition):
            state = fitting_state(workflow, public, keep)
            set_state(obj, workflow, state, action=None, **extra)
        else:
            workflow.notifyCreated(obj)
    if keep and not public:
        close(obj)
    elif is_open(obj) and not public:
        freeze_visibility(obj, INSIDERS)
    elif keep and public and not is_open(obj) and not chain_of(obj):
        freeze_visibility(obj, ("Anonymous",))
    reindex_state(obj)


def fitting_state(workflow: DCWorkflowDefinition, public: bool, keep: bool) -> str:
    """Choose the state of entry: the initial one wherever visibility allows it.

    A chain with public states only gives its initial state; the caller then pins
    the item's visibility.
    """
    initial = workflow.initial_state
    opened = {state.getId(): opens_to_public(state) for state in _states(workflow)}
    if public and keep and not opened[initial]:
        return next(_ordered(opened, True), initial)
    if not public and opened[initial]:
        return next(_ordered(opened, False), initial)
    return initial


def revive(obj: Any) -> bool:
    """Put an item back into the last state of its history with us, if it has one.

    Refused when somebody changed its state after we left: their act counts, and a
    text made private meanwhile must not become public again.
    """
    tool = api.portal.get_tool("portal_workflow")
    for workflow in tool.getWorkflowsFor(obj):
        lines = history_of(obj, workflow.getId())
        if not is_own_workflow(workflow.getId()) or not lines:
            continue
        if _changed_since_release(obj):
            return False
        forget_role_maps(obj)
        if _last_workflow(obj) == workflow.getId():
            # Where the outer chain is empty, only the role map went.
            workflow.updateRoleMappingsFor(obj)
            reindex_state(obj)
        else:
            set_state(obj, workflow, lines[-1]["review_state"], pbgdpl=REVIVED)
        return True
    return False


def forget_role_maps(obj: Any) -> None:
    """Let an item acquire each permission that a chain of its past has mapped."""
    tool = api.portal.get_tool("portal_workflow")
    ids = {*histories_of(obj), *own_workflows()}
    for workflow in filter(None, map(tool.getWorkflowById, sorted(ids))):
        for permission in getattr(workflow, "permissions", ()):
            modifyRolesForPermission(obj, permission, [])


def close(obj: Any) -> None:
    """Leave an item to its owner and the administrators, until a chain says otherwise."""
    for permission in (*VISIBILITY, "Modify portal content", VERSIONS):
        modifyRolesForPermission(obj, permission, ("Owner", *ADMINISTRATORS))


def freeze_visibility(obj: Any, roles: tuple[str, ...]) -> None:
    """Fix who sees an item whose chain can't say it, until a chain does."""
    for permission in VISIBILITY:
        modifyRolesForPermission(obj, permission, roles)


def _crossed(obj: Any) -> bool:
    """Return whether the chain in force is another than the last one, and one is ours."""
    now = chain_of(obj)
    last = _last_workflow(obj)
    return last not in now and any(map(is_own_workflow, (*now, last)))


def _last_workflow(obj: Any) -> str | None:
    times = {i: lines[-1]["time"] for i, lines in histories_of(obj).items() if lines}
    return max(times, key=lambda i: times[i], default=None)


def _changed_since_release(obj: Any) -> bool:
    last = _last_workflow(obj)
    if last is None or is_own_workflow(last):
        return False
    return history_of(obj, last)[-1].get("pbgdpl") != RELEASED


def _states(workflow: DCWorkflowDefinition) -> list[Any]:
    return list(workflow.states.objectValues())


def _ordered(opened: dict[str, bool], wanted: bool) -> Iterator[str]:
    """Yield the states of a kind, `published` first because core knows it."""
    names = [name for name, is_open in opened.items() if is_open is wanted]
    return iter(sorted(names, key=lambda name: (name != "published", name)))


def _visibility(section: Any) -> list[bool]:
    """List what visitors see now of a section and all it holds, in the order of `walk`.

    Read before anything changes: a child may inherit from a parent.
    """
    return [is_public(obj) for obj in with_savepoints(walk(section))]


WAS_PUBLIC = "_pbgdpl_was_public"
"""Attribute of an item between the two events of a move or copy, and no longer."""


def section_added(section: Any, event: IObjectAddedEvent) -> None:
    """Equip a section that was made or copied."""
    if event.object is section:
        apply_policy(section)
        section.reindexObjectSecurity()


def before_move(obj: Any, event: IObjectWillBeMovedEvent) -> None:
    """Note what visitors see of an item before it moves to another container."""
    if _changes_container(event) and _concerns_us(obj, event):
        setattr(obj, WAS_PUBLIC, is_public(obj))


def moved(obj: Any, event: IObjectMovedEvent) -> None:
    """Let an item that moved follow the chain in force where it stands now.

    The files that a text leaves behind are updated too.
    """
    if _changes_container(event) and _concerns_us(obj, event):
        adopt(obj, public=_take_note(obj))
        update_attachments_of_text(obj)


def copied(copy: Any, event: IObjectCopiedEvent) -> None:
    """Free a copy from the role maps of our chains, which needn't be its own.

    Core clears its history, after which nothing tells where the maps came from. A copy was
    not fetched, so it has an author, whoever pasted it: nobody approves it alone.
    """
    original = event.original
    if IHarvested.providedBy(copy):
        noLongerProvides(copy, IHarvested)
    if is_ours(original):
        forget_role_maps(copy)
        setattr(copy, WAS_PUBLIC, is_public(original))


def copy_added(obj: Any, event: IObjectAddedEvent) -> None:
    """Keep a copy of ours from being more visible than what it was copied from."""
    if hasattr(aq_base(obj), WAS_PUBLIC):
        public = _take_note(obj)
        if is_open(obj) and not public:
            enter(obj, public, keep=False)


def update_attachments_of_text(obj: Any) -> None:
    """Update the attachments of an item unless it is a file itself."""
    if not follows_texts(obj):
        update_attachments(obj)


def _changes_container(event: IObjectMovedEvent) -> bool:
    parents = (event.oldParent, event.newParent)
    return None not in parents and aq_base(parents[0]) is not aq_base(parents[1])


def _concerns_us(obj: Any, event: IObjectMovedEvent) -> bool:
    """Return whether an item comes from a section or to one, or is ours wherever it stands.

    Both before it moves and after that.
    """
    places = (obj, event.oldParent, event.newParent)
    return any(section_of(place) is not None for place in places) or is_ours(obj)


def _take_note(obj: Any) -> bool:
    public = bool(getattr(aq_base(obj), WAS_PUBLIC, False))
    if WAS_PUBLIC in aq_base(obj).__dict__:
        delattr(obj, WAS_PUBLIC)
    return public
