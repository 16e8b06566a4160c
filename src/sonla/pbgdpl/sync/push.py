"""Send what changed to the partner, one record after the other, after their commits.

A record is `PUT` as JSON-LD or `DELETE`d, each on the condition that the partner has
the version that we know (`If-Match`, RFC 9110). What is sent is the record as it is
then. That a request is on its way is committed before it goes out: after a crash it is
sent again, and what the partner then says tells whether it had arrived.
"""

from functools import partial
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.sync.context import classified
from sonla.pbgdpl.sync.context import TickContext
from sonla.pbgdpl.sync.lease import LeaseLost
from sonla.pbgdpl.sync.peers import may_ask
from sonla.pbgdpl.sync.peers import note_failure
from sonla.pbgdpl.sync.peers import note_success
from sonla.pbgdpl.sync.sending import Sending
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.transactions import Unfinished
from sonla.pbgdpl.sync.works import TickWork


class PushWork(TickWork):
    """Send what waits in the outbox."""

    order = 200

    def due(self, context: TickContext) -> bool:
        """Be due while something waits and nothing forbids to send."""
        settings, store = get_sync_settings(), store_of(self.site)
        if not (super().due(context) and settings.push_enabled and settings.push_url):
            return False
        new_kinds = set(settings.push_types or ()) - store.outbox.kinds
        return may_ask(store.push, context) and bool(store.outbox.dirty or new_kinds)

    def run(self, context: TickContext) -> None:
        """Send one record after the other; a partner that is away ends the run."""
        if set(get_sync_settings().push_types or ()) - context.store.outbox.kinds:
            context.transact(partial(mark_new_kinds, context))
        try:
            Sending(context).run()
        except (LeaseLost, Unfinished):
            raise
        except Exception as error:
            failure = classified(error)
            context.transact(lambda: note_failure(context.store.push, failure, context))
            raise
        context.transact(lambda: note_success(context.store.push, context))


def mark_new_kinds(context: TickContext) -> None:
    """Mark every public record of the kinds that were not sent before."""
    outbox, ledger = context.store.outbox, ledger_of(context.site)
    kinds = set(get_sync_settings().push_types or ())
    new = kinds - outbox.kinds
    for uid, entry in ledger.all_entries() if ledger is not None else ():
        if entry.type in new and not entry.deleted:
            outbox.mark(uid)
    outbox.kinds = frozenset(kinds)
