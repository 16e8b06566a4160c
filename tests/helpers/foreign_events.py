"""Events about what is not ours, for the subscribers that hear of everything.

Such a subscriber hears of each portal of the server, of scripts that have no portal, and of
things that stand in none.
"""

from collections.abc import Callable
from collections.abc import Iterator
from OFS.event import ObjectWillBeMovedEvent
from OFS.event import ObjectWillBeRemovedEvent
from OFS.interfaces import IObjectWillBeMovedEvent
from OFS.interfaces import IObjectWillBeRemovedEvent
from plone.app.iterate.event import BeforeCheckoutEvent
from plone.app.iterate.event import CheckinEvent
from plone.app.iterate.event import CheckoutEvent
from plone.app.iterate.interfaces import IBeforeCheckoutEvent
from plone.app.iterate.interfaces import ICheckinEvent
from plone.app.iterate.interfaces import ICheckoutEvent
from plone.app.workflow.events import LocalrolesModifiedEvent
from plone.app.workflow.interfaces import ILocalrolesModifiedEvent
from plone.dexterity.events import AddBegunEvent
from plone.dexterity.events import EditFinishedEvent
from plone.dexterity.interfaces import IAddBegunEvent
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.interfaces import IEditFinishedEvent
from plone.registry import field
from plone.registry import Record
from plone.registry.events import RecordModifiedEvent
from plone.registry.interfaces import IRecordModifiedEvent
from Products.CMFCore.interfaces import IActionSucceededEvent
from Products.CMFCore.WorkflowTool import ActionSucceededEvent
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from Products.DCWorkflow.events import AfterTransitionEvent
from Products.DCWorkflow.events import BeforeTransitionEvent
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from Products.DCWorkflow.Transitions import TransitionDefinition
from Products.PluggableAuthService.events import PASEvent
from Products.PluggableAuthService.interfaces.events import IUserLoggedInEvent
from Products.PluggableAuthService.PropertiedUser import PropertiedUser
from typing import Any
from z3c.form.events import DataExtractedEvent
from z3c.form.interfaces import IDataExtractedEvent
from zExceptions import BadRequest
from zope.component import getGlobalSiteManager
from zope.lifecycleevent import ObjectAddedEvent
from zope.lifecycleevent import ObjectCopiedEvent
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent import ObjectMovedEvent
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent
from zope.processlifetime import IProcessStarting
from zope.processlifetime import ProcessStarting
from zope.traversing.interfaces import BeforeTraverseEvent
from zope.traversing.interfaces import IBeforeTraverseEvent
from ZPublisher import pubevents
from ZPublisher.interfaces import IPubAfterTraversal
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubBeforeCommit
from ZPublisher.interfaces import IPubEnd
from ZPublisher.interfaces import IPubFailure
from ZPublisher.interfaces import IPubStart
from ZPublisher.interfaces import IPubSuccess

PACKAGE = "sonla.pbgdpl."


def general_handlers() -> Iterator[Any]:
    """Yield the subscribers of ours of which neither object nor event is ours."""
    for one in getGlobalSiteManager().registeredHandlers():
        asked = (interface.__module__ for interface in one.required)
        if one.factory.__module__.startswith(PACKAGE):
            if not any(module.startswith(PACKAGE) for module in asked):
                yield one


class Places:
    """Hold an item, where it stands, and another folder."""

    name = "item"

    def __init__(self, item: Any, home: Any, other: Any, request: Any) -> None:
        self.item, self.home, self.other, self.request = item, home, other, request
        # What has workflows and working copies
        self.content = item if IDexterityContent.providedBy(item) else home


def moves(made: Any, there: Places) -> Iterator[Any]:
    """Yield what comes, moves, gets another name and goes."""
    for ends in (
        (None, None, there.home, "item"),
        (there.home, "item", there.other, "item"),
        (there.home, "item", there.home, "renamed"),
        (there.home, "item", None, None),
    ):
        yield made(there.item, *ends)


