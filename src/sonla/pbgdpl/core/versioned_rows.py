"""Tables that editors keep: plain rows in a tree, in an annotation of the portal.

A row has fields of a dataclass, and who changed it, when and why. Each change gives the whole
a new stamp, so two at once conflict and the publisher repeats the second; what a process made of
the rows holds for one stamp.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import fields
from plone import api
from plone.i18n.normalizer import idnormalizer
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from typing import Any
from typing import Generic
from typing import TypeVar
from uuid import uuid4
from zope.annotation.interfaces import IAnnotations

Row = TypeVar("Row")

HISTORY = "history"
MAX_HISTORY = 50
"""Changes that are remembered of one row."""


class VersionedRows(Generic[Row]):
    """One table. Its dataclass has a field `key`; `label` names the field to make keys of.

    `shipped` returns the rows of the package by key, where the portal stores only other ones:
    a new row takes the key of none of them.
    """

    def __init__(
        self,
        key: str,
        row_type: Callable[..., Row],
        label: str,
        shipped: Callable[[], Mapping[str, Row]] = dict,
    ) -> None:
        self.key = key
        self.shipped = shipped
        self.row_type = row_type
        self.label = label
        dataclass: Any = row_type
        shape = fields(dataclass)
        self.lists = tuple(one.name for one in shape if one.default == ())
        """The columns that have several values."""
        self.columns = tuple(one.name for one in shape if one.name != "key")

    @property
    def stamp_key(self) -> str:
        """The name of the annotation that changes with the rows."""
        return f"{self.key}.stamp"

    @property
    def kept_key(self) -> str:
        """The name of the section's annotation that keeps the table while the add-on is away."""
        return f"{self.key}.kept"

    def is_there(self) -> bool:
        """Return whether the portal has the table, be it empty."""
        return self.key in IAnnotations(api.portal.get())

    def stored(self) -> OOBTree | dict[str, Any]:
        """Return what is stored by key; nothing before the first row."""
        return IAnnotations(api.portal.get()).get(self.key, {})

    def all(self) -> Iterator[Row]:
        """Yield the rows by key."""
        return (self._row(key, values) for key, values in self.stored().items())

    def find(self, key: str) -> Row | None:
        """Find the row of a key."""
        values = self.stored().get(key)
        return self._row(key, values) if values else None

    def history(self, key: str) -> list[dict[str, str]]:
        """List the changes of a row, the newest first: `at`, `who`, `why`, `what`."""
        return list(reversed(self.stored().get(key, {}).get(HISTORY, ())))

    def stamp(self) -> str:
        """Return what names the state of the table; empty before the first row."""
        return str(IAnnotations(api.portal.get()).get(self.stamp_key, ""))

    def put(self, row: Row, why: str, what: str) -> str:
        """Store a row, under a new key if it has none; return its key."""
        stored = self._tree()
        key = self._key_of(row)
        past = stored.get(key, {}).get(HISTORY, ())
        change = {
            "at": utc_now().isoformat(timespec="seconds"),
            "who": current_user_id(),
            "why": why,
            "what": what,
        }
        stored[key] = {**self._values(row), HISTORY: (*past, change)[-MAX_HISTORY:]}
        self._renew_stamp()
        return key

    def fill(self, rows: Iterable[Row]) -> None:
        """Store rows that come with the package, without a history."""
        stored = self._tree()
        for row in rows:
            stored[self._key_of(row)] = self._values(row)
        self._renew_stamp()

    def keep(self) -> None:
        """Take the table out of the portal, and keep it with the first section: editors worked on it."""
        annotations = IAnnotations(api.portal.get())
        annotations.pop(self.stamp_key, None)
        rows = annotations.pop(self.key, None)
        if rows is not None:
            preserve(self.kept_key, {"rows": rows})

    def bring_back(self) -> bool:
        """Put the table of an earlier installation in place; return whether there was one."""
        rows = restore(self.kept_key).get("rows")
        if rows is None:
            return False
        IAnnotations(api.portal.get())[self.key] = rows
        self._renew_stamp()
        return True

    def read(self, cells: Mapping[str, str], **renamed: str) -> Row:
        """Make a row of the cells of a CSV file, whose lists are parted by semicolons.

        `renamed` says of a field in which column of the file it stands.
        """
        values: dict[str, Any] = {}
        for name in self.columns:
            cell = cells.get(renamed.get(name, name)) or ""
            values[name] = split_terms(cell) if name in self.lists else cell.strip()
        return self.row_type(key=(cells.get("key") or "").strip(), **values)

    def _tree(self) -> OOBTree:
        return IAnnotations(api.portal.get()).setdefault(self.key, OOBTree())

    def _renew_stamp(self) -> None:
        IAnnotations(api.portal.get())[self.stamp_key] = uuid4().hex

    def _key_of(self, row: Any) -> str:
        """Return the key of a row, or make one of its name that no other has."""
        if row.key:
            return str(row.key)
        base = idnormalizer.normalize(getattr(row, self.label), max_length=60) or "row"
        known, key, number = {*self.stored(), *self.shipped()}, base, 2
        while key in known:
            key, number = f"{base}-{number}", number + 1
        return key

    def _row(self, key: str, stored: Mapping[str, Any]) -> Row:
        values = {
            name: tuple(stored[name]) if name in self.lists else stored[name]
            for name in self.columns
            if name in stored
        }
        return self.row_type(key=key, **values)

    def _values(self, row: Row) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.columns}


def cells_of(row: Any, columns: Iterable[str]) -> list[str]:
    """Write fields of a row as the cells of a CSV file."""
    values = (getattr(row, name) for name in columns)
    return ["; ".join(one) if isinstance(one, tuple) else one for one in values]
