"""The record types that texts are exchanged as, one registered utility each."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl.exchange.accessors import agency_code
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import changed_last
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import CodedList
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import Contributors
from sonla.pbgdpl.exchange.accessors import Creator
from sonla.pbgdpl.exchange.accessors import Date
from sonla.pbgdpl.exchange.accessors import DigitalSource
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.accessors import Keywords
from sonla.pbgdpl.exchange.accessors import Language
from sonla.pbgdpl.exchange.accessors import managing_agency
from sonla.pbgdpl.exchange.accessors import own_origin
from sonla.pbgdpl.exchange.accessors import Rights
from sonla.pbgdpl.exchange.accessors import Title
from sonla.pbgdpl.exchange.body_accessor import Body
from sonla.pbgdpl.exchange.files import Attachments
from sonla.pbgdpl.exchange.files import SoundAccessor
from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import implementer

LANGUAGES = "sonla.pbgdpl.Languages"


@implementer(IRecordType)
@dataclass(frozen=True)
class RecordType:
    """Describe a record type; `places` is the positive list of what may go out."""

    name: str
    title: Message
    portal_types: tuple[str, ...]
    accessors: Mapping[str, FieldAccessor]
    schema_org: Callable[[Record], str]
    dcmi_type: Callable[[Record], str] = lambda record: "Text"
    in_feeds: bool = True
    """Whether readers of feeds hear of it; what is no news comes by OAI-PMH alone."""
    fetched: bool = True
    """Whether content is made of records of others; the portal may be their one source."""
    belongs_to: str = ""
    """The option without which nobody chooses it; what is offered stays so."""
    is_held: Callable[[Any], bool] = lambda item: False
    """Whether something public waits for a person's look before others get it."""

    @property
    def creates(self) -> str:
        """The content type that is made of a record."""
        return self.portal_types[0]


def record_types() -> Iterator[tuple[str, RecordType]]:
    """Yield all record types by name."""
    return iter(sorted(getUtilitiesFor(IRecordType), key=lambda named: named[0]))


def chosen_types(names: Iterable[str] | None) -> frozenset[str]:
    """Return the names of types that a setting names; all are meant where nobody chose."""
    if names is None:
        return frozenset(name for name, _kind in record_types())
    return frozenset(names)


def type_named(name: str) -> RecordType | None:
    """Find the record type of a name."""
    return queryUtility(IRecordType, name=name)


def type_of(obj: Any) -> RecordType | None:
    """Find the record type of content, or of a brain; None for what is not exchanged."""
    portal_type = getattr(obj, "portal_type", None)
    for _name, kind in getUtilitiesFor(IRecordType):
        if portal_type in kind.portal_types:
            return kind
    return None


BASIC: Mapping[str, FieldAccessor] = {
    "url": Computed(public_url),
    "publisher": Computed(managing_agency),
    "agency_code": Computed(agency_code),
    "issued": Date("effective_date"),
    "modified": Computed(changed_last),
    "rights": Rights("rights", ""),
    "origin": Computed(own_origin),
}
"""What every record says: where it stands, who publishes it and when."""

COMMON: Mapping[str, FieldAccessor] = {
    **BASIC,
    "title": Title("title", ""),
    "description": AttributeAccessor("description", ""),
    "body": Body(),
    "creator": Creator(),
    "valid_to": Date("expiration_date"),
    "language": Language("language", ""),
    "contributors": Contributors(),
    "subjects": CodedList("legal_fields", vocabulary="sonla.pbgdpl.LegalFields"),
    "audiences": CodedList("audiences", vocabulary="sonla.pbgdpl.Audiences"),
    "coverage": CodedList("territory", vocabulary="sonla.pbgdpl.AdministrativeUnits"),
    "keywords": Keywords(),
    "attachments": Attachments(),
}
"""What all texts have. Keywords come last of the classifications: what a list of ours
lacks becomes one."""

VERSION: Mapping[str, FieldAccessor] = {
    "text_language": Coded("text_language", vocabulary=LANGUAGES),
    "recording": SoundAccessor("recording"),
    "digital_source": DigitalSource("made_with_ai"),
}
"""What types have whose texts may be in several languages, and heard."""
