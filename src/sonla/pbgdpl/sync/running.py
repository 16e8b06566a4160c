"""A run of the exchange alone: its options, and how it ended in words."""

from collections.abc import Mapping
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.exchange.jobs import GROUP
from sonla.pbgdpl.exchange.jobs import SOURCE
from sonla.pbgdpl.exchange.jobs import TRIAL
from sonla.pbgdpl.jobs.interfaces import IFailureMessages
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.sync import failures
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.sources import title_of
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import provider

SINCE = "since"
LIMIT = "limit"
"""Options of a run besides its source: the moment (aware) from which on it is read again,
and the number of records after which it ends."""


def run_exchange(
    site: Any,
    *,
    source: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    **how: Any,
) -> RunResult:
    """Run the jobs of the exchange that are due; `how` is as in `run_jobs`.

    A dry run asks the sources also while fetching is off: it is how one finds out what would come.
    """
    given: dict[str, Any] = {SOURCE: source, SINCE: since, LIMIT: limit}
    if how.get("dry_run") and not get_sync_settings().pull_enabled:
        given[TRIAL] = True
    options = {name: value for name, value in given.items() if value is not None}
    return run_jobs(site, scope=RunScope(group=GROUP), options=options, **how)


OWN_FAILURES = (
    failures.RateLimited,
    failures.AuthorityFailure,
    failures.ProtocolFailure,
    failures.DataFailure,
    failures.Suspicious,
    failures.PeerRefusal,
)


@provider(IFailureMessages)
def own_failures() -> Mapping[str, Message]:
    """Return what the classes of failures mean that only the exchange has."""
    return {kind.code: kind.message for kind in OWN_FAILURES}


def rest_words(source: str, until: datetime) -> Message:
    """Return until when a source that somebody named is not asked; without it all seems done."""
    return _(
        "sync_result_resting",
        default="${source} is not asked before ${until}: it wanted a pause, or failed too often.",
        mapping={"source": title_of(source), "until": format_moment(until)},
    )
