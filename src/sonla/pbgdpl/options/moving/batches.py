"""Batches of existing content: the items, what becomes of each, and what undoing needs.

A batch stands in the section. Each item has an entry that says how far it is, so a run that was
killed goes on with the next one, and two runs at once never convert an item twice: both
change the batch, and after the conflict one of them is repeated.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from persistent import Persistent
from secrets import token_hex
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import current_user_id
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

KEY = "sonla.pbgdpl.content_import"

READING, PREVIEW = "reading", "preview"
RUNNING, DONE = "running", "done"
UNDOING, UNDONE = "undoing", "undone"
AT_WORK = (READING, RUNNING, UNDOING)
"""Phases that go on by themselves."""

UNREAD = "unread"
READY, REFUSED, LEFT_OUT = "ready", "refused", "left_out"
BROUGHT, FAILED = "brought", "failed"
TAKEN_BACK, STAYED = "taken_back", "stayed"
"""States of an entry."""


class Entry(Persistent):
    """One item of a batch: what becomes of it, and what it was."""

    def __init__(self, uid: str, path: str, portal_type: str, title: str) -> None:
        self.uid = uid
        self.path = path
        """Where it stood when it was found."""
        self.portal_type = portal_type
        self.title = title
        self.state = UNREAD
        self.becomes = ""
        """The type that it gets."""
        self.target = ""
        """UID of the section or unit to which it goes."""
        self.values: dict[str, Any] = {}
        self.unrecognised: tuple[Message, ...] = ()
        self.notes: tuple[Message, ...] = ()
        self.reason: Message | str = ""
        """Why it is not brought in, or not taken back."""
        self.old: Any = None
        """The object that stood there before; None as long as it does."""
        self.container = ""
        """UID of the folder in which it stood; empty for the portal."""
        self.position: int | None = None
        self.history: dict[str, Any] = {}
        self.mark: tuple[float, int] = (0.0, 0)
        """Last change and number of steps when it was brought in."""


class Batch(Persistent):
    """What somebody found and brings in together."""

    def __init__(self, user_id: str, target: str, entries: list[Entry]) -> None:
        self.user_id = user_id
        self.target = target
        """UID of the section or unit to which all goes unless an entry says otherwise."""
        self.made = datetime.now(UTC)
        self.touched = self.made
        self.phase = READING
        self.position = 0
        """The entry that is next in this phase."""
        self.brought = 0
        """How many of its items stood in the section when the last phase ended."""
        self.entries = IOBTree(dict(enumerate(entries)))

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def percent(self) -> int:
        """The progress of the present phase."""
        return 100 * self.position // self.total if self.total else 100

    @property
    def next_entry(self) -> Entry:
        """The entry that is next; taken back is what came last first, to where it stood."""
        last = self.total - 1
        return self.entries[
            last - self.position if self.phase == UNDOING else self.position
        ]

    def begin(self, phase: str) -> None:
        """Begin a phase with the first entry."""
        self.phase, self.position, self.touched = phase, 0, datetime.now(UTC)

    def counts(self) -> Counter[str]:
        """Count the entries in each state."""
        return Counter(entry.state for entry in self.entries.values())

    def having(self, *states: str) -> list[tuple[int, Entry]]:
        """List the entries in some states, with their numbers."""
        return [(n, one) for n, one in self.entries.items() if one.state in states]


def add_batch(section: Any, target: str, entries: list[Entry]) -> str:
    """Keep a new batch with its section; return its token."""
    token = token_hex(8)
    kept = IAnnotations(section).setdefault(KEY, OOBTree())
    kept[token] = Batch(current_user_id(), target, entries)
    return token


def batches_of(section: Any) -> Any:
    """Return the batches of a section by token; writing to them works once there is one."""
    return IAnnotations(section).get(KEY, OOBTree())


def newest_first(section: Any) -> list[tuple[str, Batch]]:
    """List the batches of a section with their tokens."""
    return sorted(
        batches_of(section).items(), key=lambda one: one[1].made, reverse=True
    )


def all_at_work() -> Iterator[tuple[Any, str, Batch]]:
    """Yield what goes on by itself in the portal: section, token and batch."""
    for section in all_sections():
        for token, batch in batches_of(section).items():
            if batch.phase in AT_WORK:
                yield section, token, batch


def drop(section: Any, token: str) -> None:
    """Forget a batch; what it brought in stays, and can't be taken back any more."""
    batches_of(section).pop(token, None)


def drop_all(section: Any) -> int:
    """Forget all batches of a section; return their number."""
    return len(IAnnotations(section).pop(KEY, ()))
