"""The journal of decisions on legal documents, kept on the section.

Append-only: an undo is an entry of its own. It survives the items it names,
and goes with the section it belongs to.
"""

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import REGISTER
from typing import Any
from typing import Literal
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.legal_documents"
DOCUMENT = AuditAction(
    "document",
    _("log_document", default="Set the validity of a legal document"),
    REGISTER,
)
Status = Literal["changed", "unchanged", "locked", "differs", "failed"]


@dataclass(frozen=True)
class ItemChange:
    """What happened to one item.

    `old` and `new` have the same keys. Dates are `date`, tuples are tuples.
    """

    uid: str
    path: str
    title: str
    status: Status
    old: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)
    note: Any = ""
    """Why it was not changed: a message, or who holds the item."""


@dataclass(frozen=True)
class DecisionEntry:
    """One decision: who set which values of which document, when and where."""

    number: int
    at: datetime
    user: str
    identity: str
    label: str
    changes: dict[str, Any]
    replacement_before: str | None = None
    undoes: int | None = None
    items: tuple[ItemChange, ...] = ()

    @property
    def changed_items(self) -> tuple[ItemChange, ...]:
        """The items that were in fact changed."""
        return tuple(item for item in self.items if item.status == "changed")


class DocumentJournal(Persistent):
    """Keep entries by number, and by identity the number of what replaces it."""

    def __init__(self) -> None:
        self.entries = LOBTree()
        self.replacements = OOBTree()


def read_journal(section: Any) -> "JournalReader":
    """Open the journal of a section for reading; one that has none reads as empty."""
    stored = IAnnotations(section).get(KEY)
    return JournalReader(stored if stored is not None else DocumentJournal())


class JournalReader:
    """Read a journal; entries are stored as plain data, so old ones stay readable."""

    def __init__(self, stored: DocumentJournal) -> None:
        self._stored = stored

    def __len__(self) -> int:
        return len(self._stored.entries)

    def newest_first(self) -> Iterator[DecisionEntry]:
        """Yield the entries, the last decision first."""
        for number in reversed(list(self._stored.entries.keys())):
            yield self.entry(number)

    def entry(self, number: int) -> DecisionEntry:
        """Return one entry; raises KeyError if there is none."""
        data = dict(self._stored.entries[number])
        items = tuple(ItemChange(**item) for item in data.pop("items"))
        return DecisionEntry(number=number, items=items, **data)

    def undone(self) -> dict[int, int]:
        """Map the number of each entry that was taken back to the one that did it."""
        return {
            data["undoes"]: number
            for number, data in self._stored.entries.items()
            if data.get("undoes")
        }

    def replacement(self, identity: str) -> str | None:
        """Return the number of the document that replaces this one."""
        return self._stored.replacements.get(identity)


def append_entry(section: Any, entry: DecisionEntry) -> DecisionEntry:
    """Append a decision; its number is the next free one, whatever it bore."""
    stored = IAnnotations(section).setdefault(KEY, DocumentJournal())
    number = (stored.entries.maxKey() if stored.entries else 0) + 1
    data = asdict(entry)
    data.pop("number")
    stored.entries[number] = data
    log.note(DOCUMENT.name, "", section, len(entry.changed_items), title=entry.label)
    return read_journal(section).entry(number)


def set_replacement(section: Any, identity: str, number: str | None) -> None:
    """Note what replaces a document; None takes the note away."""
    replacements = IAnnotations(section)[KEY].replacements
    if number:
        replacements[identity] = number
    else:
        replacements.pop(identity, None)
