"""Stop a run that would change or withdraw suspiciously much at once.

A source that is broken or in wrong hands may answer correctly and say that everything
is gone. An administrator looks before that happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.merge import changed
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.store import make_store
from typing import NamedTuple
from zope.i18nmessageid import Message

MIN_WITHDRAWN = 5
"""So many withdrawals are not too large a part, however small the source is."""
MIN_CHANGED = 50
LINKED_FIELDS = ("body", "attachments")
"""What of a record may come from the address that it leads to."""
MIN_CREATED = 1_000
"""So many new records are never suspicious, however small the source was."""
MAX_FIRST_HARVEST = 200_000
"""Records of a source that is read for the first time."""
WITHDRAWN = _(
    "detail_withdrawn", default="${number} of ${known} records would be withdrawn."
)
CHANGED = _("detail_changed", default="${number} of ${known} records would be changed.")
CREATED = _(
    "detail_created",
    default="${number} records would be new, beside ${known} that were known.",
)


@dataclass(frozen=True)
class ChangeLimits:
    """How much one run may do before somebody must look.

    `count` limits withdrawals absolutely, `percent` relative to the records known from
    the source; of updates only the part counts, since a large source may well edit
    hundreds a day.
    """

    count: int = 50
    percent: int = 20
    changed_percent: int = 50

    def too_many_withdrawn(self, known: int, withdrawn: int) -> bool:
        """Return whether so many withdrawals out of so many known records need a look."""
        if withdrawn > self.count:
            return True
        return withdrawn > MIN_WITHDRAWN and withdrawn * 100 > self.percent * known

    def too_many_changed(self, known: int, changed: int) -> bool:
        """Return whether so many updates out of so many known records need a look."""
        return changed > MIN_CHANGED and changed * 100 > self.changed_percent * known

    def too_many_created(self, known: int, created: int, first: bool) -> bool:
        """Return whether so many new records beside those known before need a look.

        A source that is read for the first time brings everything it has, and one that
        has doubled since is another one. No setting: nobody wants to fill the database.
        """
        if first:
            return known + created > MAX_FIRST_HARVEST
        return created > max(MIN_CREATED, known)


class ChangeCounts(NamedTuple):
    """Count withdrawals, updates and new records."""

    withdrawn: int = 0
    changed: int = 0
    created: int = 0


def count_changes(
    ingest: Ingest, staged_changes: Iterable[StagedChange]
) -> ChangeCounts:
    """Count what applying these would do."""
    withdrawn = altered = created = 0
    for staged in staged_changes:
        known = ingest.known(staged.remote_id)
        if staged.change.state == "deleted":
            withdrawn += known is not None and not known.is_gone
        elif known is not None:
            altered += is_changed(staged, known)
        elif staged.failure is None:
            created += 1
    return ChangeCounts(withdrawn, altered, created)


def is_changed(staged: StagedChange, known: Binding) -> bool:
    """Return whether a version says something else than the one that was applied last.

    So does one that can't be read. Of a text that has to be fetched nobody knows yet: it counts
    where its source says that the record changed.
    """
    if staged.record is None or known.is_gone:
        return True
    if staged.record.linked_text is None:
        return staged.content_hash != known.content_hash
    told = changed(known.field_hashes, staged.hashes, LINKED_FIELDS)
    return bool(told) or staged.change.datestamp != known.datestamp


def check_caps(
    ingest: Ingest,
    done: ChangeCounts,
    more: ChangeCounts,
    about: str,
    first: bool = False,
) -> None:
    """Raise `Suspicious` when so much, with what was done before, needs a look.

    At the `first` reading everything is new.
    """
    settings = get_sync_settings()
    caps = ChangeLimits(
        settings.cap_count, settings.cap_percent, settings.cap_changed_percent
    )
    known = len(make_store(ingest.context.site).bindings.get(ingest.source.name, ()))
    withdrawn, altered = done.withdrawn + more.withdrawn, done.changed + more.changed
    created, before = done.created + more.created, known - done.created
    if caps.too_many_withdrawn(known, withdrawn):
        raise Suspicious(counted(WITHDRAWN, withdrawn, known), about=about)
    if caps.too_many_changed(known, altered):
        raise Suspicious(counted(CHANGED, altered, known), about=about)
    if more.created and caps.too_many_created(before, created, first):
        raise Suspicious(counted(CREATED, created, before), about=about)


def counted(words: Message, number: int, known: int) -> Message:
    """Return words with what is counted in them."""
    return Message(words, mapping={"number": number, "known": known})
