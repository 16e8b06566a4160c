"""What was fetched and waits, and what was sent: records of others may name people."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import store_of


class Exchange(JournalStore):
    """Versions that wait for a choice, records that could not be read, and deliveries.

    Bindings are left out: they have no more than hashes of fields.
    """

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each of them."""
        store = store_of(api.portal.get())
        kinds = {
            "conflicts": store.conflicts,
            "quarantine": store.quarantine,
            "deliveries": store.outbox.deliveries,
            "unanswered": store.outbox.unanswered,
            "stuck": store.outbox.stuck,
            "reconciliations": store.reconciliations,
        }
        for kind, kept in kinds.items():
            for key, one in kept.items():
                name = f"{kind} {key}"
                yield PersonalRecord(name, name, {"entry": plain(one)})


EXCHANGE = Exchange(KEY, _("store_exchange", default="Exchange with partners"))
