"""The record: what the exchange knows of a text, apart from any format and from Plone."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.field_types import UNUSABLE
from types import MappingProxyType
from typing import Any
from typing import TypeAlias
from zope.i18nmessageid import Message

MISSING = _("problem_missing", default="“${field}” is missing.")
UNREADABLE = _("trial_unreadable", default="The record can't be read.")


class InvalidRecord(ValueError):
    """Refuse a record: `field` names what is wrong, the text says in English why.

    Other records go on; this one is quarantined. `words` say it to whoever reads that.
    """

    def __init__(self, field: str, problem: str, words: Message = UNUSABLE) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        values = {**(words.mapping or {}), "field": field}
        self.words = Message(words, mapping=values) if field else UNREADABLE


@dataclass(frozen=True, slots=True)
class Term:
    """A coded value: the code, and its title as the sender's list has it.

    One of the two may be empty, not both.
    """

    token: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """A legal document that a text introduces or cites; only what is known is set."""

    document_type: Term | None = None
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    validity: Term | None = None
    summary: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of statistics: of what, how many, and how many of them estimated."""

    cell: Term
    value: int
    estimate: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    """Who was what in a council, from which day on and until when.

    `ended_on` is the first day on which it is over.
    """

    name: str = ""
    position: str = ""
    agency: Term | None = None
    role: Term | None = None
    invited: bool | None = None
    valid_from: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """One part of a programme: on which day, from when to when, about what."""

    day: date | None = None
    starts_at: str = ""
    ends_at: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class FileReference:
    """Where a file is and what it is; the bytes are fetched by others."""

    name: str
    media_type: str = ""
    size: int = 0
    """Bytes; 0 if it is not told."""
    sha256: str = ""
    """64 hex digits in small letters; empty if it is not told."""
    url: str = ""


Value: TypeAlias = (
    str
    | int
    | date
    | datetime
    | Term
    | FileReference
    | tuple[str, ...]
    | tuple[Term, ...]
    | tuple[LegalDocument, ...]
    | tuple[Membership, ...]
    | tuple[ProgrammePart, ...]
    | tuple[FileReference, ...]
    | tuple[Figure, ...]
)
"""What a field holds, by its kind; moments are aware, days have no zone."""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Where the text of a record is that describes it only."""

    url: str
    element: str = ""
    """XPath of the text in the page; empty for what pages usually have it in."""


@dataclass(frozen=True)
class Record:
    """One text as it is exchanged.

    `identifier` is `oai:<repository>:<name>`, without space. `values` maps names of
    `exchange.fields` to values; what has no value is missing in it. Made by
    `exchange.fields.build`, which checks and normalises.

    Its words: ``docs/glossary.rst``, *Exchange*.
    """

    identifier: str
    type: str
    values: Mapping[str, Value] = field(default_factory=dict)
    linked_text: LinkedText | None = None
    """Where the text is that a fetched record only leads to; not exchanged itself."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a field, or `default` where there is none."""
        return self.values.get(name, default)

    def changed(self, **values: Value | None) -> "Record":
        """Return the record with other values, which are taken as they are; None removes."""
        merged = {**self.values, **values}
        kept = {name: value for name, value in merged.items() if value is not None}
        return replace(self, values=kept)
