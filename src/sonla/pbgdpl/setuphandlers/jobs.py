"""What the runs remember: kept with the content, and brought back."""

from plone import api
from sonla.pbgdpl.clock import utc_now
from sonla.pbgdpl.jobs.store import keep_job_store
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.store import remove_job_store
from sonla.pbgdpl.setuphandlers.memory import recall
from sonla.pbgdpl.setuphandlers.memory import remember

STORE_KEY = "sonla.pbgdpl.remembered_jobs"


def take_down_jobs() -> None:
    """Keep the journal and the days of daily work with the first section.

    A run that goes on loses its lease, and commits nothing more.
    """
    store = remove_job_store(api.portal.get())
    if store is not None:
        remember(STORE_KEY, {"store": store})


def bring_back_jobs() -> None:
    """Bring back what `take_down_jobs` kept, and expect runs from now on.

    While the add-on was away nothing could run, which says nothing about the clock.
    """
    portal = api.portal.get()
    store = recall(STORE_KEY).get("store")
    if store is not None:
        keep_job_store(portal, store)
    make_job_store(portal).visits.expect(utc_now())
