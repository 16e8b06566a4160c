"""What Plone's lists of events read of activities, courses and dialogues."""

from Acquisition import aq_base
from Acquisition import aq_parent
from datetime import datetime
from OFS.SimpleItem import SimpleItem
from plone.app.event.dx.behaviors import EventAccessor
from plone.app.event.dx.behaviors import IEventBasic
from plone.app.event.dx.interfaces import IDXEvent
from plone.app.uuid.utils import uuidToObject
from plone.event.interfaces import IEventAccessor
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.activities.sent_moments import refuse_year
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.setup import SetupStep
from typing import Any
from zExceptions import NotFound
from zope.annotation.interfaces import IAnnotations
from zope.component import getSiteManager
from zope.component import getUtility
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.interface import implementer
from zope.ramcache.interfaces.ram import IRAMCache

import transaction

KEY = "sonla.pbgdpl.events"
"""Annotation of a request: the events that were read in it, by UID."""
LEFT_UNCHANGED = ("title", "start", "end", "whole_day", "open_end")
"""What is still said of an event that is gone."""
CACHED_LISTS = "plone.app.event.portlets.portlet_events.events"
"""The function of Plone's portlet of events whose answers are kept in memory."""


class PortalZone(str):
    """The name of the portal's own zone: false, so that pages don't show it.

    Core's portlet and summary write the zone of each event that has one; its readers know
    their own. Core's calendar files, which read the same property, need the name.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """Return that there is nothing to show."""
        return False


@implementer(IEventAccessor)
def event_accessor(item: Any) -> Any:
    """Return our accessor for what is ours, and for the rest the one registered for events.

    An adapter for our types' own interfaces isn't found for what was once saved with a
    version or was otherwise marked: an item that provides interfaces itself names the
    markers of its behaviors before those of its class, and core's adapter is for a marker.
    """
    if IOwnContent.providedBy(item):
        return SectionEventAccessor(item)
    factory = getSiteManager().adapters.lookup((IDXEvent,), IEventAccessor)
    return factory(item)


@implementer(IEventAccessor)
class SectionEventAccessor(EventAccessor):
    """Name the event by its UID and find it anew in each request.

    Plone's portlet of events keeps accessors in memory for the visitors to come. Core's
    hold an item of a request that is over and of another thread's connection: it speaks
    English to everybody, for nobody asks in it any more. The portlet notices neither that
    a section is renamed nor that a unit is moved, so a path would lead nowhere.
    """

    @property
    def context(self) -> Any:
        """The event for the request that is being answered.

        One that is gone meanwhile, or whose type is, is replaced by what was known of it, at
        the address of the portal: a list of ten events must not fail because of one.
        """
        if self._held is not None:
            return self._held
        known = events_read()
        if self._uid not in known:
            found = found_by(self._uid)
            is_event = IDXEvent.providedBy(found)
            known[self._uid] = (
                found if is_event else GoneEvent(self._left).__of__(getSite())
            )
        return known[self._uid]

    @context.setter
    def context(self, item: Any) -> None:
        """Keep the UID alone, unless there is no request or no place to find it by."""
        uid = IUUID(item, None)
        fixed = getRequest() is None or aq_parent(item) is None or uid is None
        object.__setattr__(self, "_held", item if fixed else None)
        object.__setattr__(self, "_uid", uid)
        if not fixed:
            base = aq_base(item)
            left = {name: getattr(base, name, None) for name in LEFT_UNCHANGED}
            object.__setattr__(self, "_left", left)
            events_read()[uid] = item

    @property
    def timezone(self) -> str | tuple[str, str]:
        """The name of the zone, or those of start and end where they differ.

        Core's knows the zones of its own forms alone. Imports and programs set others, or
        none, and without a name no calendar file can be made: the portal's stands in. For years
        in which no zone is described it is UTC, or one event would cost a unit its calendar.
        """
        moments = [getattr(self, name) for name in ("start", "end")]
        if not all(map(can_be_told, moments)):
            return "UTC"
        first, last = map(zone_name, moments)
        if first != last:
            return (first, last)
        return PortalZone(first) if first == portal_zone().key else first


def can_be_told(moment: datetime | None) -> bool:
    """Return whether calendar files can describe the zone of a moment."""
    try:
        refuse_year(moment)
    except InvalidInput:
        return False
    return True


@implementer(IDXEvent, IEventBasic)
class GoneEvent(SimpleItem):
    """Hold what is known of an event that can't be found, without need of its type."""

    id = ""
    description = ""
    recurrence = None
    sync_uid = None
    text = None

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__()
        self.__dict__.update(known)


class EventListsStep(SetupStep):
    """Drop the lists that Plone's portlet of events keeps in memory.

    They hold accessors of types that go with the add-on, or lack the events of types that
    come with it; the portlet notices neither.
    """

    def install(self, site: Any) -> None:
        """Drop them once the types have come."""
        transaction.get().addAfterCommitHook(drop_kept_lists)

    def uninstall(self, site: Any) -> None:
        """Drop them once the types are gone."""
        transaction.get().addAfterCommitHook(drop_kept_lists)


def drop_kept_lists(success: bool) -> None:
    """Drop the lists of events in this process, if what changes them was committed."""
    if success:
        getUtility(IRAMCache).invalidate(CACHED_LISTS)


def found_by(uid: str) -> Any | None:
    """Return the item that has a UID, wherever it stands now; None if it is gone."""
    try:
        return uuidToObject(uid, unrestricted=True)
    except (AttributeError, KeyError, NotFound):
        return None


def zone_name(moment: datetime | None) -> str:
    """Return the name of a moment's zone; the portal's for one that has no name."""
    zone = getattr(moment, "tzinfo", None)
    name = getattr(zone, "zone", None) or getattr(zone, "key", None)
    return name or portal_zone().key


def events_read() -> dict[str, Any]:
    """Return the events that were read in the request, by UID."""
    return IAnnotations(getRequest()).setdefault(KEY, {})
