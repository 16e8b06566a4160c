"""Who started runs of the scheduled jobs, and whose records failed in them."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.core.personal_data import plain
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import KEY


class JobJournal(JournalStore):
    """The journal of runs, of which the latest are kept."""

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each run, and for each entry of one."""
        store = job_store_of(api.portal.get())
        for kind in ("runs", "entries"):
            for number, one in getattr(store.journal, kind).items():
                key = f"{kind} {number}"
                yield PersonalRecord(key, key, {"entry": plain(one)})
        yield PersonalRecord("results", "results", {"results": plain(store.results)})


JOURNAL = JobJournal(KEY, _("store_jobs", default="Journal of scheduled jobs"))
