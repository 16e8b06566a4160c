"""What only the exchange has to say of how a run ended."""

from collections.abc import Mapping
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.jobs.interfaces import IFailureMessages
from sonla.pbgdpl.sync import failures
from sonla.pbgdpl.sync.sources import title_of
from zope.i18nmessageid import Message
from zope.interface import provider

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
