"""What is known about an item's place in our workflows, and how a state is set."""

from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from DateTime import DateTime
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.interfaces import IWorkflowTool
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from Products.DCWorkflow.States import StateDefinition
from sonla.pbgdpl.core.catalog import security_indexes
from sonla.pbgdpl.core.interfaces import IContainerText
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.facts import is_own_workflow
from sonla.pbgdpl.editorial.facts import own_workflows
from typing import Any
from zope.component import queryUtility
from zope.i18nmessageid import Message

STATES = ("draft", "pending_edit", "pending_approval", "published", "withdrawn")
"""Of the editorial chain, in the order of a text's life."""
PENDING = ("pending_edit", "pending_approval")
"""Those of them in which a text waits for somebody else."""


def editorial_workflow() -> DCWorkflowDefinition:
    """Return the definition of the editorial chain."""
    return api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]


def follows_editorial(obj: Any) -> bool:
    """Return whether an item is bound to the editorial chain where it stands now."""
    return EDITORIAL_WORKFLOW in chain_of(obj)


def follows_texts(obj: Any) -> bool:
    """Return whether an item is a file or image whose state the texts decide."""
    return ATTACHMENT_WORKFLOW in chain_of(obj)


def chain_of(obj: Any) -> tuple[str, ...]:
    """List the ids of the workflows in force for an item; none where there is no portal."""
    tool = queryUtility(IWorkflowTool)
    return () if tool is None else tuple(tool.getChainFor(obj))


def is_structure(obj: Any) -> bool:
    """Return whether it is a section, a unit or a folder, and none of their texts.

    Some texts hold others: they are approved as all texts are.
    """
    return IFolderish.providedBy(obj) and not IContainerText.providedBy(obj)


def history_of(obj: Any, workflow_id: str = EDITORIAL_WORKFLOW) -> tuple[dict, ...]:
    """List what one workflow remembers of an item, oldest first."""
    return tuple(histories_of(obj).get(workflow_id, ()))


def own_history(obj: Any) -> tuple[dict, ...]:
    """List what the workflow of ours that an item follows remembers, oldest first."""
    return next(
        (history_of(obj, name) for name in chain_of(obj) if is_own_workflow(name)), ()
    )


def last_step(obj: Any, workflow_id: str = EDITORIAL_WORKFLOW) -> dict[str, Any]:
    """Read the last line of what a workflow remembers of an item, an empty one if none."""
    lines = history_of(obj, workflow_id)
    return lines[-1] if lines else {}


def histories_of(obj: Any) -> Mapping[str, tuple[dict, ...]]:
    """Map workflows to what they remember of an item itself.

    A file that never had a workflow would acquire the history of its folder.
    """
    return getattr(aq_base(obj), "workflow_history", None) or {}


def state_of(obj: Any) -> str:
    """Name the state of an item in the workflow of ours that it follows, or ''."""
    lines = own_history(obj)
    return lines[-1]["review_state"] if lines else ""


def is_published(obj: Any) -> bool:
    """Return whether an item passed approval and stands in public by our chain."""
    return follows_editorial(obj) and state_of(obj) == "published"


def is_public(obj: Any) -> bool:
    """Return whether an anonymous visitor may see an item now, by whatever chain."""
    return is_open(obj) and not is_embargoed_by_date(obj)


def is_open(obj: Any) -> bool:
    """Return whether everybody has View on an item, whatever its dates say."""
    return "Anonymous" in rolesForPermissionOn("View", obj)


def opens_to_public(state: StateDefinition) -> bool:
    """Return whether a state gives View to everybody by itself."""
    return "Anonymous" in ((state.permission_roles or {}).get("View") or ())


def set_state(
    obj: Any,
    workflow: DCWorkflowDefinition,
    state: str,
    action: str | None = None,
    comment: str = "",
    **extra: str,
) -> None:
    """Put an item into a state without a transition, role maps and catalog included.

    For what follows from somebody's act elsewhere (a file after its text, an item
    that crossed the border): no guard is asked and no content rule runs, but the
    history says who caused it. `extra` are further keys of the line of history.
    """
    tool = api.portal.get_tool("portal_workflow")
    status = {
        "action": action,
        "actor": getSecurityManager().getUser().getId(),
        "comments": comment,
        "time": DateTime(),
        workflow.state_var: state,
        **extra,
    }
    tool.setStatusOf(workflow.getId(), obj, status)
    workflow.updateRoleMappingsFor(obj)
    reindex_state(obj)


def reindex_state(obj: Any) -> None:
    """Bring the catalog up to date with an item's state, not with its children's."""
    obj.reindexObject(idxs=["review_state", *security_indexes(obj)])


def walk(obj: Any) -> Iterator[Any]:
    """Go through an item and all below it, parents first."""
    yield obj
    if IFolderish.providedBy(obj):
        for child in obj.objectValues():
            if IDexterityContent.providedBy(child):
                yield from walk(child)


def publish(obj: Any) -> None:
    """Publish what the administrator has asked for by importing the profile.

    Not by the chain's transitions: it is structure without a text of its own, and
    nobody else may be there to approve it.
    """
    set_state(obj, editorial_workflow(), "published")
    obj.setEffectiveDate(DateTime())
    obj.reindexObject(idxs=["effective", "effectiveRange", "getObjPositionInParent"])


def state_title(state: str) -> str:
    """Return the title of a state, a message; one that no workflow has goes by its id.

    Where two of our workflows have one, they call it the same.
    """
    return title_in(own_workflows(), state)


def title_in(workflows: Iterable[str], state: str) -> str:
    """Return the title that the first of some workflows has for a state, likewise."""
    tool = api.portal.get_tool("portal_workflow")
    for name in workflows:
        found = tool[name].states.get(state) if name in tool else None
        if found is not None:
            return Message(found.title, domain="plone")
    return state


def transition_title(action: str, item: Any) -> str:
    """Return the name of a transition of an item, likewise."""
    tool = api.portal.get_tool("portal_workflow")
    workflows = [tool[name] for name in chain_of(item) if is_own_workflow(name)]
    found = next((one.transitions.get(action) for one in workflows), None)
    return action if found is None else Message(found.actbox_name, domain="plone")
