"""What a visitor asks of a list with filters, read from the address and written to it."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.search.criteria import AskedState
from sonla.pbgdpl.search.criteria import first
from sonla.pbgdpl.search.criteria import is_control
from sonla.pbgdpl.search.facets import Facet
from typing import Any
from typing import ClassVar
from typing import Self

MAX_CHARACTERS = 100


@dataclass(frozen=True)
class Filters(AskedState[str]):
    """One state of a list; one value may be chosen of a facet."""

    facets: ClassVar[tuple[Facet, ...]]
    """What may be chosen: each list has its own."""

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

    def value(self, name: str) -> str:
        """Return the chosen value of a filter; empty for none."""
        return self.chosen.get(name, "")

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


def _text(form: Mapping[str, Any], name: str) -> str:
    plain = "".join(" " if is_control(one) else one for one in first(form, name))
    return plain.strip()[:MAX_CHARACTERS]
