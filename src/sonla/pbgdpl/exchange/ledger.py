"""Remember of each record when it last changed for the outside, for ever.

This is what the provider lists: not the catalog, because a deletion leaves nothing in
it, and not `modified`, because publishing, withdrawing and the passing of a date change
nothing of a text but everything for a harvester (OAI-PMH 2.0, sections 2.5.1, 2.7.1).

Somebody who reads the order of changes page by page sees it as it was at the first page,
whatever changes meanwhile (`listed`). Beside it stand the changes of each kind of record
and of each place, so that a small set or feed is not looked for among all that others
did: nothing that visitors ask for walks through the whole ledger.

Only BTrees, tuples and plain values are stored: the database opens without the package.
"""

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterable
from collections.abc import Iterator
from heapq import merge
from itertools import islice
from itertools import takewhile
from secrets import token_bytes
from sonla.pbgdpl.exchange.ledger_entries import backwards
from sonla.pbgdpl.exchange.ledger_entries import Key
from sonla.pbgdpl.exchange.ledger_entries import LedgerChange
from sonla.pbgdpl.exchange.ledger_entries import LedgerEntry
from sonla.pbgdpl.exchange.ledger_entries import LedgerFailure
from sonla.pbgdpl.exchange.ledger_entries import names_for
from sonla.pbgdpl.exchange.ledger_entries import place_name
from sonla.pbgdpl.exchange.ledger_entries import places_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

ANNOTATION = "sonla.pbgdpl.exchange"

HORIZON = 120
"""Seconds from a change to the datestamp under which it is listed. A transaction that
was stamped first may be committed last, but not so late: somebody who harvested up to a
moment will find nothing new before it."""

RETENTION_SECONDS = 30 * 24 * 60 * 60
"""Seconds for which the order keeps a change after another one of its record followed.
No harvest takes longer, from its first page to its last."""

PIECE = 50
"""Changes in a piece of the order; what is cut stays cut so, whatever this is later."""

FIRST_RETRY = 60
LAST_RETRY = 24 * 60 * 60
"""Seconds until what could not be made is tried again; four times as long each time."""


LAST_UID = "\uffff"
"""Greater than each UID."""


