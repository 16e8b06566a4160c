"""Events of the exchange for other packages."""

from dataclasses import dataclass
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IRecordChanged(Interface):
    """A record changed for the outside; notified in the transaction that changed it."""

    uid = Attribute("UID of the item, which may be gone.")
    type = Attribute("Name of the record type.")


@implementer(IRecordChanged)
@dataclass(frozen=True)
class RecordChanged:
    """Carry the news."""

    uid: str
    type: str
