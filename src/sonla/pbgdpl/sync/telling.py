"""Say in words how a run ended, beside the codes that machines read.

The codes are stable. The words are for whoever reads the answer of a run, the mail of
cron or a page, in the language of that reader.
"""

from collections.abc import Callable
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.dates import format_moment
from sonla.pbgdpl.jobs.journal_files import STATE_TITLES
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.result import TickResult
from sonla.pbgdpl.sync import failures
from sonla.pbgdpl.sync.sources import title_of
from typing import Any
from zope.i18nmessageid import Message

FAILURES: dict[str, Message] = {
    kind.code: kind.message
    for kind in (
        failures.TransientFailure,
        failures.RateLimited,
        failures.AuthorityFailure,
        failures.ProtocolFailure,
        failures.DataFailure,
        failures.Suspicious,
        failures.SettingFailure,
        failures.ConcurrencyFailure,
        failures.LocalFailure,
        failures.Bug,
        failures.PeerRefusal,
    )
}
"""Class of a failure → what happened, what the system does, what is to be done."""

RESULTS: dict[str, Message] = {
    **STATE_TITLES,
    IDLE: _("sync_result_idle", default="There was nothing to do."),
    BUSY: _(
        "sync_result_busy", default="Another run is going on. Look again in a moment."
    ),
    LOST: _("sync_result_lost", default="Another run took over; this one stopped."),
}
"""State of a run → what it is called."""


def failure_words(code: str) -> Message | str:
    """Say what a class of failures means."""
    return FAILURES.get(code, code)


def in_words(result: TickResult, say: Callable[[Message | str], str]) -> dict[str, Any]:
    """Describe a result as `as_json` does, with a message where there is one to tell."""
    told = result.as_json()
    told["message"] = say(RESULTS.get(result.state, result.state))
    for part in told["parts"].values():
        if "code" in part:
            part["message"] = say(failure_words(part["code"]))
    return told


def rest_words(source: str, until: datetime) -> Message:
    """Say until when a source that somebody named is not asked; without it all seems done."""
    return _(
        "sync_result_resting",
        default="${source} is not asked before ${until}: it wanted a pause, or failed too often.",
        mapping={"source": title_of(source), "until": format_moment(until)},
    )
