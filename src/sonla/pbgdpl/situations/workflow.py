"""What the approval chain asks of situations beyond what it asks of all texts."""

from collections.abc import Iterator
from plone.dexterity.utils import iterSchemata
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.situations.content import ILifeSituation
from sonla.pbgdpl.situations.rules import holds_placeholder
from typing import Any
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import noLongerProvides
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.schema import getFieldsInOrder


class PlaceholdersLeft(TransitionRefused):
    """Refuse to approve a situation in which facts still wait to be filled in."""


@adapter(ILifeSituation, IBeforeTransitionEvent)
def refuse_placeholders(situation: Any, event: IBeforeTransitionEvent) -> None:
    """Raise `PlaceholdersLeft` when a text with “chờ điền” in it would become public."""
    transition = event.transition.getId() if event.transition is not None else ""
    if event.workflow.getId() != EDITORIAL_WORKFLOW or transition != "approve":
        return
    if titles := list(fields_with_placeholder(situation)):
        request = getRequest()
        message = _(
            "msg_placeholders_left",
            default="“Chờ điền” is still in: ${fields}. Fill it in, or take the line out, before the text is approved.",
            mapping={
                "fields": ", ".join(translate(one, context=request) for one in titles)
            },
        )
        raise PlaceholdersLeft(message, situation, transition)


def fields_with_placeholder(situation: Any) -> Iterator[Any]:
    """Yield the titles of the fields in which a fact is still missing."""
    for schema in iterSchemata(situation):
        for name, field in getFieldsInOrder(schema):
            value = stored_value(situation, name)
            if holds_placeholder(getattr(value, "raw", value)):
                yield field.title


@adapter(ILifeSituation, IObjectAddedEvent)
def mark_new(situation: Any, event: IObjectAddedEvent) -> None:
    """Mark a new sample."""
    mark_sample(situation)


@adapter(ILifeSituation, IObjectModifiedEvent)
def mark_changed(situation: Any, event: IObjectModifiedEvent) -> None:
    """Mark a sample, or take its mark away."""
    mark_sample(situation)


def mark_sample(situation: Any) -> None:
    """Have the catalog know that nobody has examined a text: it is counted nowhere."""
    is_sample = bool(stored_value(situation, "is_sample"))
    if is_sample == ISample.providedBy(situation):
        return
    (alsoProvides if is_sample else noLongerProvides)(situation, ISample)
    situation.reindexObject(idxs=["object_provides"])
