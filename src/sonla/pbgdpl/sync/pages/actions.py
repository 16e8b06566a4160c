"""Who sees the pages of the exchange, and what the buttons of the status page do.

All but a run is done inside one transaction.
"""

from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.administration.pages.run import RunView
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.harvest import quarantine
from sonla.pbgdpl.sync.messages import NOT_THERE
from sonla.pbgdpl.sync.store import SyncStore
from zope.i18nmessageid import Message


def release(store: SyncStore, value: str, now: datetime) -> Message:
    """Let a source go on that was held or waits."""
    if value not in store.sources:
        return NOT_THERE
    operations.release(store, value)
    store.expected_since[value] = now
    return _("msg_sync_released", default="Released. The next run goes on with it.")


def ask_push(store: SyncStore, value: str, now: datetime) -> Message:
    """Let sending go on at once."""
    operations.ask_at_once(store.push)
    return _("msg_sync_push_released", default="The next run sends again.")


def retry(store: SyncStore, value: str, now: datetime) -> Message:
    """Try a record in quarantine again."""
    source, _blank, remote_id = value.partition(" ")
    if (source, remote_id) not in store.quarantine:
        return NOT_THERE
    operations.retry(store, source, remote_id, now)
    return _("msg_sync_retry", default="The next run tries it again.")


def retry_all(store: SyncStore, value: str, now: datetime) -> Message:
    """Try every record in quarantine again."""
    for source, remote_id in list(store.quarantine):
        operations.retry(store, source, remote_id, now)
    return _("msg_sync_retry_all", default="The next runs try all of them again.")


def dismiss(store: SyncStore, value: str, now: datetime) -> Message:
    """Forget a record in quarantine."""
    source, _blank, remote_id = value.partition(" ")
    if (source, remote_id) not in store.quarantine:
        return NOT_THERE
    quarantine.release(store, source, remote_id)
    return _(
        "msg_sync_dismissed",
        default="Left out. If its source changes it, it comes in as any other.",
    )


def resend(store: SyncStore, value: str, now: datetime) -> Message:
    """Send a record again as it is then."""
    if value not in store.outbox.deliveries:
        return NOT_THERE
    operations.resend(store, value)
    return _("msg_sync_resend", default="The next run sends it again.")


def send_as_new(store: SyncStore, value: str, now: datetime) -> Message:
    """Send a record as a new one, with all that went with it, as the partner has none."""
    number = operations.send_as_new(store, value)
    if not number:
        return NOT_THERE
    return _(
        "msg_sync_send_as_new",
        default="The next run sends as new ones what went in one request: ${number}.",
        mapping={"number": number},
    )


def overwrite(store: SyncStore, value: str, now: datetime) -> Message:
    """Send a record again and replace what the partner has."""
    if value not in store.outbox.deliveries:
        return NOT_THERE
    operations.overwrite(store, value, now)
    return _(
        "msg_sync_overwrite",
        default="The next run sends it again and replaces what the partner has.",
    )


def resend_period(store: SyncStore, value: str, now: datetime) -> Message:
    """Send again what changed from one day to another; `value` has both."""
    since, _blank, until = value.partition(" ")
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        after = last + timedelta(days=1)
    except (ValueError, OverflowError):
        return _(
            "msg_sync_period_incomplete",
            default="Nothing was sent: enter both days, such as 01/03/2026 and 31/03/2026.",
        )
    if first > last:
        return _(
            "msg_sync_period_backwards",
            default="Nothing was sent: the first day is later than the last.",
        )
    ledger = ledger_of(api.portal.get())
    entries = ledger.all_entries() if ledger is not None else ()
    number = operations.resend_period(
        store, entries, int(midnight(first)), int(midnight(after))
    )
    if not number:
        return _(
            "msg_sync_period_empty",
            default="Nothing public changed in these days, so there is nothing to send.",
        )
    return _(
        "msg_sync_period",
        default="The next runs send again what changed in these days: ${number}.",
        mapping={"number": number},
    )


ACTS: dict[str, Callable[[SyncStore, str, datetime], Message]] = {
    act.__name__: act
    for act in (
        release,
        ask_push,
        retry,
        retry_all,
        dismiss,
        resend,
        resend_period,
        send_as_new,
        overwrite,
    )
}
"""Name of a button → what it does; what it is about is the value of the button."""


class ExchangeRunView(RunView):
    """Run the jobs of the exchange that are due, and no others."""

    group = "exchange"
