"""Long lists a part at a time; the address says which part."""

from dataclasses import dataclass
from sonla.pbgdpl.core.numbers import parse_int
from typing import Any
from urllib.parse import urlencode

SHOWN = 20
"""Lines of a list on one page."""


@dataclass(frozen=True)
class PageSlice:
    """Which part of a list is shown; `name` stands in the address for the list."""

    name: str
    start: int
    total: int
    url: str

    @classmethod
    def asked_for(cls, name: str, form: Any, total: int, url: str) -> "PageSlice":
        """Read the address; what lies beyond the end is the last part."""
        last = max(total - 1, 0) // SHOWN * SHOWN
        asked = parse_int(form.get(name), 0) // SHOWN * SHOWN
        return cls(name, min(asked, last), total, url)

    @property
    def first(self) -> int:
        """Number the first line that is shown, from 1."""
        return self.start + 1

    @property
    def last(self) -> int:
        """Number the last line that is shown."""
        return min(self.start + SHOWN, self.total)

    @property
    def several(self) -> bool:
        """Whether there are further parts."""
        return self.total > SHOWN

    @property
    def before(self) -> str:
        """The address of the part before; empty if this is the first."""
        return self._address(self.start - SHOWN) if self.start else ""

    @property
    def after(self) -> str:
        """The address of the part after; empty if this is the last."""
        return self._address(self.last) if self.last < self.total else ""

    def _address(self, start: int) -> str:
        sign = "&" if "?" in self.url else "?"
        return f"{self.url}{sign}{urlencode({self.name: start})}#pbgdpl-{self.name}"
