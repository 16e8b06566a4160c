"""What a mapping says: a file in TOML whose expressions are JMESPath.

It says what a list looks like and how it goes on (`list`), what names a record, when it
changed and whether it is gone (`record`), and where each field of ours is (`fields`). Nothing
in it can call anything: JMESPath only picks out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from jmespath.parser import ParsedResult
from typing import NamedTuple
from zope.i18nmessageid import Message


class MappingFault(NamedTuple):
    """What is wrong with a mapping: where, and in words."""

    place: str
    """Such as `fields.title`, or `line 3, column 5`; empty for the whole file."""
    message: Message


class InvalidMapping(ValueError):
    """Raised with all that is wrong with a mapping."""

    def __init__(self, faults: list[MappingFault]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.message}" for one in faults))
        self.faults = faults


@dataclass(frozen=True)
class ListMapping:
    """One list: how it is asked for, where its records are, and how it goes on."""

    records: ParsedResult
    path: str = ""
    """Below the address of the source; empty for the address itself."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    paging: str = "none"
    page_parameter: str = ""
    """What carries the number of the page or of the first record, or the cursor."""
    first_page: int = 1
    size_parameter: str = ""
    size: int = 0
    following: ParsedResult | None = None
    """Where the cursor, or the address, of the next page is."""
    total: ParsedResult | None = None
    """Where the source says how many records there are."""
    since_parameter: str = ""
    until_parameter: str = ""
    moments: str = "day"
    set_parameter: str = ""


@dataclass(frozen=True)
class RecordMapping:
    """What names a record, and what it is."""

    identifier: ParsedResult
    changed: ParsedResult | None = None
    deleted: ParsedResult | None = None
    type: ParsedResult | None = None


@dataclass(frozen=True)
class DateMapping:
    """How times are written that have another form than RFC 3339."""

    formats: tuple[str, ...] = ()
    """As `datetime.strptime` takes them."""
    zone: str = "+07:00"
    """That of times which name none."""


@dataclass(frozen=True)
class SourceMapping:
    """How records of a source become records of ours."""

    title: str
    digest: str
    """Of the file: another mapping makes another record of what was sent."""
    fields: Mapping[str, ParsedResult]
    reads: str = "json"
    prefix: str = ""
    """The metadata prefix of OAI-PMH that it reads; empty for JSON."""
    listing: ListMapping | None = None
    record: RecordMapping | None = None
    detail_path: str = ""
    """Address of a single record below that of the source, with `{id}`."""
    detail_record: ParsedResult | None = None
    removals: ListMapping | None = None
    """A list of what was taken back."""
    removal: RecordMapping | None = None
    all_removals_told: bool = False
    dates: DateMapping = field(default_factory=DateMapping)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → value of the source → code of ours."""
    text_address: ParsedResult | None = None
    """Where the text is, if the record only leads to it."""
    text_element: str = ""
    """XPath of the text in that page."""
