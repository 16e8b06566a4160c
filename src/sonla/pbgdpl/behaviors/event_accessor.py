"""What Plone's lists of events read of activities, courses and dialogues."""

from Acquisition import aq_parent
from plone.app.event.dx.behaviors import EventAccessor
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite
from zope.globalrequest import getRequest

KEY = "sonla.pbgdpl.events"
"""Annotation of a request: the events that were read in it, by path."""


class SectionEventAccessor(EventAccessor):
    """Name the event by its path and find it anew in each request.

    Plone's portlet of events keeps accessors in memory for the visitors to come. Core's
    hold an item of a request that is over and of another thread's connection: it speaks
    English to everybody, for nobody asks in it any more.
    """

    @property
    def context(self) -> Any:
        """Return the event for the request that is being answered."""
        if self._held is not None:
            return self._held
        known = events_read()
        if self._path not in known:
            known[self._path] = getSite().unrestrictedTraverse(self._path)
        return known[self._path]

    @context.setter
    def context(self, item: Any) -> None:
        """Keep the path alone, unless there is no request or no place to find it by."""
        fixed = getRequest() is None or aq_parent(item) is None
        path = None if fixed else "/".join(item.getPhysicalPath())
        object.__setattr__(self, "_held", item if fixed else None)
        object.__setattr__(self, "_path", path)
        if not fixed:
            events_read()[path] = item


def events_read() -> dict[str, Any]:
    """Return the events that were read in the request, by path."""
    return IAnnotations(getRequest()).setdefault(KEY, {})
