"""Kinds of values: how each is checked, normalised and written in JSON and XML.

Whatever enters a record goes through `clean`: the same text is then the same sequence
of characters in every binding, however it was typed or sent.
"""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from lxml.etree import _Element
from lxml.etree import SubElement
from sonla.pbgdpl import _
from sonla.pbgdpl.core.typed_text import normalized
from typing import Any
from urllib.parse import urljoin
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

import re

VIETNAM = timezone(timedelta(hours=7))
"""The one zone of the country, without summer time (Decision 134/2002/QĐ-TTg)."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)
"""What XML 1.0 can't hold, and what lets a text read differently from what it says."""
_LINE_ENDS = re.compile("\r\n?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
_NOT_IN_URL = re.compile(r"[\s\x00-\x20\x7f\\<>\"\ud800-\udfff\ufffe\uffff]")
_YEARS = range(1000, 9999)


UNUSABLE = _("problem_other", default="“${field}” can't be read.")
TOO_LONG = _("problem_long", default="“${field}” has more than ${most} characters.")
TOO_MANY = _("problem_many", default="“${field}” has more than ${most} values.")


class InvalidValue(ValueError):
    """Raised with what is wrong with a value; callers that know the field raise `InvalidRecord`.

    The text is for logs, `words` for whoever reads what became of a record.
    """

    def __init__(self, problem: str, words: Message = UNUSABLE) -> None:
        super().__init__(problem)
        self.words = words


class FieldType(ABC):
    """The base of all kinds. All methods raise `InvalidValue`; None stands for no value."""

    repeats = False
    """Whether its XML element stands once for each of several values."""

    @abstractmethod
    def clean(self, value: Any) -> Any:
        """Check and normalise a value; None if nothing is left."""

    def to_json(self, value: Any) -> Any:
        """Write a clean value as JSON: what JSON knows as it is."""
        return value

    def from_json(self, data: Any) -> Any:
        """Read and clean a value from JSON."""
        return self.clean(data)

    def to_xml(self, parent: _Element, tag: str, value: Any) -> None:
        """Write a clean value as one or several children."""
        SubElement(parent, tag).text = self.to_text(value)

    def from_xml(self, elements: list[_Element]) -> Any:
        """Read and clean a value from all elements of its name; of several the first."""
        return self.from_text(text_of(elements[0]))

    def to_text(self, value: Any) -> str:
        """Write a clean value as text."""
        return str(value)

    def from_text(self, text: str) -> Any:
        """Read and clean a value from text."""
        return self.clean(text)

    def canonical(self, value: Any) -> Any:
        """Write a value for digests: equal content gives equal JSON."""
        return self.to_json(value)

    def plain(self, value: Any) -> list[str]:
        """Return a value in words, for Dublin Core."""
        return [self.to_text(value)]


@dataclass(frozen=True)
class Text(FieldType):
    """Text in NFC of at most so many characters, on one line unless told."""

    limit: int = 1000
    lines: bool = False

    def clean(self, value: Any) -> str | None:
        """Normalise; runs of space become one space, or line ends become `\\n`."""
        if not isinstance(value, str):
            raise InvalidValue("is not text")
        text = usable(value)
        if self.lines:
            text = (_LINE_ENDS.sub("\n", text) if "\r" in text else text).strip()
        else:
            text = " ".join(text.split())
        if len(text) > self.limit:
            raise InvalidValue(
                f"has more than {self.limit} characters",
                Message(TOO_LONG, mapping={"most": self.limit}),
            )
        return text or None


@dataclass(frozen=True)
class Html(Text):
    """Markup. Its XML element says so, since the text of it is escaped markup."""

    limit: int = 2_000_000
    lines: bool = True

    def to_xml(self, parent: _Element, tag: str, value: str) -> None:
        """Write the markup as text."""
        SubElement(parent, tag, mediaType="text/html").text = value


@dataclass(frozen=True)
class Address(FieldType):
    """A web address, http or https, as it was written."""

    limit: int = 2000

    def clean(self, value: Any) -> str | None:
        """Refuse other schemes, such as `javascript:`, and what no address may hold."""
        if not isinstance(value, str):
            raise InvalidValue("is not text")
        url = value.strip()
        if not url:
            return None
        if len(url) > self.limit or _NOT_IN_URL.search(url) or not is_web_address(url):
            raise InvalidValue("is not an address that starts with http:// or https://")
        return url

    def canonical(self, value: str) -> str:
        """Leave out scheme and host: a portal that moves changes nothing else."""
        return without_host(value)


@dataclass(frozen=True)
class TextList(FieldType):
    """Several short texts, each once."""

    limit: int = 200
    most: int = 200
    ordered: bool = False
    """Whether the order has a meaning."""
    repeats = True

    def clean(self, value: Any) -> tuple[str, ...] | None:
        """Clean each and drop what repeats."""
        word = Text(self.limit)
        return at_most(self.most, (word.clean(one) for one in as_list(value)))

    def to_json(self, value: tuple[str, ...]) -> list[str] | list[dict[str, str]]:
        return list(value)

    def from_json(self, data: Any) -> tuple[str, ...] | None:
        """Read a list, one text alone, or things that have a name."""
        names = [
            one.get("name", "") if isinstance(one, dict) else one
            for one in as_list(data)
        ]
        return self.clean(names)

    def to_xml(self, parent: _Element, tag: str, value: tuple[str, ...]) -> None:
        """Write an element a text."""
        for word in value:
            SubElement(parent, tag).text = word

    def from_xml(self, elements: list[_Element]) -> tuple[str, ...] | None:
        return self.clean([text_of(element) for element in elements])

    def canonical(self, value: tuple[str, ...]) -> list[str]:
        """Sort them unless their order has a meaning."""
        return list(value) if self.ordered else sorted(value)

    def plain(self, value: tuple[str, ...]) -> list[str]:
        """Return the words as they are: they need no others."""
        return list(value)


@dataclass(frozen=True)
class Names(TextList):
    """Names of people or bodies, whose order is kept."""

    ordered: bool = True

    def to_json(self, value: tuple[str, ...]) -> list[dict[str, str]]:
        """Return things that have a name; nobody knows whether they are persons."""
        return [{"name": name} for name in value]


class Day(FieldType):
    """A day of the calendar without a zone, as laws are dated."""

    def clean(self, value: Any) -> date | None:
        """Take a date, or one written as `2024-01-18`."""
        if isinstance(value, str):
            return self.from_text(value)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise InvalidValue("is not a date")
        return value

    def to_json(self, value: date) -> str:
        """Write it as ISO 8601 does."""
        return value.isoformat()

    to_text = to_json

    def from_text(self, text: str) -> date | None:
        """Read a date in ISO 8601."""
        text = text.strip()
        if not text:
            return None
        if not _DAY.fullmatch(text):
            raise InvalidValue("is not a date such as 2024-01-18")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InvalidValue("is a date that does not exist") from None


class Moment(FieldType):
    """A moment in whole seconds; it is written with the offset of Vietnam."""

    def clean(self, value: Any) -> datetime | None:
        """Take an aware moment, or one in RFC 3339; fractions of a second are dropped."""
        if isinstance(value, str):
            return self.from_text(value)
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise InvalidValue("is not a moment with a zone")
        if value.year not in _YEARS:
            raise InvalidValue("is out of range")
        return value.astimezone(UTC).replace(microsecond=0)

    def to_json(self, value: datetime) -> str:
        """Write it as RFC 3339 does."""
        return value.astimezone(VIETNAM).isoformat(timespec="seconds")

    to_text = to_json

    def from_text(self, text: str) -> datetime | None:
        """Read a moment in RFC 3339."""
        text = text.strip().upper()
        if not text:
            return None
        if not _MOMENT.fullmatch(text):
            raise InvalidValue("is not a moment such as 2026-01-31T10:00:00+07:00")
        try:
            return self.clean(datetime.fromisoformat(text))
        except InvalidValue:
            raise
        except (ValueError, OverflowError):
            raise InvalidValue("is a moment that does not exist") from None

    def canonical(self, value: datetime) -> str:
        """Write it in UTC."""
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def plain(self, value: datetime) -> list[str]:
        """Return the day in Vietnam."""
        return [value.astimezone(VIETNAM).date().isoformat()]


@dataclass(frozen=True)
class Number(FieldType):
    """A whole number between two limits, both inclusive."""

    lowest: int = 0
    highest: int = 9_999_999

    def clean(self, value: Any) -> int | None:
        """Refuse anything else, text and truth values too."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidValue("is not a whole number")
        if not self.lowest <= value <= self.highest:
            raise InvalidValue(f"is not between {self.lowest} and {self.highest}")
        return value

    def from_text(self, text: str) -> int | None:
        """Read decimal digits."""
        text = text.strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise InvalidValue("is not a whole number")
        return self.clean(int(text))


def usable(text: str) -> str:
    """Return text in NFC without the characters that no text should have."""
    if _UNWANTED.search(text):
        text = _UNWANTED.sub("", text)
    return normalized(text)


def beginning(text: str, most: int) -> str:
    """Return a text on one line, cut at a word where it has more characters than `most`.

    What is cut ends in an ellipsis, which is two characters more.
    """
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return f"{words[:most].rpartition(' ')[0] or words[:most]} …"


def is_web_address(url: str) -> bool:
    """Return whether an address is whole, of the web, and names no user."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme.lower() in ("http", "https")
        and bool(parts.hostname)
        and "@" not in parts.netloc
    )


def joined_address(base: str, address: str) -> str:
    """Return an address in a document as a whole one; as it is where it can't be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def origin_of(url: str) -> str:
    """Return scheme and host of an address, as `https://host`; empty without a host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def without_host(url: str) -> str:
    """Return an address without scheme and host."""
    return url.removeprefix(origin_of(url))


def as_list(value: Any) -> list[Any]:
    """Return several values as a list, one alone as a list of one."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None else [value]


def at_most(most: int, values: Iterable[Any]) -> tuple[Any, ...] | None:
    """Return the values that are some, each once; raise `InvalidValue` if they are too many."""
    kept = tuple(dict.fromkeys(value for value in values if value is not None))
    if len(kept) > most:
        raise InvalidValue(
            f"has more than {most} values", Message(TOO_MANY, mapping={"most": most})
        )
    return kept or None


def text_of(element: _Element) -> str:
    """Return the text of an element, with that of elements inside, without comments."""
    if not len(element):
        return element.text or ""
    return str(element.xpath("string()"))
