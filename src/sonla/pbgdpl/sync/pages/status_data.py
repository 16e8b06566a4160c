"""What the status page shows, read from the store; nothing is asked over the network."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.condition import has_failed
from sonla.pbgdpl.sync.condition import next_harvest
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.messages import NEEDS_MAPPINGS
from sonla.pbgdpl.sync.messages import NO_DELETION
from sonla.pbgdpl.sync.messages import NO_RECEIPT
from sonla.pbgdpl.sync.messages import NO_REMOTE_ID
from sonla.pbgdpl.sync.messages import TWO_RECEIPTS
from sonla.pbgdpl.sync.messages import UNSURE
from sonla.pbgdpl.sync.pages.desk_tab import set_words
from sonla.pbgdpl.sync.pages.labels import ACTIONS
from sonla.pbgdpl.sync.pages.labels import age_words
from sonla.pbgdpl.sync.pages.labels import condition_words
from sonla.pbgdpl.sync.pages.labels import CONDITIONS
from sonla.pbgdpl.sync.pages.labels import COUNT_TITLES
from sonla.pbgdpl.sync.pages.labels import COUNTS
from sonla.pbgdpl.sync.pages.labels import DELIVERIES
from sonla.pbgdpl.sync.pages.labels import IN_CONFLICT
from sonla.pbgdpl.sync.pages.labels import NOT_TRIED
from sonla.pbgdpl.sync.pages.labels import OFF
from sonla.pbgdpl.sync.pages.labels import part_words
from sonla.pbgdpl.sync.pages.labels import RUN_COLORS
from sonla.pbgdpl.sync.pages.labels import UNSURE_TITLE
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import item_of
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import source_rests
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.ui.paging import SHOWN
from typing import Any
from zope.i18nmessageid import Message


class PeerFacts:
    """The state of a partner in one direction."""

    def __init__(self, peer: Peer, on: bool, now: datetime) -> None:
        self.peer, self.on, self.now = peer, on, now

    @cached_property
    def status(self) -> Any:
        """The condition in which the partner is now, and until when."""
        return status_of(self.peer, self.now)

    @property
    def words(self) -> Any:
        return condition_words(self.status) if self.on else OFF[0]

    @property
    def color(self) -> str:
        """The colour of its condition."""
        return CONDITIONS[self.status.condition][1] if self.on else OFF[1]

    @property
    def last_success(self) -> str:
        """The time when all went well last; empty for never."""
        return moment(self.peer.last_success)

    @property
    def age(self) -> Any:
        """How long ago that is."""
        return age_words(self.peer.last_success, self.now)

    @property
    def held(self) -> dict[str, Any] | None:
        """Why nothing is done until somebody has looked."""
        held = self.peer.held
        return (
            None if held is None else failure_lines(held.code, held.detail, held.since)
        )

    @property
    def failure(self) -> dict[str, Any] | None:
        """The last failure, unless all went well since or it holds anything.

        What was held and is released is no failure: the next run goes on with it.
        """
        last = self.peer.last_failure
        if last is None or self.held or not has_failed(self.peer):
            return None
        if last.code == Suspicious.code:
            return None
        return failure_lines(last.code, last.detail, last.at)

    @property
    def waits(self) -> bool:
        """Whether there is something to be released from."""
        return self.status.until is not None or self.peer.held is not None


class SourceFacts(PeerFacts):
    """How it stands with a source."""

    def __init__(
        self, name: str, store: SyncStore, settings: ISyncSettings, now: datetime
    ) -> None:
        source = all_sources().get(name)
        rows = settings.sources or ()
        enabled = any(row["name"] == name and row.get("enabled") for row in rows)
        state = store.sources.get(name) or SourceState()
        self.lack = NEEDS_MAPPINGS if source and source_rests(source) else None
        is_on = bool(settings.pull_enabled and enabled) and self.lack is None
        super().__init__(state, is_on, now)
        self.name = name
        self.title = title_of(name)
        self.url = source.base_url if source is not None else ""
        self.known = len(store.bindings.get(name, ()))
        self.settings = settings

    @cached_property
    def next_at(self) -> datetime | None:
        """From when on a run asks it; None for the very next run."""
        next_at = next_harvest(self.peer, self.settings)
        return next_at if next_at is not None and next_at > self.now else None

    @property
    def next_harvest(self) -> str:
        """The time from which on a run asks it; empty for the very next run."""
        return moment(self.next_at)

    @cached_property
    def read_sets(self) -> list[tuple[str, datetime]]:
        """The sets of which something was read, with how far."""
        found: dict[str, datetime] = {}
        for (name, _prefix), progress in self.peer.all_progress().items():
            if progress.cursor is not None:
                found[name] = max(progress.cursor, found.get(name, progress.cursor))
        return sorted(found.items())

    @property
    def cursors(self) -> list[dict[str, Any]]:
        """How far each set was read, as many as a page shows."""
        return [
            {"set": set_words(name), "cursor": moment(cursor)}
            for name, cursor in some(self.read_sets, 0)
        ]

    @property
    def more_cursors(self) -> int:
        """The number of sets beyond that."""
        return max(len(self.read_sets) - SHOWN, 0)

    @property
    def clock(self) -> Message | None:
        """How far its clock is from ours, if that is worth telling."""
        minutes = self.peer.clock_skew_minutes
        if not minutes:
            return None
        return _(
            "sync_clock_off",
            default="Its clock differs from ours by ${minutes} minutes. Nothing is lost by that, but one of the two should be set right.",
            mapping={"minutes": minutes},
        )

    @property
    def repository(self) -> str:
        """The repository as the source does itself."""
        return getattr(self.peer.repository_info, "name", "") or ""


def sources_of(
    store: SyncStore, settings: ISyncSettings, now: datetime
) -> list[SourceFacts]:
    """List the sources of the settings, then those that only the store knows."""
    names = dict.fromkeys((*all_sources(), *store.sources))
    return [SourceFacts(name, store, settings, now) for name in names]


@dataclass(frozen=True)
class CountLine:
    """A line of the table of counts; `numbers` are in the order of `COUNTS`.

    `others` are what else was counted, in words: conflicts, what was sent.
    """

    title: Any
    numbers: tuple[int, ...]
    others: tuple[tuple[Any, int], ...] = ()


def count_lines(counts: Mapping[str, Mapping[str, int]]) -> list[CountLine]:
    """Make the lines of a run: one a part, and a last one with the totals."""
    lines = [
        CountLine(
            part_words(part),
            tuple(numbers.get(name, 0) for name in COUNTS),
            tuple(
                (ACTIONS.get(name, name), number)
                for name, number in sorted(numbers.items())
                if name not in COUNTS
            ),
        )
        for part, numbers in sorted(counts.items())
    ]
    if len(lines) < 2:
        return lines
    totals = tuple(map(sum, zip(*(line.numbers for line in lines), strict=True)))
    return [*lines, CountLine("", totals)]


def quarantine_groups(store: SyncStore, start: int) -> list[dict[str, Any]]:
    """Read some records in quarantine, those of one class together."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for (source, remote_id), entry in some(store.quarantine.items(), start):
        binding = store.find_by_remote_id(source, remote_id)
        line = {
            "key": f"{source} {remote_id}",
            "source": title_of(source),
            "record": remote_id,
            "detail": detail_lines(entry.detail),
            "first": moment(entry.first_seen),
            "next": moment(entry.next_try),
            "attempts": entry.attempts,
            "item": item_of(binding.uid) if binding is not None else None,
        }
        groups.setdefault(entry.code, []).append(line)
    return [
        {"words": failure_words(code) if code else NOT_TRIED, "lines": lines}
        for code, lines in sorted(groups.items())
    ]


