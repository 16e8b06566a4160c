"""What a visitor asks of the search page, read from the address and written to it."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import cached_property
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.search.facets import FACETS
from typing import Any
from typing import Generic
from typing import Self
from typing import TypeVar
from urllib.parse import quote_plus
from urllib.parse import urlencode

PAGE_SIZE = 20
MAX_CHARACTERS = 500
MAX_VALUES = 50
"""Limits of what an address can ask for; the rest is left unread."""

RELEVANCE, DATE = "relevance", "date"
# What may be chosen of a facet: one value, or several
Chosen = TypeVar("Chosen", str, tuple[str, ...])


@dataclass(frozen=True)
class AskedState(ABC, Generic[Chosen]):
    """One state of a page with words, filters and pages of results."""

    text: str = ""
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    """Facet name → what is chosen of it, only facets of which something is."""
    start: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for: the page then shows all, or the latest."""
        return not self.text and not self.chosen

    def choosing(self, name: str, value: Chosen) -> Self:
        """Choose something of a facet, or nothing by what is empty; begin at page one."""
        chosen = {**self.chosen, name: value}
        chosen = {name: value for name, value in chosen.items() if value}
        return replace(self, chosen=chosen, start=0)

    def unfiltered(self) -> Self:
        """Keep the words and drop all filters."""
        return replace(self, chosen={}, start=0)

    def at(self, start: int) -> Self:
        """Go to the page that begins with result number `start`, counted from 0."""
        return replace(self, start=start)

    @abstractmethod
    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters that make this state; those at their default are left out."""

    def query_string(self) -> str:
        """Write the state as the part of an address after its question mark."""
        return urlencode(list(self.parameters()))


@dataclass(frozen=True)
class Criteria(AskedState[tuple[str, ...]]):
    """One state of the search page; several values may be chosen of a facet."""

    sort: str = RELEVANCE
    exact: bool = False
    """Whether only texts with the words as typed are found."""

    @classmethod
    def from_form(cls, form: Mapping[str, Any]) -> "Criteria":
        """Read the parameters of an address; what makes no sense asks for nothing.

        `SearchableText` is read too, so that the portal's own search box can
        point here.
        """
        text = first(form, "q") or first(form, "SearchableText")
        text = "".join(" " if is_control(char) else char for char in text)
        text = " ".join(text.split())[:MAX_CHARACTERS]
        chosen = {facet.name: _values(form, facet.name) for facet in FACETS}
        return cls(
            text=text,
            chosen={name: values for name, values in chosen.items() if values},
            sort=DATE if first(form, "sort") == DATE or not text else RELEVANCE,
            start=parse_int(first(form, "b_start"), 0),
            exact=bool(text) and first(form, "exact") == "1",
        )

    def values(self, name: str) -> tuple[str, ...]:
        """List the chosen values of a facet."""
        return self.chosen.get(name, ())

    def toggled(self, name: str, value: str) -> "Criteria":
        """Add a value to a facet, or remove it when it is there; begin at page one."""
        values = self.values(name)
        if value in values:
            values = tuple(other for other in values if other != value)
        else:
            values = (*values, value)
        return self.choosing(name, values)

    def sorted_by(self, sort: str) -> "Criteria":
        """Change the order and begin at page one."""
        return replace(self, sort=sort, start=0)

    def reworded(self, text: str) -> "Criteria":
        """Ask other words under the same filters."""
        return replace(self, text=text, start=0, exact=False)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters that make this state; those at their default are left out."""
        if self.text:
            yield "q", self.text
        yield from self.filters()
        if self.sort == DATE and self.text:
            yield "sort", DATE
        if self.exact:
            yield "exact", "1"
        if self.start:
            yield "b_start", str(self.start)

    def filters(self) -> Iterator[tuple[str, str]]:
        """Yield (facet, value) of each chosen filter, in the order of the page."""
        for facet in FACETS:
            for value in self.values(facet.name):
                yield facet.name, value

    def toggled_query(self, name: str, value: str) -> str:
        """Write the state that `toggled` gives; quick, for long lists of filters."""
        if self.start or value in self.values(name):
            return self.toggled(name, value).query_string()
        return "&".join(filter(None, (self._query, f"{name}={quote_plus(value)}")))

    @cached_property
    def _query(self) -> str:
        return self.query_string()


def is_control(char: str) -> bool:
    """Return whether a character moves a terminal and shows nothing."""
    return char < " " or char == "\x7f"


def first(form: Mapping[str, Any], name: str) -> str:
    """Return the first value of a parameter; empty for none."""
    value = form.get(name, "")
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""


def _values(form: Mapping[str, Any], name: str) -> tuple[str, ...]:
    given = form.get(name, ())
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list | tuple):
        return ()
    texts = (v[:MAX_CHARACTERS] for v in given if isinstance(v, str) and v)
    return tuple(dict.fromkeys(texts))[:MAX_VALUES]
