"""Where the value of a field stands in content: how it is read and how written.

Places read and write attributes as Plone's forms would store them. They ask nobody and
tell nobody: who changes content sends the events.
"""

from abc import ABC
from abc import abstractmethod
from Acquisition import aq_base
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from DateTime import DateTime
from datetime import datetime
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_of
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.authorship import is_login
from sonla.pbgdpl.editorial.authorship import public_author
from sonla.pbgdpl.exchange.field_types import beginning
from sonla.pbgdpl.exchange.field_types import usable
from sonla.pbgdpl.exchange.fields import TITLE
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.exchange.term_matching import find_token
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message

NO_TERM = _(
    "problem_no_term",
    default="“${field}”: our list has no ${value}; it was kept as a keyword.",
)
Fetched = Callable[[str], bytes | None]
"""Return the bytes of a file that was fetched; None if it was not."""


@dataclass
class WriteContext:
    """Collect what happens while one item is written."""

    container: Any
    fetched: Fetched
    notes: list[Message] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    """Titles of coded values that our lists don't have: kept as keywords."""
    kept: dict[str, Any] = field(default_factory=dict)
    """Values that a field of ours can't take."""
    files: dict[str, str] = field(default_factory=dict)
    """Address → UID of the file that was made of it."""
    name: str = ""
    """The field that is being written."""

    def note(self, words: Message, value: str) -> None:
        """Note for the journal what could not be done as sent with a value of the field."""
        values = {"field": self.name, "value": value}
        self.notes.append(Message(words, mapping=values))


class FieldAccessor(ABC):
    """The base of all places."""

    writable = True

    @property
    def attributes(self) -> tuple[str, ...]:
        """The fields of content that it reads."""
        return ()

    @abstractmethod
    def read(self, obj: Any) -> Any:
        """Return the value as it stands, unchecked; None if there is none."""

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Store a clean value, where it is writable; None empties the field."""
        raise NotImplementedError


@dataclass(frozen=True)
class AttributeAccessor(FieldAccessor):
    """A value that content stores as a record has it; `empty` stands for none."""

    name: str
    empty: Any = None

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.name,)

    def read(self, obj: Any) -> Any:
        value = getattr(aq_base(obj), self.name, None)
        return None if value == self.empty else value

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        setattr(obj, self.name, self.empty if value is None else value)


AI_SOURCE = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
AI_NAME = "trainedalgorithmicmedia"
"""How the names of both lists end: also of what is a composite with such parts."""


class DigitalSource(AttributeAccessor):
    """The mark of what was made with AI, as machines read it (Article 11, Law 134/2025/QH15).

    IPTC's list of digital sources, by schema.org's address. Content knows made with AI or not.
    """

    def read(self, obj: Any) -> str | None:
        """Return the address; None for what was not."""
        return AI_SOURCE if super().read(obj) else None

    def write(self, obj: Any, value: str | None, writing: WriteContext) -> None:
        """Store whether it says so, whichever of the two lists names it."""
        if value not in (None, AI_SOURCE):
            writing.kept[writing.name] = value
        name = (value or "").rpartition("/")[2].lower().removesuffix("digitalsource")
        super().write(obj, name.endswith(AI_NAME), writing)


class Title(AttributeAccessor):
    """The title, which each record must have: a long one is cut, lest the text stays away."""

    def read(self, obj: Any) -> Any:
        """Return it, at most as long as records may have it."""
        value = super().read(obj)
        if not isinstance(value, str):
            return value
        words, most = " ".join(usable(value).split()), TITLE.limit
        return words if len(words) <= most else beginning(words, most - 2)


@dataclass(frozen=True)
class Computed(FieldAccessor):
    """A value that the portal knows and no field of content holds."""

    compute: Callable[[Any], Any]
    writable = False

    def read(self, obj: Any) -> Any:
        return self.compute(obj)


@dataclass(frozen=True)
class Derived(FieldAccessor):
    """What a record says of one field of content, of which no content is made."""

    name: str
    make: Callable[[Any], Any]
    """Makes the value of what is stored, which may be None."""
    writable = False

    @property
    def attributes(self) -> tuple[str, ...]:
        """The field."""
        return (self.name,)

    def read(self, obj: Any) -> Any:
        """Make the value."""
        return self.make(stored_value(obj, self.name))


class Creator(FieldAccessor):
    """The name that stands as author in public, never an account."""

    attributes = ("creators",)

    def read(self, obj: Any) -> str | None:
        """Return the public author; for what came from elsewhere the one it came with."""
        foreign = IHarvested.providedBy(obj)
        return next(iter(obj.listCreators()), None) if foreign else public_author(obj)

    def write(self, obj: Any, value: str | None, writing: WriteContext) -> None:
        """Name the author."""
        obj.creators = () if value is None else (value,)


class Contributors(FieldAccessor):
    """Names given for publication; an editor may have typed an account among them."""

    attributes = ("contributors",)

    def read(self, obj: Any) -> tuple[str, ...]:
        """Return the names that are no accounts."""
        return tuple(name for name in obj.listContributors() if not is_login(name))

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Set the names."""
        obj.contributors = value or ()


@dataclass(frozen=True)
class Date(FieldAccessor):
    """A date of publication or expiry."""

    name: str

    @property
    def attributes(self) -> tuple[str, ...]:
        """The field of the schema, which is called otherwise than what it stores."""
        return (
            {"effective_date": "effective", "expiration_date": "expires"}[self.name],
        )

    def read(self, obj: Any) -> datetime | None:
        """Return the moment in UTC."""
        return in_utc(getattr(aq_base(obj), self.name, None))

    def write(self, obj: Any, value: datetime | None, writing: WriteContext) -> None:
        """Store it as DateTime, in the server's zone as core does."""
        setattr(obj, self.name, None if value is None else DateTime(value.timestamp()))


