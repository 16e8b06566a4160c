"""What a mapping says: a file in TOML whose expressions are JMESPath.

It says what a list looks like and how it goes on (`list`), what names a record, when it
changed and whether it is gone (`record`), and where each field of ours is (`fields`); or how
our records go out (`send`). Nothing in it can call anything: JMESPath only picks out.
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
class SendRequest:
    """One way in which records go out: to an address, with what of each record."""

    method: str
    path: str = ""
    """Below the address that is sent to; `{id}` and `{remote_id}` stand for a record."""
    fields: Mapping[str, ParsedResult] = field(default_factory=dict)
    batch: int = 1
    """How many records one body has at most."""
    records: str = ""
    """The key under which a body has its list of records; empty for the list alone."""

    @property
    def is_list(self) -> bool:
        """Whether a body has a list of records, be it one."""
        return self.batch > 1 or bool(self.records)

    @property
    def is_of_one(self) -> bool:
        """Whether the address is that of one record."""
        return "{" in self.path


@dataclass(frozen=True)
class ReceiptMapping:
    """What an answer says of each record that was sent."""

    records: ParsedResult | None = None
    identifier: ParsedResult | None = None
    remote_id: ParsedResult | None = None
    """The name that the partner gave it."""
    accepted: ParsedResult | None = None
    code: ParsedResult | None = None
    message: ParsedResult | None = None
    already: tuple[int, ...] = ()
    """Statuses that say that the partner has the record already."""


@dataclass(frozen=True)
class LookupMapping:
    """How the partner is asked for a record whose receipt got lost."""

    path: str
    record: ParsedResult | None = None


@dataclass(frozen=True)
class SendMapping:
    """How our records go out; `digest` is of all that makes a body what it is."""

    identifier: ParsedResult
    new: SendRequest
    change: SendRequest
    deletion: SendRequest | None
    receipt: ReceiptMapping
    lookup: LookupMapping | None
    key_header: str
    """The header whose value is the same when the same request is sent again."""
    digest: str
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → code of ours → value of the partner."""
    dates: DateMapping = field(default_factory=DateMapping)

    @property
    def needs_remote_id(self) -> bool:
        """Whether records are changed or deleted by the name that the partner gave."""
        requests = (self.change, self.deletion)
        return any(one is not None and "{remote_id}" in one.path for one in requests)


@dataclass(frozen=True)
class SourceMapping:
    """How records of a source become records of ours, or ours those of a partner."""

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
    all_removals_reported: bool = False
    dates: DateMapping = field(default_factory=DateMapping)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → value of the source → code of ours."""
    text_address: ParsedResult | None = None
    """Where the text is, if the record only leads to it."""
    text_element: str = ""
    """XPath of the text in that page."""
    sending: SendMapping | None = None
    """How records of ours go out by it; None for a mapping that only reads."""

    @property
    def can_read(self) -> bool:
        """Whether a source can be read by it."""
        return bool(self.fields)
