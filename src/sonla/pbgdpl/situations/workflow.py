"""What follows from the mark of a sample."""

from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.situations.content import ILifeSituation
from typing import Any
from zope.component import adapter
from zope.interface import alsoProvides
from zope.interface import noLongerProvides
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent


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
