"""Long lists a part at a time; the address says which part."""

from collections.abc import Sequence
from dataclasses import dataclass
from sonla.pbgdpl.core.numbers import parse_int
from typing import Any
from typing import TypeVar
from urllib.parse import urlencode

Line = TypeVar("Line")
SHOWN = 20
"""Lines of a list on one page."""


@dataclass(frozen=True)
class PageSlice:
    """Which part of a list is shown; `name` stands in the address for the list."""

    name: str
    start: int
    total: int
    url: str
    size: int = SHOWN

    @classmethod
    def asked_for(
        cls, name: str, form: Any, total: int, url: str, size: int = SHOWN
    ) -> "PageSlice":
        """Read the address; what lies beyond the end is the last part."""
        last = max(total - 1, 0) // size * size
        asked = max(parse_int(form.get(name), 0), 0) // size * size
        return cls(name, min(asked, last), total, url, size)

    def of(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Return the lines of this part."""
        return lines[self.start : self.last]

    @property
    def first(self) -> int:
        """Number the first line that is shown, from 1."""
        return self.start + 1

    @property
    def last(self) -> int:
        """Number the last line that is shown."""
        return min(self.start + self.size, self.total)

    @property
    def several(self) -> bool:
        """Whether there are further parts."""
        return self.total > self.size

    @property
    def before(self) -> str:
        """The address of the part before; empty if this is the first."""
        return self._address(self.start - self.size) if self.start else ""

    @property
    def after(self) -> str:
        """The address of the part after; empty if this is the last."""
        return self._address(self.last) if self.last < self.total else ""

    def _address(self, start: int) -> str:
        sign = "&" if "?" in self.url else "?"
        return f"{self.url}{sign}{urlencode({self.name: start})}#pbgdpl-{self.name}"
