"""What the status page shows, read from the store; nothing is asked over the network."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.messages import RESULTS
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.sync.condition import has_failed
from sonla.pbgdpl.sync.condition import next_harvest
from sonla.pbgdpl.sync.condition import oldest_mark
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.messages import NEEDS_MAPPINGS
from sonla.pbgdpl.sync.outbox.jobs import is_on
from sonla.pbgdpl.sync.outbox.jobs import lacking
from sonla.pbgdpl.sync.pages.desk_tab import set_words
from sonla.pbgdpl.sync.pages.labels import ACTIONS
from sonla.pbgdpl.sync.pages.labels import age_words
from sonla.pbgdpl.sync.pages.labels import condition_words
from sonla.pbgdpl.sync.pages.labels import CONDITIONS
from sonla.pbgdpl.sync.pages.labels import COUNT_TITLES
from sonla.pbgdpl.sync.pages.labels import COUNTS
from sonla.pbgdpl.sync.pages.labels import DELIVERIES
from sonla.pbgdpl.sync.pages.labels import OFF
from sonla.pbgdpl.sync.pages.labels import part_words
from sonla.pbgdpl.sync.pages.labels import RUN_COLORS
from sonla.pbgdpl.sync.pages.lines import told
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

SENDING = _("heading_sync_push", default="Sending")
Row = tuple[Any, list[tuple[Any, ...]]]
"""A term of a partner and what is said of it: lines, each of some pieces."""


class PeerFacts:
    """How it stands with a partner in one direction."""

    name = ""
    """The source; empty for sending."""
    release: str
    """The button that lets it go on."""
    lack: Message | None = None
    """Why nothing is done, though somebody switched it on."""

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
    def troubles(self) -> Iterator[dict[str, Any]]:
        """Why nothing is done until somebody has looked, what failed last, what is odd.

        No failure is told when all went well since or it holds anything. What was held and
        is released is none: the next run goes on with it.
        """
        held, last = self.peer.held, self.peer.last_failure
        if held is not None:
            title = _(
                "label_sync_held_since",
                default="Held since ${time}.",
                mapping={"time": moment(held.since)},
            )
            yield {"color": "danger", "title": title, **told(held.code, held.detail)}
        elif (
            last is not None and has_failed(self.peer) and last.code != Suspicious.code
        ):
            title = _(
                "label_sync_failed_at",
                default="Failed at ${time}.",
                mapping={"time": moment(last.at)},
            )
            yield {"color": "warning", "title": title, **told(last.code, last.detail)}
        for words in filter(None, (self.lack, self.clock)):
            yield {"color": "warning", "title": "", "words": words, "detail": ()}

    @property
    def clock(self) -> Message | None:
        """How far its clock is from ours, if that is worth telling."""
        return None

    @property
    def last_success(self) -> Message:
        """The time when all went well last."""
        success = self.peer.last_success
        if success is None:
            return _("label_sync_no_success", default="It has not come to its end yet.")
        return _(
            "label_sync_last_success",
            default="All went well last at ${time} (${age}).",
            mapping={"time": moment(success), "age": age_words(success, self.now)},
        )

    @property
    def waits(self) -> bool:
        """Whether there is something to be released from."""
        return self.status.until is not None or self.peer.held is not None


class PushFacts(PeerFacts):
    """How it stands with sending."""

    id = "pbgdpl-push"
    title = SENDING
    release = "ask_push"

    def __init__(self, store: SyncStore, now: datetime) -> None:
        self.lack = lacking() if is_on() else None
        super().__init__(store.push, is_on() and self.lack is None, now)
        self.outbox = store.outbox

    @property
    def rows(self) -> Iterator[Row]:
        """What stands in the outbox, by state, and since when it waits."""
        numbers = self.outbox.numbers()
        for state, words in DELIVERIES.items():
            if numbers.get(state):
                yield words, [(numbers[state],)]
        oldest = oldest_mark(self.outbox)
        if oldest is not None:
            yield (
                _("label_sync_oldest", default="The longest waits since"),
                [(moment(oldest),)],
            )


class SourceFacts(PeerFacts):
    """How it stands with a source."""

    release = "release"

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
        self.name, self.title = name, title_of(name)
        self.id = f"pbgdpl-source-{name}"
        self.url = source.base_url if source is not None else ""
        self.known = len(store.bindings.get(name, ()))
        self.settings = settings

    @cached_property
    def next_at(self) -> datetime | None:
        """From when on a run asks it; None for the very next run."""
        next_at = next_harvest(self.peer, self.settings)
        return next_at if next_at is not None and next_at > self.now else None

    @cached_property
    def read_sets(self) -> list[tuple[str, datetime]]:
        """The sets of which something was read, with how far."""
        found: dict[str, datetime] = {}
        for (name, _prefix), progress in self.peer.all_progress().items():
            if progress.cursor is not None:
                found[name] = max(progress.cursor, found.get(name, progress.cursor))
        return sorted(found.items())

    @property
    def rows(self) -> Iterator[Row]:
        """Where it is, when it has its turn, what is known of it."""
        if self.url:
            named = getattr(self.peer.repository_info, "name", "")
            values = [(self.url,), (named,)] if named else [(self.url,)]
            yield _("label_source_base_url", default="Address of the service"), values
        if self.on:
            at_once = _("label_sync_turn_now", default="with the next run")
            turn = moment(self.next_at) or at_once
            yield _("label_sync_next_turn", default="Next turn"), [(turn,)]
        yield _("label_sync_known", default="Records known"), [(self.known,)]
        sets: list[tuple[Any, ...]] = [
            (moment(cursor), *((" (", set_words(name), ")") if name else ()))
            for name, cursor in self.read_sets[:SHOWN]
        ]
        if len(self.read_sets) > SHOWN:
            more = _(
                "label_sync_more_sets",
                default="and ${number} more",
                mapping={"number": len(self.read_sets) - SHOWN},
            )
            sets.append((more,))
        if sets:
            yield _("label_sync_cursor", default="Read up to"), sets

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


def outcome_lines(outcomes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return how parts of a run ended."""
    return [
        {
            "part": part_words(one["part"]),
            "state": RESULTS.get(one["state"], one["state"]),
            **told(one["code"], one["detail"]),
        }
        for one in outcomes
    ]


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
        return outcome_lines(one for one in self.run.outcomes if one["state"] != DONE)


def has_news(run: Run) -> bool:
    """Return whether a run changed something, or did not simply end well."""
    changed = any(number for name, number in run.totals.items() if name not in QUIET)
    return changed or run.state != DONE
