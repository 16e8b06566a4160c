"""What a visitor asks of a list with filters, read from the address and written to it."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.search.criteria import is_control
from sonla.pbgdpl.search.facets import Facet
from typing import Any
from typing import ClassVar
from typing import Self
from urllib.parse import urlencode

MAX_CHARACTERS = 100


@dataclass(frozen=True)
class Filters:
    """One state of a list."""

    facets: ClassVar[tuple[Facet, ...]]
    """What may be chosen: each list has its own."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Facet name → value, only facets with a value."""
    start: int = 0
    printed: bool = False

    @classmethod
    def from_form(cls, form: Mapping[str, Any]) -> Self:
        """Read the parameters of an address; what makes no sense asks for nothing."""
        chosen = {facet.name: _text(form, facet.name) for facet in cls.facets}
        return cls(
            text=" ".join(_text(form, "q").split()),
            chosen={name: value for name, value in chosen.items() if value},
            start=parse_int(_text(form, "b_start"), 0),
            printed=_text(form, "print") == "1",
        )

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for: the page then shows everybody."""
        return not self.text and not self.chosen

    def value(self, name: str) -> str:
        """Return the chosen value of a filter; empty for none."""
        return self.chosen.get(name, "")

    def choosing(self, name: str, value: str) -> Self:
        """Choose a value, or none by an empty one; begin at page one."""
        chosen = {**self.chosen, name: value}
        chosen = {name: value for name, value in chosen.items() if value}
        return replace(self, chosen=chosen, start=0)

    def unfiltered(self) -> Self:
        """Keep the words alone."""
        return replace(self, chosen={}, start=0)

    def at(self, start: int) -> Self:
        """Go to the page that begins with person number `start`, counted from 0."""
        return replace(self, start=start)

    def for_screen(self) -> Self:
        """Ask for the same people in pages."""
        return replace(self, start=0, printed=False)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Yield the parameters that make this state; those at their default are left out."""
        if self.text:
            yield "q", self.text
        for facet in self.facets:
            if value := self.value(facet.name):
                yield facet.name, value
        if self.printed:
            yield "print", "1"
        if self.start:
            yield "b_start", str(self.start)

    def query_string(self) -> str:
        """Write the state as the part of an address after its question mark."""
        return urlencode(list(self.parameters()))


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    plain = "".join(" " if is_control(char) else char for char in value)
    return plain.strip()[:MAX_CHARACTERS]
