"""The day until which a section, unit or folder hides all that stands in it.

Its effective date is set in many ways: form, REST, transitions, the properties of folder
contents, which sends no event. All of them index the place again, so this listens to the
queue of Products.CMFCore.indexing.
"""

from dataclasses import dataclass
from DateTime import DateTime
from plone.dexterity.interfaces import IDexterityContainer
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.index_queue import IndexListener
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.effective_dates import in_seconds
from sonla.pbgdpl.editorial.effective_dates import opening_date
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite
from zope.event import notify
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface

KEY = "sonla.pbgdpl.opening"
"""Annotation of a place: its UID, which copies don't share, and the day told last."""


class IOpeningChanged(Interface):
    """Somebody set, moved or removed the day until which a place is hidden."""

    place = Attribute("The section, unit or folder.")
    old = Attribute(
        "Seconds since 1970 UTC until which it was hidden; None if it was not."
    )
    new = Attribute("Likewise, from now on.")


@implementer(IOpeningChanged)
@dataclass(frozen=True)
class OpeningChanged:
    """Whose day changed, and from when to when."""

    place: Any
    old: int | None
    new: int | None


class OpeningNoticing(IndexListener):
    """Compare the day of each place that is indexed; what is gone hides nothing."""

    def notice(self, obj: Any) -> None:
        """Notify that a place is hidden until another day; not that its day has come."""
        if getSite() is None or not IDexterityContainer.providedBy(obj):
            return
        if section_of(obj) is None:
            return
        old, new = known_opening(obj), opening_date(obj)
        if old == new:
            return
        IAnnotations(obj)[KEY] = (IUUID(obj), new)
        came = new is None and old is not None and old <= in_seconds(DateTime())
        if not came:
            notify(OpeningChanged(obj, old, new))


def known_opening(place: Any) -> int | None:
    """Return the day of a place when it was last looked at."""
    uid, day = IAnnotations(place).get(KEY, (None, None))
    return day if uid == IUUID(place) else None