def steps(made: Any, there: Places) -> Iterator[Any]:
    """Yield the creation of an item in a workflow and a step of it."""
    workflow, step = DCWorkflowDefinition("chain"), TransitionDefinition("publish")
    for transition in (None, step):
        yield made(there.item, workflow, None, None, transition, {}, {})


def refusals(made: Any, there: Places) -> Iterator[Any]:
    """Yield what failed and what is tried again."""
    for error in (BadRequest("no"), ValueError("no")):
        for retry in (True, False):
            yield made(there.request, (type(error), error, None), retry)


def records(_made: Any, _there: Places) -> Iterator[Any]:
    """Yield the change of a setting of somebody else."""
    record = Record(field.TextLine(title="Name"), "after")
    record.__name__ = "plone.site_title"
    yield RecordModifiedEvent(record, "before", "after")


def logins(_made: Any, _there: Places) -> Iterator[Any]:
    """Yield the login of an account of Zope."""
    yield PASEvent(PropertiedUser("admin"))


def one(*names: str, **facts: Any) -> Callable[[Any, Places], Iterator[Any]]:
    """Return what makes one event of what has these names."""
    return lambda made, there: iter(
        [made(*(getattr(there, name) for name in names), **facts)]
    )


CHAIN = DCWorkflowDefinition("chain")
EVENTS: dict[Any, tuple[Any, Callable[[Any, Places], Iterator[Any]]]] = {
    IActionSucceededEvent: (
        lambda one: ActionSucceededEvent(one, CHAIN, "publish", None),
        one("content"),
    ),
    IAddBegunEvent: (AddBegunEvent, one("home")),
    IAfterTransitionEvent: (AfterTransitionEvent, steps),
    IBeforeTransitionEvent: (BeforeTransitionEvent, steps),
    IBeforeTraverseEvent: (BeforeTraverseEvent, one("item", "request")),
    IBeforeCheckoutEvent: (BeforeCheckoutEvent, one("content")),
    ICheckinEvent: (lambda one: CheckinEvent(one, one, None, ""), one("content")),
    ICheckoutEvent: (lambda one: CheckoutEvent(one, one, None), one("content")),
    IDataExtractedEvent: (DataExtractedEvent, one(data={}, errors=(), form=None)),
    IEditFinishedEvent: (EditFinishedEvent, one("item")),
    ILocalrolesModifiedEvent: (LocalrolesModifiedEvent, one("item", "request")),
    IObjectAddedEvent: (ObjectAddedEvent, one("item", "home", "name")),
    IObjectCopiedEvent: (ObjectCopiedEvent, one("item", "item")),
    IObjectModifiedEvent: (ObjectModifiedEvent, one("item")),
    IObjectMovedEvent: (ObjectMovedEvent, moves),
    IObjectWillBeMovedEvent: (ObjectWillBeMovedEvent, moves),
    IObjectWillBeRemovedEvent: (ObjectWillBeRemovedEvent, one("item", "home", "name")),
    IProcessStarting: (ProcessStarting, one()),
    IPubAfterTraversal: (pubevents.PubAfterTraversal, one("request")),
    IPubBeforeAbort: (pubevents.PubBeforeAbort, refusals),
    IPubBeforeCommit: (pubevents.PubBeforeCommit, one("request")),
    IPubEnd: (pubevents.PubSuccess, one("request")),
    IPubFailure: (pubevents.PubFailure, refusals),
    IPubStart: (pubevents.PubStart, one("request")),
    IPubSuccess: (pubevents.PubSuccess, one("request")),
    IRecordModifiedEvent: (RecordModifiedEvent, records),
    IUserLoggedInEvent: (PASEvent, logins),
}
"""Interface of an event → its class, and how such events are made."""


def calls(handler: Any, there: Places) -> Iterator[tuple[Any, ...]]:
    """Yield what a subscriber may be called with; KeyError for an event that has no sample."""
    *about, asked = handler.required
    if all(interface.providedBy(there.item) for interface in about):
        made, events = EVENTS[asked]
        for event in events(made, there):
            yield (there.item, event) if about else (event,)