class Ledger:
    """Read and write the entries stored below one mapping of the portal.

    Two transactions that write different records don't conflict, except when a
    bucket splits; the publisher and the runner try again then.
    """

    def __init__(self, stored: OOBTree) -> None:
        self.entries: OOBTree = stored["entries"]
        """UID of each record that was ever public → its `LedgerEntry`."""
        self.order: OOBTree = stored["order"]
        """`Key` of each change that is kept → its `LedgerChange`."""
        self.secret: bytes = stored["secret"]
        """The key that signs resumption tokens: not a password, only ours."""
        self.pending: OOTreeSet = stored["pending"]
        """The UIDs of records that still have to be looked at."""
        self.scheduled: OOTreeSet = stored["scheduled"]
        """Moment and UID of records that have to be looked at then, and not before: a date
        will pass, or what failed is tried again."""
        self.failing: OOBTree = stored["failing"]
        """UID of each record that could not be made → its `LedgerFailure`."""
        self.kinds: OOBTree = stored["kinds"]
        """Record type that ever had a public record → the keys of its changes."""
        self.places: OOBTree = stored["places"]
        """Place → its records' last changes, from the newest: see `backwards`. Those of
        each record type, and of records that are gone, stand apart: see `places_of`."""
        self.feed_types: OOTreeSet = stored["feed_types"]
        """The names of record types of which feeds told, even if the code that knew them is
        gone: what left a feed has to be told in it, and nothing else."""
        self.pieces: OOBTree = stored["pieces"]
        """Number, from 0 → the first and last key of a piece of the changes in feeds."""
        self.holders: OOBTree = stored["holders"]
        """UID of each section, unit and folder → what records showed of it."""

    @property
    def types(self) -> Iterable[str]:
        """The names of all record types that ever had a public record."""
        return self.kinds.keys()

    def get(self, uid: str) -> LedgerEntry | None:
        """Return the entry of a record; None if it was never public."""
        found = self.entries.get(uid)
        return None if found is None else LedgerEntry(*found)

    def entry(self, uid: str) -> LedgerEntry:
        """Return the entry of a record that was public once; raises KeyError."""
        return LedgerEntry(*self.entries[uid])

    def note_live(
        self,
        uid: str,
        kind: str,
        content_hash: str,
        path: str,
        now: int,
        in_feeds: bool = True,
    ) -> bool:
        """Write that a record is public since `now`, or in a new version.

        Tells whether anything was new.
        """
        if in_feeds:
            self.feed_types.insert(kind)
        known = self.get(uid)
        entry = LedgerEntry(now, False, kind, content_hash, 1, path)
        if known is not None:
            entry = entry._replace(revision=known.revision + 1)
            if known[1:4] == entry[1:4] and known.path == path:
                return False
        self._write(uid, known, entry, now)
        return True

    def expect_version(self, uid: str) -> None:
        """Let the next `note_live` of a record be a new version, whatever it says then."""
        known = self.entry(uid)
        if known.content_hash:
            self.entries[uid] = tuple(known._replace(content_hash=""))

    def note_deleted(self, uid: str, now: int) -> bool:
        """Write that a record is no longer public; one that never was is not noted.

        Tells whether that was new.
        """
        known = self.get(uid)
        if known is None or known.deleted:
            return False
        self._write(uid, known, known._replace(deleted=True), now)
        return True

    def restamp(self, uid: str, now: int) -> None:
        """List a record as changed now, though it is what it was, public or gone."""
        if (known := self.get(uid)) is not None:
            self._write(uid, known, known, now)

    def listed(
        self,
        start: int,
        until: int,
        seen: int,
        kind: str = "",
        after: Key | None = None,
    ) -> Iterator[Key]:
        """Yield records by datestamp and UID, both borders inclusive, behind `after`.

        Each stands at the last of its changes that could be `seen` at a moment: the
        first page's moment gives each record once, however many pages there are.
        """
        lowest = (after.datestamp, after.uid) if after else (start, "")
        for key, change in self._changes(kind, lowest, until):
            if change.is_last(seen) and key != after:
                yield Key(*key)

    def count(
        self, start: int, until: int, seen: int, kind: str = "", most: int = 5000
    ) -> int | None:
        """Count what would be listed; None if more than `most` changes stand there."""
        found = list(islice(self._changes(kind, (start, ""), until), most + 1))
        if len(found) > most:
            return None
        return sum(change.is_last(seen) for _key, change in found)

    def newest(
        self, place: str, now: int, types: Iterable[str], gone: bool = False
    ) -> Iterator[Key]:
        """Yield the records of some types in a place by their last changes, newest first.

        Each type is a list of its own, and so are those that are gone: others may be many.
        """
        lists = (self.places.get(place_name(place, kind, gone)) for kind in types)
        known = (keys.keys((-now, "")) for keys in lists if keys is not None)
        for turned in merge(*known):
            key = backwards(turned)
            change = self.order.get(tuple(key))
            if change is not None and LedgerChange(*change).is_last(now):
                yield key

    def changes(self, until: int, after: Key | None = None) -> Iterator[Key]:
        """Yield all changes up to a moment, behind `after`, in their order."""
        keys = self.order.keys(after and tuple(after), (until, LAST_UID))
        return (Key(*key) for key in keys if key != after)

    def piece(self, number: int) -> tuple[Key, Key] | None:
        """Return the first and the last key of a piece of the order."""
        found = self.pieces.get(number)
        return None if found is None else (Key(*found[0]), Key(*found[1]))

    def within(self, first: Key, last: Key) -> Iterator[Key]:
        """Yield the changes in feeds from one to another, both inclusive."""
        changes = self._changes_in_feeds(first, last.datestamp)
        return takewhile(lambda key: key <= last, changes)

    @property
    def cut_off(self) -> int:
        """The number of pieces that the changes in feeds are cut into so far."""
        return self.pieces.maxKey() + 1 if self.pieces else 0

    def is_piece_full(self, now: int) -> bool:
        """Return whether another piece can be cut off the changes in feeds."""
        return len(self._next_piece(now)) == PIECE

    def cut(self, now: int, most: int) -> None:
        """Cut full pieces off the changes in feeds, at most so many; the rest is the present."""
        for _time in range(most):
            keys = self._next_piece(now)
            if len(keys) < PIECE:
                return
            self.pieces[self.cut_off] = (tuple(keys[0]), tuple(keys[-1]))

    def uids_of(self, kind: str) -> set[str]:
        """Return the UIDs of all records of a type that ever were public."""
        return {uid for _datestamp, uid in self.kinds.get(kind, ())}

    def all_entries(self) -> Iterator[tuple[str, LedgerEntry]]:
        """Yield every record that was ever public, by UID."""
        return ((uid, LedgerEntry(*stored)) for uid, stored in self.entries.items())

    def earliest(self) -> int | None:
        """Return the lowest datestamp; None without records."""
        return self.order.minKey()[0] if self.order else None

    def mark_pending(self, uids: Iterable[str]) -> None:
        """Have records looked at soon, when they are many or could not be now."""
        self.pending.update(uids)

    def schedule_moment(self, uid: str, moment: int) -> None:
        """Have a record looked at when a moment has come."""
        self.scheduled.insert((moment, uid))

    def is_scheduled(self, now: int) -> bool:
        """Return whether a moment has come at which a record has to be looked at."""
        return bool(self.scheduled) and self.scheduled.minKey()[0] <= now

    def mark_due_pending(self, now: int, most: int) -> None:
        """Have records looked at whose moment has come, at most so many."""
        for key in list(islice(self.scheduled.keys(None, (now, LAST_UID)), most)):
            self.scheduled.remove(key)
            self.pending.insert(key[1])

    def note_failure(self, uid: str, now: int) -> LedgerFailure:
        """Write that a record could not be made, and when it is tried again."""
        attempts = self._forget_failure(uid) + 1
        wait = min(FIRST_RETRY * 4 ** min(attempts - 1, 9), LAST_RETRY)
        failure = LedgerFailure(attempts, now + wait)
        self.failing[uid] = tuple(failure)
        self.schedule_moment(uid, failure.again)
        self.note_reconciled(uid)
        return failure

    def note_success(self, uid: str) -> None:
        """Write that nothing is left to do for a record."""
        self._forget_failure(uid)
        self.note_reconciled(uid)

    def note_reconciled(self, uid: str) -> None:
        """Write that a record need not be looked at now."""
        self.pending.discard(uid)

    def _forget_failure(self, uid: str) -> int:
        """Take a failure away, and give its number of attempts."""
        known = self.failing.pop(uid, None)
        if known is None:
            return 0
        failure = LedgerFailure(*known)
        self.scheduled.discard((failure.again, uid))
        return failure.attempts

    def _changes(
        self, kind: str, lowest: tuple[int, str], until: int
    ) -> Iterator[tuple[tuple[int, str], LedgerChange]]:
        """Yield changes by their keys, of one record type or of all."""
        highest = (until, LAST_UID)
        if not kind:
            for key, stored in self.order.items(lowest, highest):
                yield key, LedgerChange(*stored)
        elif kind in self.kinds:
            for key in self.kinds[kind].keys(lowest, highest):
                stored = self.order.get(key)
                # A record that became another type left its former changes there.
                if stored is not None and stored[0] == kind:
                    yield key, LedgerChange(*stored)

    def _changes_in_feeds(self, lowest: tuple[int, str], until: int) -> Iterator[Key]:
        """Yield in their order the changes of which feeds tell."""
        lists = (self._changes(kind, lowest, until) for kind in self.feed_types)
        return (Key(*key) for key, _change in merge(*lists))

    def _next_piece(self, now: int) -> list[Key]:
        last = self.piece(self.cut_off - 1)
        behind = last[1] if last is not None else Key(0, "")
        following = self._changes_in_feeds(behind, now)
        return list(islice((key for key in following if key != behind), PIECE))

    def _write(
        self, uid: str, known: LedgerEntry | None, entry: LedgerEntry, now: int
    ) -> None:
        datestamp, before = now + HORIZON, 0
        if known is not None:
            # A clock that was put back must not hide a change behind an older one.
            datestamp = max(datestamp, known.datestamp)
            former = LedgerChange(*self.order[(known.datestamp, uid)])
            before = known.datestamp if datestamp > known.datestamp else former.before
            if before == known.datestamp:
                followed = former._replace(followed=datestamp)
                self.order[(before, uid)] = tuple(followed)
        entry = entry._replace(datestamp=datestamp)
        self.entries[uid] = tuple(entry)
        self.order[(datestamp, uid)] = tuple(LedgerChange(entry.type, 0, before))
        self._arrange_kind(uid, entry)
        self._arrange_places(uid, known, entry, now)
        self._forget_followed(uid, datestamp, now)

    def _arrange_kind(self, uid: str, entry: LedgerEntry) -> None:
        if entry.type not in self.kinds:
            self.kinds[entry.type] = OOTreeSet()
        self.kinds[entry.type].insert((entry.datestamp, uid))

    def _arrange_places(
        self, uid: str, known: LedgerEntry | None, entry: LedgerEntry, now: int
    ) -> None:
        """Put a record's changes where it is now: the last that is seen, and later ones."""
        history = list(self._history(uid, entry.datestamp))
        is_inside = set(places_of(entry))
        for name in names_for(entry) | (names_for(known) if known else set()):
            keys = self.places.get(name)
            if keys is None:
                keys = self.places[name] = OOTreeSet()
            for datestamp, change in history:
                key = tuple(backwards((datestamp, uid)))
                if name in is_inside and change.is_last(now):
                    keys.insert(key)
                else:
                    keys.discard(key)

    def _forget_followed(self, uid: str, datestamp: int, now: int) -> None:
        """Take out of the order what was followed long ago."""
        for before, change in list(self._history(uid, datestamp)):
            key = (before, uid)
            if 0 < change.followed <= now - RETENTION_SECONDS:
                del self.order[key]
                self.kinds[change.type].discard(key)

    def _history(self, uid: str, datestamp: int) -> Iterator[tuple[int, LedgerChange]]:
        """Yield the changes of a record that are kept, from a datestamp backwards."""
        while (stored := self.order.get((datestamp, uid))) is not None:
            change = LedgerChange(*stored)
            yield datestamp, change
            datestamp = change.before


def ledger_of(portal: Any) -> Ledger | None:
    """Return the ledger of a portal; None where the add-on is not installed."""
    annotations = IAnnotations(portal, None)
    stored = None if annotations is None else annotations.get(ANNOTATION)
    return None if stored is None else Ledger(stored)


def install_ledger(portal: Any, remembered: OOBTree | None = None) -> Ledger:
    """Make the ledger unless it is there, or bring back the one that was remembered.

    At installation: made by each of two editors who publish it would conflict.
    """
    if remembered is None:
        remembered = OOBTree(
            {
                "entries": OOBTree(),
                "order": OOBTree(),
                "kinds": OOBTree(),
                "places": OOBTree(),
                "feed_types": OOTreeSet(),
                "pieces": OOBTree(),
                "pending": OOTreeSet(),
                "scheduled": OOTreeSet(),
                "failing": OOBTree(),
                "holders": OOBTree(),
                "secret": token_bytes(32),
            }
        )
    return Ledger(IAnnotations(portal).setdefault(ANNOTATION, remembered))


def remove_ledger(portal: Any) -> OOBTree | None:
    """Take the ledger away, at uninstallation, and give what it held."""
    return IAnnotations(portal).pop(ANNOTATION, None)