def some(lines: Iterable[Any], start: int) -> Iterator[Any]:
    """Yield the lines of one part of a list."""
    return islice(lines, start, start + SHOWN)


def conflict_lines(store: SyncStore, start: int) -> list[dict[str, Any]]:
    """Read texts that wait for an editor's choice."""
    return [
        {
            "item": item_of(uid),
            "uid": uid,
            "source": title_of(conflict.source),
            "record": conflict.remote_id,
            "since": moment(conflict.since),
            "gone": conflict.theirs is None,
        }
        for uid, conflict in some(store.conflicts.items(), start)
    ]


def outbox_numbers(outbox: Outbox) -> list[tuple[Any, int]]:
    """Name the numbers of the outbox, those that are not 0."""
    numbers = outbox.numbers()
    return [
        (words, numbers[state])
        for state, words in DELIVERIES.items()
        if numbers.get(state)
    ]


def delivery_lines(deliveries: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Read deliveries for a list."""
    return [
        {
            "uid": uid,
            "item": item_of(uid),
            "record": delivery.identifier,
            "state": state_words(delivery),
            "unsure": is_unsure(delivery),
            "conflict": delivery.state == CONFLICT,
            "words": delivery_words(delivery),
            "detail": delivery_detail(delivery),
            "sent": moment(delivery.sent),
        }
        for uid, delivery in deliveries
    ]


def is_unsure(delivery: Delivery) -> bool:
    """Return whether a record was sent, refused when it was sent again, and may be there."""
    return delivery.state == REJECTED and delivery.detail == UNSURE


def state_words(delivery: Delivery) -> Any:
    """Name the state of a delivery; nobody rejected what nobody knows about."""
    return UNSURE_TITLE if is_unsure(delivery) else DELIVERIES[delivery.state]


UNSURE_DETAILS = (NO_RECEIPT, TWO_RECEIPTS, NO_REMOTE_ID, UNSURE, NO_DELETION)
"""Of records that nobody refused, and of which nobody knows whether the partner has them."""


def delivery_detail(delivery: Delivery) -> list[dict[str, Any]]:
    """Return what the partner said, in its own language, or what else is known."""
    code, message = delivery.receipt_code, delivery.receipt_message
    said = " – ".join(one for one in (code, message) if one)
    if said and delivery.detail == said:
        return [
            {
                "text": _(
                    "delivery_said",
                    default="The other side says: ${said}",
                    mapping={"said": said},
                ),
                "lang": None,
            }
        ]
    return detail_lines(delivery.detail)


def delivery_words(delivery: Delivery) -> Any:
    """Return why a delivery waits for somebody, and what they can do."""
    if delivery.state == CONFLICT:
        return IN_CONFLICT
    if delivery.detail in UNSURE_DETAILS:
        return ""  # which says by itself what to do
    return failure_words(delivery.code) if delivery.code else ""


def failure_lines(code: str, detail: str, since: datetime) -> dict[str, Any]:
    """Return a failure in words: what its class means, and the detail."""
    return {
        "words": failure_words(code),
        "detail": detail_lines(detail),
        "since": moment(since),
    }


QUIET = ("seen", "unchanged")
"""Counts of a run that only looked."""
COUNT_HEADINGS = tuple(COUNT_TITLES[name] for name in COUNTS)


class RunFacts:
    """How a run went."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.number = run.number
        self.user = run.user
        self.started = moment(run.started)
        self.finished = moment(run.finished)
        self.state = STATE_TITLES.get(run.state, run.state)
        self.color = RUN_COLORS.get(run.state, "warning")

    @cached_property
    def lines(self) -> list[CountLine]:
        """The counts of the run, a line for each part of it."""
        return count_lines(self.run.counts)

    @property
    def totals(self) -> tuple[int, ...]:
        """The sums of its counts."""
        totals = self.run.totals
        return tuple(totals[name] for name in COUNTS)

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """Its parts that did not simply end well."""
        return [
            {
                "part": part_words(one["part"]),
                "state": STATE_TITLES.get(one["state"], one["state"]),
                "words": failure_words(one["code"]) if one["code"] else "",
                "detail": detail_lines(one["detail"]),
            }
            for one in self.run.outcomes
            if one["state"] != "done"
        ]


def has_news(run: Run) -> bool:
    """Return whether a run changed something, or did not simply end well."""
    changed = any(number for name, number in run.totals.items() if name not in QUIET)
    return changed or run.state != DONE
