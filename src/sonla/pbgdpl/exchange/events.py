"""What the exchange tells the other rooms."""

from dataclasses import dataclass
from typing import Any
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IRecordChanged(Interface):
    """Tell that a record changed for the outside, in the transaction that changed it."""

    uid = Attribute("UID of the item, which may be gone.")
    type = Attribute("Name of the record type.")


class IOpeningChanged(Interface):
    """Tell that somebody set, moved or lifted the day until which a place is hidden.

    A section, unit or folder hides all that stands in it until its effective date.
    """

    place = Attribute("The section, unit or folder.")
    old = Attribute(
        "Seconds since 1970 UTC until which it was hidden; None if it was not."
    )
    new = Attribute("Likewise, from now on.")


@implementer(IOpeningChanged)
@dataclass(frozen=True)
class OpeningChanged:
    """Carry the news."""

    place: Any
    old: int | None
    new: int | None


@implementer(IRecordChanged)
@dataclass(frozen=True)
class RecordChanged:
    """Carry the news."""

    uid: str
    type: str
