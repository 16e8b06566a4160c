"""What the pages of the exchange say: conditions, parts of a run, deliveries."""

from datetime import datetime
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.jobs.journal import RUNNING
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.condition import SourceStatus
from sonla.pbgdpl.sync.condition import StatusReport
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import IN_FLIGHT
from sonla.pbgdpl.sync.deliveries import QUEUED
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.deliveries import WAITING
from sonla.pbgdpl.sync.reconciliation.state import PART as RECONCILIATION
from sonla.pbgdpl.sync.sources import title_of
from zope.component import queryAdapter
from zope.i18nmessageid import Message

COUNTS = (
    "seen",
    "created",
    "updated",
    "unchanged",
    "withdrawn",
    "quarantined",
    "failed",
)
"""What is counted of records that are fetched or sent, in the order of tables."""

COUNT_TITLES = {
    "seen": _("sync_count_seen", default="Seen"),
    "created": _("sync_count_created", default="Created"),
    "updated": _("sync_count_updated", default="Updated"),
    "unchanged": _("sync_count_unchanged", default="Unchanged"),
    "withdrawn": _("sync_count_withdrawn", default="Withdrawn"),
    "quarantined": _("sync_count_quarantined", default="Set aside"),
    "failed": _("sync_count_failed", default="Failed"),
}

ACTIONS: dict[str, Message] = {
    **COUNT_TITLES,
    "restored": _("sync_action_restored", default="Offered again"),
    "conflict": _("sync_action_conflict", default="Changed on both sides"),
    "detached": _("sync_action_detached", default="Ignored from now on"),
    "noticed": _("sync_action_noticed", default="Noticed"),
    "sent": _("sync_action_sent", default="Sent"),
    "would send": _("sync_action_would_send", default="Would be sent"),
}
"""What an entry says that happened → how it is called."""

NOT_TRIED = _(
    "sync_not_tried", default="It is fetched anew by the next run, as was asked for."
)

IN_CONFLICT = _(
    "sync_disputed",
    default="The partner has a version that is not the one we sent last. Ask them first; then send again, or replace theirs.",
)

CONDITIONS: dict[SourceStatus, tuple[Message, str]] = {
    SourceStatus.HELD: (_("sync_condition_held", default="Held"), "danger"),
    SourceStatus.BROKEN: (
        _(
            "sync_condition_broken",
            default="Not asked until ${until} because of failures",
        ),
        "danger",
    ),
    SourceStatus.WAITING: (
        _("sync_condition_waiting", default="Waiting until ${until}"),
        "warning",
    ),
    SourceStatus.NEVER: (
        _("sync_condition_never", default="Not asked yet"),
        "secondary",
    ),
    SourceStatus.FAILING: (
        _("sync_condition_failing", default="The last try failed"),
        "warning",
    ),
    SourceStatus.UNFINISHED: (
        _("sync_condition_unfinished", default="Goes on with the next run"),
        "info",
    ),
    SourceStatus.OK: (_("sync_condition_well", default="All is well"), "success"),
}
"""Condition → what it is called, and its colour; the words say it too."""

OFF = (_("sync_condition_off", default="Switched off"), "secondary")

RUN_COLORS = {
    RUNNING: "info",
    DONE: "success",
    PARTIAL: "info",
    HELD: "danger",
    FAILED: "danger",
}

DELIVERIES: dict[str, Message] = {
    QUEUED: _("sync_delivery_queued", default="Waiting to be sent"),
    IN_FLIGHT: _("sync_delivery_in_flight", default="On its way"),
    ACKNOWLEDGED: _("sync_delivery_acknowledged", default="Received"),
    REJECTED: _("sync_delivery_rejected", default="Rejected"),
    CONFLICT: _("sync_delivery_conflict", default="The partner has another version"),
    WAITING: _("sync_delivery_waiting", default="Waiting"),
    WITHDRAWN: _("sync_delivery_withdrawn", default="Withdrawn there, too"),
}

UNSURE_TITLE = _("sync_delivery_unsure", default="It may have arrived")
"""Of a record whose request was refused when it was sent again."""

PARTS: dict[str, Message] = {
    "harvest": _("sync_part_pull", default="Fetching"),
    "deliver": _("sync_part_push", default="Sending"),
    "reconcile": _("sync_part_sweep", default="Dates that passed"),
    "index-text": _("sync_part_words", default="Words of new texts, for the search"),
    "digest": _("sync_part_digest", default="Daily mail"),
    "undelivered": _("sync_part_undelivered", default="Mail on what waits to be sent"),
    "restamp": _("sync_part_restamp", default="Offered to harvesters anew"),
}


def condition_words(status: StatusReport) -> Message:
    """Return the status of a partner."""
    words, _color = CONDITIONS[status.condition]
    until = format_moment(status.until) if status.until else ""
    return Message(words, mapping={"until": until})


def part_words(part: str) -> Message | str:
    """Name a part of a run; that of a source by the name of the source."""
    kind, _slash, source = part.partition("/")
    if source and kind == RECONCILIATION:
        return _(
            "sync_part_reconciliation",
            default="Reconciliation: ${source}",
            mapping={"source": title_of(source)},
        )
    if source:
        return title_of(source)
    job = queryAdapter(api.portal.get(), IScheduledJob, name=kind)
    return PARTS.get(kind) or getattr(job, "title", part)


def age_words(moment: datetime | None, now: datetime) -> Message:
    """Return how long ago something was, in the one unit that suits."""
    if moment is None:
        return _("sync_age_never", default="never")
    age = max(now - moment, timedelta())
    if age >= timedelta(days=1):
        return _("sync_age_days", default="${n} days ago", mapping={"n": age.days})
    hours, minutes = divmod(int(age.total_seconds()) // 60, 60)
    if hours:
        return _("sync_age_hours", default="${n} hours ago", mapping={"n": hours})
    if minutes:
        return _("sync_age_minutes", default="${n} minutes ago", mapping={"n": minutes})
    return _("sync_age_now", default="just now")
