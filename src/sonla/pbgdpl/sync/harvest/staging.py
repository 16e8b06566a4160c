"""Make the changes of a page ready, before any transaction that writes.

Reading, sanitising and comparing take time, in which nothing may be locked; what is
unchanged goes no further.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.sanitizing import sanitise
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.markup.settling import is_deep
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import SourceChange
from zope.i18nmessageid import Message

MSG_DEEP = _(
    "detail_text_deep",
    default="The text has too many boxes, tables or lists inside of each other. Its words alone were taken over.",
)
Known = Callable[[str], Binding | None]
"""Return what a remote id is bound to."""


@dataclass(frozen=True)
class StagedChange:
    """A change that is ready to be applied, or the reason why it can't be."""

    change: SourceChange
    record: Record | None = None
    content_hash: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Addresses of files that could not be fetched."""
    notes: tuple[Message, ...] = ()
    """What the source sent and nobody here gets to see."""
    inferred: bool = False
    """An inventory lacks the record: there is no tombstone of it."""

    @property
    def remote_id(self) -> str:
        """The identifier by which the source knows the record."""
        return self.change.remote_id

    @property
    def given(self) -> Record:
        """The record, which each change brings that is no deletion and did not fail."""
        assert self.record is not None
        return self.record


@dataclass(frozen=True)
class StagedPage:
    """What is to be done for a page, and how much of it needs nothing."""

    staged_changes: tuple[StagedChange, ...]
    seen: int
    unchanged: int
    restamped: tuple[SourceChange, ...] = ()
    """What is here already under another datestamp, and now has this one."""
    clashes: tuple[str, ...] = ()
    """Records that are live and deleted at the same time."""


def stage(
    changes: Iterable[SourceChange],
    known: Known,
    parse: Callable[[SourceChange], Record],
    repository: str,
    forced: datetime | None = None,
    is_quarantined: Callable[[str], bool] = lambda remote_id: False,
) -> StagedPage:
    """Sort the changes of a page; `repository` is our own id, whose records are no news.

    `forced`, of our clock, is since when an operator has everything read again. A record
    that only ever was in quarantine waits no more when it is deleted.
    """
    seen = 0
    staged_changes: list[StagedChange | None] = []
    restamped: list[SourceChange] = []
    clashes: list[str] = []
    for change in changes:
        seen += 1
        binding = known(change.remote_id)
        if binding is not None and is_clash(change, binding):
            clashes.append(change.remote_id)
        if binding is None and change.state == "deleted":
            if is_quarantined(change.remote_id):
                staged_changes.append(StagedChange(change))
        elif is_news(change, binding, repository, forced):
            staged_changes.append(read(change, parse, repository))
        elif binding is not None and is_restamped(change, binding, forced):
            restamped.append(change)
    kept = tuple(staged for staged in staged_changes if staged is not None)
    return StagedPage(kept, seen, seen - len(kept), tuple(restamped), tuple(clashes))


def is_news(
    change: SourceChange,
    known: Binding | None,
    repository: str,
    forced: datetime | None = None,
) -> bool:
    """Return whether there is anything to do for a change, without reading the record."""
    if change.remote_id.startswith(f"oai:{repository}:"):
        return False
    if known is None:
        return change.state != "deleted"
    if known.state == DETACHED or is_late(change, known, forced):
        return False
    if change.state == "deleted":
        return not known.is_gone
    if known.is_gone:
        return not is_clash(change, known)
    return known.raw_digest != change.raw_digest


def is_late(change: SourceChange, known: Binding, forced: datetime | None) -> bool:
    """Return whether a change is older than the version that was applied.

    Then it is a late delivery (exchange profile, 1.5 rule 8), unless an operator has
    everything read again and that version was applied before.
    """
    if known.datestamp is None or change.datestamp >= known.datestamp:
        return False
    return forced is None or (known.applied is not None and known.applied >= forced)


def is_clash(change: SourceChange, known: Binding) -> bool:
    """Return whether a record is live and deleted at the same time: then it is deleted.

    What an inventory missed was not said to be deleted, so it may come back as it was.
    """
    if known.state == DETACHED or change.datestamp != known.datestamp:
        return False
    if change.state == "deleted":
        return not known.is_gone
    return known.is_gone and known.has_tombstone


def is_restamped(change: SourceChange, known: Binding, forced: datetime | None) -> bool:
    """Return whether a version that is here has another datestamp now.

    Else each list of identifiers would show it as one that is not here.
    """
    if known.state == DETACHED or is_late(change, known, forced):
        return False
    if change.state == "deleted":
        return change.datestamp != known.datestamp or not known.has_tombstone
    return change.datestamp != known.datestamp and not known.is_gone


def read(
    change: SourceChange, parse: Callable[[SourceChange], Record], repository: str
) -> StagedChange | None:
    """Read and sanitise one record; None for one that we gave away ourselves."""
    if change.state == "deleted":
        return StagedChange(change)
    try:
        sent = parse(change)
        record = sanitise(sent)
        if record.get("origin") == repository:
            return None
        return StagedChange(
            change,
            record,
            content_hash(record),
            field_hashes(record),
            notes=(MSG_DEEP,) if is_deep(sent.get("body") or "") else (),
        )
    except Exception as error:
        return StagedChange(change, failure=classify(error))
