"""What code must know of workflows, and of Plone's own content types inside a section."""

from dataclasses import dataclass
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.interfaces import IWorkflowFacts
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.interface import implementer

IN_SECTIONS: dict[str, Any] = {"chain": EDITORIAL_WORKFLOW, "added_in": PLACE_TYPES}
TEXT: dict[str, Any] = {
    **IN_SECTIONS,
    "is_contribution": True,
    "follows_unit": True,
    "is_listed_in_unit": True,
}
FILE: dict[str, Any] = {
    "chain": ATTACHMENT_WORKFLOW,
    "added_in": (*PLACE_TYPES, "CoordinationCouncil", "PolicyDialogue"),
}

DOCUMENT_FACTS = ContentTypeFacts(order=200, **TEXT)
NEWS_ITEM_FACTS = ContentTypeFacts(order=210, **TEXT)
FOLDER_FACTS = ContentTypeFacts(order=220, follows_unit=True, **IN_SECTIONS)
"""A folder only holds contributions."""

LINK_FACTS = ContentTypeFacts(order=230, **TEXT)
EVENT_FACTS = ContentTypeFacts(order=240, **TEXT)
COLLECTION_FACTS = ContentTypeFacts(order=250, **TEXT)
FILE_FACTS = ContentTypeFacts(order=260, **FILE)
IMAGE_FACTS = ContentTypeFacts(order=270, **FILE)


@implementer(IWorkflowFacts)
@dataclass(frozen=True)
class WorkflowFacts:
    """What `IWorkflowFacts` asks for; a workflow that is none of ours has no states here."""

    order: int
    states: tuple[str, ...]
    checked: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    comment_required: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    onward: tuple[str, ...] = ()


UNKNOWN = WorkflowFacts(0, ())


def own_workflows() -> list[str]:
    """List the ids of our workflows in their order."""
    found = getUtilitiesFor(IWorkflowFacts)
    return [name for name, _facts in sorted(found, key=lambda one: one[1].order)]


def is_own_workflow(workflow: str | None) -> bool:
    """Return whether a workflow is one of ours."""
    return bool(workflow) and queryUtility(IWorkflowFacts, name=workflow) is not None


def facts_of(workflow: str) -> IWorkflowFacts:
    """Return the facts of a workflow; nothing is known of one that isn't ours."""
    return queryUtility(IWorkflowFacts, name=workflow, default=UNKNOWN)


def gathered(fact: str) -> list[str]:
    """List what all our workflows have under the name of a fact, each once."""
    ids = (one for name in own_workflows() for one in getattr(facts_of(name), fact))
    return list(dict.fromkeys(ids))


def checked_states() -> list[str]:
    """List the states of all our workflows by which items can be narrowed down, each once."""
    return gathered("checked")
