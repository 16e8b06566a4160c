"""Go on with reconciliations that somebody asked for."""

from collections.abc import Iterator
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.exchange.jobs import ExchangeJob
from sonla.pbgdpl.jobs.base import EXCHANGE
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.options.mappings.reconciliation.comparing import compare
from sonla.pbgdpl.options.mappings.reconciliation.listing import read_partner
from sonla.pbgdpl.options.mappings.reconciliation.listing import read_source
from sonla.pbgdpl.options.mappings.reconciliation.listing import stored
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.peers import may_ask
from sonla.pbgdpl.sync.peers import note_failure
from sonla.pbgdpl.sync.reconciliation.state import LISTING
from sonla.pbgdpl.sync.reconciliation.state import open_keys
from sonla.pbgdpl.sync.reconciliation.state import PART
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.reconciliation.state import source_of_key
from sonla.pbgdpl.sync.reconciliation.state import STOPPED
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore

NO_LIST = (PeerRefusal, ProtocolFailure)
"""How a partner answers that gives no list: asking once more would change nothing."""


class ReconciliationJob(ExchangeJob):
    """Compare both sides, where somebody asked for it."""

    title = _("job_reconciliation", default="Reconciliation with partners")
    description = _(
        "job_reconciliation_help",
        default="Compares record by record what partners have with what is here, where somebody asked for it. Without it such a report stays unfinished.",
    )
    order = EXCHANGE + 200
    belongs_to = MAPPINGS

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while a report is unfinished."""
        return super().due(context) and self.may_start(context)

    def may_start(self, context: JobContext) -> bool:
        """Return whether a report is unfinished whose partner may be asked now."""
        return any(self.ready(context))

    def ready(self, context: JobContext) -> Iterator[str]:
        """Yield the reports to go on with."""
        store = store_of(self.site)
        for key in open_keys(store):
            if store.reconciliations[key].phase != LISTING:
                yield key
            elif is_configured(key) and may_ask(peer_of(store, key), context):
                yield key

    def run(self, context: JobContext) -> None:
        """Go on with each; in a dry run nothing could be kept."""
        if context.dry_run:
            return
        for key in list(self.ready(context)):
            context.check_budget()
            context.keep_lease()
            context.isolated(part_of(key), partial(advance, context, key))


def part_of(key: str) -> str:
    """Return the part of a run that a report is."""
    source = source_of_key(key)
    return f"{PART}/{source}" if source else PART


def is_configured(key: str) -> bool:
    """Return whether the partner is one that the settings switch on."""
    if key == SENDING:
        settings = get_sync_settings()
        return bool(settings.push_enabled and settings.push_url)
    return any(source.name == source_of_key(key) for source in configured_sources())


def peer_of(store: SyncStore, key: str) -> Peer:
    """Return the state of a partner, for reading."""
    if key == SENDING:
        return store.push
    return store.sources.get(source_of_key(key)) or SourceState()


def advance(context: JobContext, key: str) -> None:
    """Read their list as far as that is needed, then compare."""
    try:
        if stored(context, key).phase == LISTING:
            read_theirs(context, key)
        compare(context, key)
    except (LeaseLost, Unfinished):
        raise
    except Exception as error:
        context.transact(partial(_note_failure, context, key, classified(error)))
        raise


def read_theirs(context: JobContext, key: str) -> None:
    """Read the list of the other side."""
    if key == SENDING:
        return read_partner(context)
    sources = {source.name: source for source in configured_sources()}
    return read_source(context, sources[source_of_key(key)])


def _note_failure(context: JobContext, key: str, failure: Failure) -> None:
    """Write it down; that a partner has no list says nothing about sending."""
    store, found = make_store(context.site), stored(context, key)
    found.code, found.detail = failure.code, without_secrets(failure.detail)
    if key == SENDING and isinstance(failure, NO_LIST):
        found.begin_phase(STOPPED)
    elif found.phase == LISTING:
        is_push = key == SENDING
        peer = store.push if is_push else store.source(source_of_key(key))
        note_failure(peer, failure, context)
