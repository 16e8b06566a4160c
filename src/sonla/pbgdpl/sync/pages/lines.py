"""Lists on the pages of the exchange: a record, how it stands, and what can be done about it."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.journal import RunEntry
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.messages import NO_DELETION
from sonla.pbgdpl.sync.messages import NO_RECEIPT
from sonla.pbgdpl.sync.messages import NO_REMOTE_ID
from sonla.pbgdpl.sync.messages import TWO_RECEIPTS
from sonla.pbgdpl.sync.messages import UNSURE
from sonla.pbgdpl.sync.pages.labels import ACTIONS
from sonla.pbgdpl.sync.pages.labels import DELIVERIES
from sonla.pbgdpl.sync.pages.labels import IN_CONFLICT
from sonla.pbgdpl.sync.pages.labels import NOT_TRIED
from sonla.pbgdpl.sync.pages.labels import part_words
from sonla.pbgdpl.sync.pages.labels import UNSURE_TITLE
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.ui.paging import PageSlice
from sonla.pbgdpl.ui.summaries import link_to
from typing import Any

UNSURE_DETAILS = (NO_RECEIPT, TWO_RECEIPTS, NO_REMOTE_ID, UNSURE, NO_DELETION)
"""Of records that nobody refused, and of which nobody knows whether the partner has them."""


@dataclass(frozen=True)
class Line:
    """A record in a list; `notes` are what is to be known of it besides.

    `buttons` are names of those of the page, and `key` what they are about.
    """

    record: str = ""
    item: dict[str, Any] | None = None
    notes: tuple[Any, ...] = ()
    badge: Any = ""
    words: Any = ""
    detail: Sequence[dict[str, Any]] = ()
    link: str = ""
    buttons: tuple[str, ...] = ()
    key: str = ""
    color: str = "danger"


@dataclass(frozen=True)
class RecordList:
    """A list of records that wait for somebody, in groups with words of their own."""

    title: Any
    part: PageSlice
    groups: Sequence[tuple[Any, list[Line]]]
    help: Any = ""
    button: str = ""


def told(code: str, detail: Any) -> dict[str, Any]:
    """Return a failure in words: what its class means, and the detail."""
    return {
        "words": failure_words(code) if code else "",
        "detail": detail_lines(detail),
    }


def shown(lines: Iterable[Any], part: PageSlice) -> Iterator[Any]:
    """Yield the lines of one part of a list; no more is read."""
    return islice(lines, part.start, part.last)


def lists_of(store: SyncStore, form: Any, url: str) -> list[RecordList]:
    """Return the lists in which something stands."""
    outbox = store.outbox

    def part(name: str, kept: Any) -> PageSlice:
        return PageSlice.asked_for(name, form, len(kept), url)

    lists = (
        RecordList(
            _("heading_sync_conflicts", default="Changed on both sides"),
            conflicts := part("conflicts", store.conflicts),
            [("", list(conflict_lines(store, conflicts)))],
            _(
                "help_sync_conflicts",
                default="Both versions are kept until an editor chooses.",
            ),
        ),
        RecordList(
            _("heading_sync_quarantine", default="Records set aside"),
            quarantine := part("quarantine", store.quarantine),
            quarantine_groups(store, quarantine),
            button="retry_all",
        ),
        RecordList(
            _("heading_sync_stuck", default="Somebody has to decide"),
            stuck := part("stuck", outbox.stuck),
            [("", [delivery_line(*one) for one in shown(outbox.stuck.items(), stuck)])],
        ),
    )
    return [one for one in lists if one.part.total]


def conflict_lines(store: SyncStore, part: PageSlice) -> Iterator[Line]:
    """Yield texts that wait for an editor's choice."""
    for uid, conflict in shown(store.conflicts.items(), part):
        item = link_to(uid)
        gone = _("label_sync_taken_back", default="Taken back there, edited here")
        yield Line(
            conflict.remote_id,
            item,
            (title_of(conflict.source), moment(conflict.since)),
            gone if conflict.theirs is None else "",
            link=f"{item['url']}/@@pbgdpl-conflict" if item else "",
            color="dark",
        )


def quarantine_groups(
    store: SyncStore, part: PageSlice
) -> list[tuple[Any, list[Line]]]:
    """Return records in quarantine, those of one class together."""
    groups: dict[str, list[Line]] = {}
    for (source, remote_id), entry in shown(store.quarantine.items(), part):
        binding = store.find_by_remote_id(source, remote_id)
        tried = _(
            "label_sync_first_seen",
            default="First seen ${time}, tried ${number} times.",
            mapping={"time": moment(entry.first_seen), "number": entry.attempts},
        )
        again = _(
            "label_sync_next_try",
            default="Next try ${time}.",
            mapping={"time": moment(entry.next_try)},
        )
        given_up = _("label_sync_given_up", default="Not tried any more")
        line = Line(
            remote_id,
            link_to(binding.uid) if binding is not None else None,
            (title_of(source), tried, again if entry.next_try else ""),
            "" if entry.next_try else given_up,
            detail=detail_lines(entry.detail),
            buttons=("retry", "dismiss"),
            key=f"{source} {remote_id}",
        )
        groups.setdefault(entry.code, []).append(line)
    return [
        (failure_words(code) if code else NOT_TRIED, lines)
        for code, lines in sorted(groups.items())
    ]


def delivery_line(uid: str, delivery: Delivery) -> Line:
    """Return a delivery that somebody has to decide about."""
    unsure, differs = is_unsure(delivery), delivery.state == CONFLICT
    buttons = {"resend": True, "send_as_new": unsure, "overwrite": differs}
    return Line(
        delivery.identifier,
        link_to(uid),
        badge=UNSURE_TITLE if unsure else DELIVERIES[delivery.state],
        words=delivery_words(delivery),
        detail=delivery_detail(delivery),
        buttons=tuple(name for name, offered in buttons.items() if offered),
        key=uid,
    )


def entry_line(entry: RunEntry) -> Line:
    """Return an entry of the journal."""
    return Line(
        entry.identifier,
        link_to(entry.uid) if entry.uid else None,
        (moment(entry.at), part_words(entry.part)),
        ACTIONS.get(entry.action, entry.action),
        **told(entry.code, entry.detail),
        color="secondary",
    )


def is_unsure(delivery: Delivery) -> bool:
    """Return whether a record was sent, refused when it was sent again, and may be there."""
    return delivery.state == REJECTED and delivery.detail == UNSURE


def delivery_detail(delivery: Delivery) -> list[dict[str, Any]]:
    """Return what the partner said, in its own language, or what else is known."""
    code, message = delivery.receipt_code, delivery.receipt_message
    said = " – ".join(one for one in (code, message) if one)
    if not said or delivery.detail != said:
        return detail_lines(delivery.detail)
    words = _(
        "delivery_said",
        default="The other side says: ${said}",
        mapping={"said": said},
    )
    return detail_lines(words)


def delivery_words(delivery: Delivery) -> Any:
    """Return why a delivery waits for somebody, and what they can do."""
    if delivery.state == CONFLICT:
        return IN_CONFLICT
    if delivery.detail in UNSURE_DETAILS:
        return ""  # which says by itself what to do
    return failure_words(delivery.code) if delivery.code else ""
