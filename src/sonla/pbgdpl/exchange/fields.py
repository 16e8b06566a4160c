"""The one table of fields, from which every binding is made.

A row says what a field is called in each format, and whose word counts for it when both
sides have one. A later type adds the rows of its own fields, before nothing else.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from sonla.pbgdpl.exchange.composite_types import Code
from sonla.pbgdpl.exchange.composite_types import FileKind
from sonla.pbgdpl.exchange.composite_types import LegalDocumentKind
from sonla.pbgdpl.exchange.composite_types import ListOf
from sonla.pbgdpl.exchange.field_types import Address
from sonla.pbgdpl.exchange.field_types import Day
from sonla.pbgdpl.exchange.field_types import FieldType
from sonla.pbgdpl.exchange.field_types import Html
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.field_types import Moment
from sonla.pbgdpl.exchange.field_types import Names
from sonla.pbgdpl.exchange.field_types import Number
from sonla.pbgdpl.exchange.field_types import Text
from sonla.pbgdpl.exchange.field_types import TextList
from sonla.pbgdpl.exchange.part_types import FigureKind
from sonla.pbgdpl.exchange.part_types import MembershipKind
from sonla.pbgdpl.exchange.part_types import ProgrammePartKind
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import MISSING
from sonla.pbgdpl.exchange.record import Record
from typing import Any

import re

NAMESPACE = "tag:sonla.gov.vn,2026:pbgdpl/1.0"
"""A tag URI (RFC 4151): a name that nobody has to register or fetch."""

VERSION = "1.0"
"""Within a major version fields are only added, and unknown ones ignored."""

MAX_IDENTIFIER = 300
_IDENTIFIER = re.compile(
    rf"[^\s\x00-\x20\x7f<>\"\\\ud800-\udfff\ufffe\uffff]{{1,{MAX_IDENTIFIER}}}"
)
_TYPE = re.compile(r"[a-z][a-z0-9_-]{0,49}")


class Owner(StrEnum):
    """Whose word counts for a field of an item that came from elsewhere."""

    REMOTE = "remote"
    """The source's, unless an editor changed it here."""
    LOCAL = "local"
    """The portal's."""
    SHARED = "shared"
    """Both: the values of both sides are united."""


@dataclass(frozen=True)
class Field:
    """Describe a field: a row of the table."""

    name: str
    kind: FieldType
    xml: str
    """Name of the XML element; `@name` is an attribute of the record."""
    json: str
    """Key in JSON-LD; `author/name` is a key of a thing. Keys may be shared by things
    of different types."""
    term: str
    """Property of DCMI that it means, for the schema's documentation; may be empty."""
    dc: str = ""
    """Element of Dublin Core in which it is told; may be empty."""
    atom: str = ""
    """How Atom carries it (`exchange.formats.atom`); empty: not at all."""
    compulsory: bool = False
    owner: Owner = Owner.REMOTE
    volatile: bool = False
    """Changes without the content changing, hence no part of digests."""


def coded(thing: str = "DefinedTerm", code_key: str = "termCode") -> ListOf:
    """Make the kind of several coded values, whose order has no meaning."""
    return ListOf(Code(thing, code_key), ordered=False)


LOCAL, SHARED = Owner.LOCAL, Owner.SHARED
TITLE = Text(1000)