class Keywords(FieldAccessor):
    """Plone's own keywords."""

    attributes = ("subjects",)

    def read(self, obj: Any) -> tuple[str, ...]:
        """Return the keywords as core's accessor has them."""
        return tuple(obj.Subject())

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Set the keywords by core's mutator; None takes all away."""
        obj.setSubject(value or ())


class Rights(AttributeAccessor):
    """Terms of reuse: the item's, else for our own those of the settings."""

    def read(self, obj: Any) -> str | None:
        """Return the item's own terms, or those of the settings for what is ours."""
        own = super().read(obj)
        foreign = IHarvested.providedBy(obj)
        return own or (None if foreign else get_settings().reuse_terms)


class Language(AttributeAccessor):
    """The language of the text; the portal's where none is set."""

    def read(self, obj: Any) -> str:
        """Return the language that is set, else the portal's."""
        return super().read(obj) or api.portal.get_default_language()

    def write(self, obj: Any, value: str | None, writing: WriteContext) -> None:
        """Store it as the portal calls it: `vi` for `vi-VN`, or listings leave it out."""
        main = (value or "").partition("-")[0].lower()
        tool = api.portal.get_tool("portal_languages")
        known = main in tool.getSupportedLanguages()
        super().write(obj, main if known else value, writing)


@dataclass(frozen=True)
class Coded(AttributeAccessor):
    """A token of one of our lists."""

    vocabulary: str = ""

    def read(self, obj: Any) -> Term | None:
        return term_of(self.vocabulary, super().read(obj))

    def write(self, obj: Any, value: Term | None, writing: WriteContext) -> None:
        """Store our token for the term; what our list lacks becomes a keyword."""
        super().write(obj, token_for(self.vocabulary, value, writing), writing)


@dataclass(frozen=True)
class CodedList(AttributeAccessor):
    """Tokens of one of our lists."""

    empty: Any = ()
    vocabulary: str = ""

    def read(self, obj: Any) -> tuple[Term, ...]:
        tokens = super().read(obj) or ()
        return tuple(
            Term(token, term_title(self.vocabulary, token)) for token in tokens
        )

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Store our tokens for the terms, each once."""
        tokens = (token_for(self.vocabulary, term, writing) for term in value or ())
        unique = tuple(dict.fromkeys(token for token in tokens if token))
        super().write(obj, unique, writing)


DOCUMENT_TYPES = "sonla.pbgdpl.DocumentTypes"
VALIDITY_STATUSES = "sonla.pbgdpl.ValidityStatuses"
CODED_CELLS = {"document_type": DOCUMENT_TYPES, "validity": VALIDITY_STATUSES}
CELLS = tuple(LegalDocument.__dataclass_fields__)


class LegalDocumentRows(FieldAccessor):
    """Rows of `legal_documents.behavior`."""

    attributes = ("legal_documents",)

    def read(self, obj: Any) -> tuple[LegalDocument, ...]:
        """Return a legal document a row."""
        rows = getattr(aq_base(obj), "legal_documents", None) or ()
        return tuple(document_of(row) for row in rows)

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Store a row a legal document."""
        obj.legal_documents = [row_of(document, writing) for document in value or ()]


def document_of(row: dict[str, Any]) -> LegalDocument:
    """Make a legal document of a row."""
    values = {name: row[name] for name in CELLS if row.get(name) not in (None, "")}
    for name, vocabulary in CODED_CELLS.items():
        if name in values:
            values[name] = term_of(vocabulary, values[name])
    return LegalDocument(**values)


def row_of(document: LegalDocument, writing: WriteContext) -> dict[str, Any]:
    """Make a row of a legal document; an empty cell is None, as forms store it."""
    row = {name: getattr(document, name) or None for name in CELLS}
    for name, vocabulary in CODED_CELLS.items():
        row[name] = token_for(vocabulary, row[name], writing)
    return row


def term_of(vocabulary: str, token: Any) -> Term | None:
    """Return the term of a stored token; None for none."""
    return Term(token, term_title(vocabulary, token)) if token else None


def token_for(vocabulary: str, term: Term | None, writing: WriteContext) -> str | None:
    """Return our token for a term that was sent.

    One that our list lacks is never lost: its title becomes a keyword, and is noted.
    """
    if term is None:
        return None
    token = find_token(all_terms(vocabulary), term, current_province().names)
    if token is None:
        writing.keywords.append(term.title or term.token)
        text = " ".join(part for part in (term.token, term.title) if part)
        writing.note(NO_TERM, text)
    return token


def in_utc(value: Any) -> datetime | None:
    """Return a DateTime as a moment in UTC."""
    return None if value is None else utc_of(DateTime(value))


def managing_agency(obj: Any) -> str:
    """Name who publishes: the managing agency, else the section or the portal."""
    section = section_of(obj)
    named = (get_settings().managing_agency or "").strip()
    own = section.Title() if section is not None else ""
    return named or own or api.portal.get().Title()


def agency_code(obj: Any) -> str | None:
    """Return the code of the managing agency if our list of agencies has it."""
    named = (get_settings().managing_agency or "").strip()
    terms = all_terms("sonla.pbgdpl.Agencies")
    return find_token(terms, Term("", named)) if named else None


def changed_last(obj: Any) -> datetime | None:
    """Return when the item was changed last."""
    return in_utc(obj.modified())


def own_origin(obj: Any) -> str:
    """Name our repository."""
    return repository_id()
