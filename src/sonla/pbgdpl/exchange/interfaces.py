"""Events of the exchange, and the seam at which content types enter it."""

from dataclasses import dataclass
from sonla.pbgdpl.exchange.record import Record
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IRecordType(Interface):
    """How content of some types becomes a record and back; a named utility.

    Registering one is all the code it takes for a type to be fetched, and to stand among
    the kinds that an administrator offers and sends. Asked by whatever makes records of
    content or content of records. What accessors raise is logged: the item isn't offered as
    it is now, and is tried again.
    """

    name = Attribute("Name of the record type, as it stands in records.")
    title = Attribute("Title for people, a message.")
    portal_types = Attribute("Content types that are offered as this.")
    creates = Attribute("The one content type that is made of a record.")
    in_feeds = Attribute("Whether feeds tell of it.")
    fetched = Attribute("Whether content is made of others' records.")
    belongs_to = Attribute(
        "The option without which nobody chooses it; empty for most. The ledger asks not for it: what"
        " was offered stays so, and is taken back from nobody."
    )
    accessors = Attribute(
        "Field name → `exchange.accessors.FieldAccessor`; nothing else goes out."
    )

    def schema_org(record: Record) -> str:
        """Return the type of schema.org for a record."""

    def dcmi_type(record: Record) -> str:
        """Return the type of the DCMI Type Vocabulary for a record."""


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