# fmt: off
FIELDS: tuple[Field, ...] = (
    #     name                  kind                                       xml                  json                        dcterms         dc             atom
    Field("url",                Address(),                                 "url",               "url",                      "identifier",   "identifier",  "link:alternate", owner=LOCAL, volatile=True),
    Field("title",              TITLE,                                     "title",             "name",                     "title",        "title",       "title", compulsory=True),
    Field("description",        Text(10000, lines=True),                   "description",       "description",              "description",  "description", "summary"),
    Field("body",               Html(),                                    "body",              "text",                     "",             "",            "content"),
    Field("creator",            Text(500),                                 "creator",           "author/name",              "creator",      "creator",     "author"),
    Field("publisher",          Text(500),                                 "publisher",         "publisher/name",           "publisher",    "publisher",   "dcterms:publisher"),
    Field("agency_code",        Text(100),                                 "agencyCode",        "publisher/identifier",     "",             "",            ""),
    Field("issued",             Moment(),                                  "issued",            "datePublished",            "issued",       "date",        "published"),
    Field("modified",           Moment(),                                  "modified",          "dateModified",             "modified",     "",            "updated", owner=LOCAL, volatile=True),
    Field("valid_from",         Moment(),                                  "validFrom",         "pbgdpl:validFrom",         "valid",        "",            "pbgdpl:validFrom"),
    Field("valid_to",           Moment(),                                  "validTo",           "expires",                  "valid",        "",            "pbgdpl:validTo"),
    Field("language",           Text(35),                                  "language",          "inLanguage",               "language",     "language",    "xml:lang"),
    Field("source",             Text(1000),                                "source",            "dcterms:source",           "source",       "source",      "dcterms:source"),
    Field("is_version_of",      Text(1000),                                "isVersionOf",       "dcterms:isVersionOf",      "isVersionOf",  "relation",    "dcterms:isVersionOf"),
    Field("contributors",       Names(500),                                "contributor",       "contributor",              "contributor",  "contributor", "contributor"),
    Field("subjects",           coded(),                                   "subject",           "about",                    "subject",      "subject",     "category:subject", owner=SHARED),
    Field("keywords",           TextList(),                                   "keyword",           "keywords",                 "subject",      "subject",     "category", owner=SHARED),
    Field("audiences",          coded("Audience", "identifier"),           "audience",          "audience",                 "audience",     "",            "category:audience"),
    Field("coverage",           coded("AdministrativeArea", "identifier"), "coverage",          "spatialCoverage",          "spatial",      "coverage",    "category:coverage"),
    Field("legal_documents",    ListOf(LegalDocumentKind()),              "legalDocument",     "about",                    "references",   "relation",    "link:related"),
    Field("attachments",        ListOf(FileKind()),                       "attachment",        "associatedMedia",          "hasPart",      "format",      "link:enclosure"),
    Field("rights",             Text(10000, lines=True),                   "rights",            "copyrightNotice",          "rights",       "rights",      "rights"),
    Field("revision",           Number(0),                                 "@revision",         "version",                  "",             "",            "", owner=LOCAL, volatile=True),
    Field("origin",             Text(300),                                 "origin",            "sdPublisher/identifier",   "provenance",   "",            "pbgdpl:origin", volatile=True),
    # What only some types have
    Field("kind",               Code(),                                    "kind",              "pbgdpl:kind",              "type",         "",            "category:kind"),
    Field("text_language",      Code(),                                    "textLanguage",      "pbgdpl:textLanguage",      "language",     "",            ""),
    Field("author_name",        Text(500),                                 "authorName",        "pbgdpl:authorName",        "creator",      "",            ""),
    Field("document_type",      Code(),                                    "documentType",      "pbgdpl:documentType",      "type",         "",            ""),
    Field("number",             Text(200),                                 "number",            "pbgdpl:number",            "identifier",   "",            ""),
    Field("issuer",             Text(500),                                 "issuer",            "pbgdpl:issuer",            "creator",      "",            ""),
    Field("signer",             Text(500),                                 "signer",            "pbgdpl:signer",            "contributor",  "",            ""),
    Field("issued_on",          Day(),                                     "issuedOn",          "pbgdpl:issuedOn",          "issued",       "",            ""),
    Field("effective_on",       Day(),                                     "effectiveOn",       "pbgdpl:effectiveOn",       "valid",        "",            ""),
    Field("expires_on",         Day(),                                     "expiresOn",         "pbgdpl:expiresOn",         "valid",        "",            ""),
    Field("group",              Code(),                                    "group",             "pbgdpl:group",             "type",         "",            ""),
    Field("level",              Code(),                                    "level",             "pbgdpl:level",             "type",         "",            ""),
    Field("validity",           Code(),                                    "validity",          "pbgdpl:validity",          "valid",        "",            ""),
    Field("replaces",           TextList(),                                   "replaces",          "pbgdpl:replaces",          "replaces",     "",            ""),
    Field("replaced_by",        TextList(),                                   "replacedBy",        "pbgdpl:replacedBy",        "isReplacedBy", "",            ""),
    Field("material_publisher", Text(500),                                 "materialPublisher", "pbgdpl:materialPublisher", "publisher",    "",            ""),
    Field("year",               Number(1, 9999),                           "year",              "pbgdpl:year",              "created",      "",            ""),
    Field("external_url",       Address(),                                 "externalUrl",       "pbgdpl:externalUrl",       "source",       "",            ""),
    Field("transcript",         Text(500000, lines=True),                  "transcript",        "transcript",               "",             "",            ""),
    Field("media",              FileKind(),                                "media",             "encoding",                 "hasFormat",    "format",      "link:enclosure"),
    Field("recording",          FileKind("AudioObject"),                   "recording",         "audio",                    "",             "",            ""),
    Field("image",              FileKind("ImageObject"),                   "image",             "image",                    "",             "",            ""),
    Field("image_text",         Text(1000),                                "imageText",         "pbgdpl:imageText",         "",             "",            ""),
    Field("digital_source",     Text(300),                                 "digitalSource",     "digitalSourceType",        "",             "",            "pbgdpl:digitalSource"),
    Field("captions",           FileKind(),                                "captions",          "pbgdpl:captions",          "",             "",            ""),
    # People of the register
    Field("position",           Text(500),                                 "position",          "jobTitle",                 "",             "",            ""),
    Field("workplace",          Code("Organization", "identifier"),        "workplace",         "worksFor",                 "",             "",            ""),
    Field("languages_spoken",   coded("Language", "identifier"),           "languageSpoken",    "knowsLanguage",            "",             "",            ""),
    # Activities
    Field("starts",               Moment(),                                  "starts",            "startDate",                "temporal",      "date",        ""),
    Field("ends",                 Moment(),                                  "ends",              "endDate",                  "temporal",      "",            ""),
    Field("place",                Text(500),                                 "place",             "location/name",            "spatial",       "coverage",    ""),
    Field("organiser_kind",       Code(),                                    "organiserKind",     "pbgdpl:organiserKind",     "",              "",            ""),
    Field("organiser",            Code("Organization", "identifier"),        "organiser",         "organizer",                "",              "",            ""),
    Field("sessions",             Number(0),                                 "sessions",          "pbgdpl:sessions",          "",              "",            ""),
    Field("attendees",            Number(0),                                 "attendees",         "pbgdpl:attendees",         "",              "",            ""),
    Field("women_attendees",      Number(0),                                 "womenAttendees",    "pbgdpl:womenAttendees",    "",              "",            ""),
    Field("special_group_attendees", Number(0),                                 "specialGroupAttendees","pbgdpl:specialGroupAttendees","",              "",            ""),
    Field("documents_handed_out", Number(0),                                 "documentsHandedOut","pbgdpl:documentsHandedOut","",              "",            ""),
    Field("documents_in_ethnic_languages", Number(0),                                 "documentsInEthnicLanguages","pbgdpl:documentsInEthnicLanguages","",              "",            ""),
    Field("broadcasts",           Number(0),                                 "broadcasts",        "pbgdpl:broadcasts",        "",              "",            ""),
    Field("contest_entrants",     Number(0),                                 "contestEntrants",   "pbgdpl:contestEntrants",   "",              "",            ""),
    # Courses and dialogues
    Field("topic",              Text(10000, lines=True),                   "topic",             "pbgdpl:topic",             "",             "",            ""),
    Field("hosts",              coded("Organization", "identifier"),       "host",              "pbgdpl:host",              "",             "contributor", ""),
    Field("officials",          ListOf(MembershipKind(), most=500),       "official",          "pbgdpl:official",          "",             "",            ""),
    Field("programme",          ListOf(ProgrammePartKind(), most=500),    "programmePart",     "subEvent",                 "hasPart",      "",            ""),
    Field("results",            Html(),                                    "results",           "pbgdpl:results",           "",             "",            ""),
    # Statistics
    Field("period_kind",        Code(),                                    "periodKind",        "pbgdpl:periodKind",        "",             "",            ""),
    Field("figures",            ListOf(FigureKind(), most=6000),          "figure",            "variableMeasured",         "",             "",            ""),
    # Coordination councils
    Field("term",               Text(200),                                 "term",              "pbgdpl:term",              "temporal",     "",            ""),
    Field("standing_agency",    Code("Organization", "identifier"),        "standingAgency",    "pbgdpl:standingAgency",    "",             "",            ""),
    Field("members",            ListOf(MembershipKind(), most=500),       "member",            "member",                   "",             "contributor", ""),
    Field("secretariat",        ListOf(MembershipKind(), most=500),       "secretariat",       "pbgdpl:secretariat",       "",             "",            ""),
)
# fmt: on
"""In the order in which XML has the elements."""

BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
VOLATILE_FIELDS = frozenset(field.name for field in FIELDS if field.volatile)
LOCAL_FIELDS = frozenset(field.name for field in FIELDS if field.owner is LOCAL)
SHARED_FIELDS = frozenset(field.name for field in FIELDS if field.owner is SHARED)
COMPULSORY_FIELDS = tuple(field.name for field in FIELDS if field.compulsory)


def build(identifier: Any, record_type: Any, values: Mapping[str, Any]) -> Record:
    """Make a record of values that nobody has checked yet; raise `InvalidRecord`."""
    cleaned = {}
    for name, value in values.items():
        if value is not None:
            with_value = clean(BY_NAME[name], value)
            if with_value is not None:
                cleaned[name] = with_value
    return finished(identifier, record_type, cleaned)


def finished(identifier: Any, record_type: Any, values: Mapping[str, Any]) -> Record:
    """Make a record of clean values; raise `InvalidRecord` if it lacks what it needs."""
    if not isinstance(identifier, str) or not _IDENTIFIER.fullmatch(identifier):
        raise InvalidRecord("identifier", "is missing or is no identifier")
    if not isinstance(record_type, str) or not _TYPE.fullmatch(record_type):
        raise InvalidRecord("type", "is missing or is no type")
    for name in COMPULSORY_FIELDS:
        if name not in values:
            raise InvalidRecord(name, "is missing", MISSING)
    return Record(identifier, record_type, values)


def clean(field: Field, value: Any) -> Any:
    """Check and normalise one value; raise `InvalidRecord`."""
    try:
        return field.kind.clean(value)
    except InvalidValue as error:
        raise InvalidRecord(field.name, str(error), error.words) from None


def present(record: Record) -> Iterator[tuple[Field, Any]]:
    """Yield what a record has, in the order of the table."""
    for field in FIELDS:
        value = record.get(field.name)
        if value is not None:
            yield field, value
