"""How a run ended in words, beside the codes that machines read.

The codes are stable. The words are for somebody who reads the answer of a run, the mail of
cron or a page, in the language of that reader.
"""

from collections.abc import Callable
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs import failures
from sonla.pbgdpl.jobs.interfaces import IFailureMessages
from sonla.pbgdpl.jobs.journal import INTERRUPTED
from sonla.pbgdpl.jobs.journal import RUNNING
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.jobs.result import RunResult
from typing import Any
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import provider

OWN_FAILURES = (
    failures.TransientFailure,
    failures.ConcurrencyFailure,
    failures.LocalFailure,
    failures.ConfigurationFailure,
    failures.Bug,
)

STATE_TITLES = {
    RUNNING: _("sync_run_running", default="Running"),
    DONE: _("sync_run_done", default="Done"),
    PARTIAL: _("sync_run_partial", default="To be continued"),
    HELD: _("sync_run_held", default="Held until somebody has looked"),
    FAILED: _("sync_run_failed", default="Failed"),
    INTERRUPTED: _("sync_run_interrupted", default="Interrupted"),
}

RESULTS: dict[str, Message] = {
    **STATE_TITLES,
    IDLE: _("sync_result_idle", default="There was nothing to do."),
    BUSY: _(
        "sync_result_busy", default="Another run is going on. Look again in a moment."
    ),
    LOST: _("sync_result_lost", default="Another run took over; this one stopped."),
}
"""State of a run → what it is called."""


@provider(IFailureMessages)
def own_failures() -> Mapping[str, Message]:
    """Return what the classes of failures mean that every job can end with."""
    return {kind.code: kind.message for kind in OWN_FAILURES}


def failure_words(code: str) -> Message | str:
    """Return what a class of failures means."""
    for _name, messages in getUtilitiesFor(IFailureMessages):
        if code in (found := messages()):
            return found[code]
    return code


def in_words(
    result: RunResult, translated: Callable[[Message | str], str]
) -> dict[str, Any]:
    """Describe a result as `as_json` does, with a message where there is one to tell."""
    data = result.as_json()
    data["message"] = translated(RESULTS.get(result.state, result.state))
    for part in data["parts"].values():
        if "code" in part:
            part["message"] = translated(failure_words(part["code"]))
    return data
