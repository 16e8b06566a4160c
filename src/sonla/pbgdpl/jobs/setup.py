"""What the runs remember, kept with the content; what the runner expects of the database."""

from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import keep_job_store
from sonla.pbgdpl.jobs.store import KEY
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.store import remove_job_store
from typing import Any

STORE_KEY = "sonla.pbgdpl.remembered_jobs"


class JobsStep(SetupStep):
    """Keep what the runs remember, and expect runs while the add-on is installed."""

    order = 100

    def install(self, site: Any) -> None:
        """Bring back what was kept, and expect runs from now on.

        While the add-on was away nothing could run, which says nothing about the clock.
        """
        store = restore(STORE_KEY).get("store")
        if store is not None:
            keep_job_store(site, store)
        make_job_store(site).run_times.expect(utc_now())

    def uninstall(self, site: Any) -> None:
        """Keep the journal and the days of daily work with the first section.

        A run that goes on loses its lease, and commits nothing more.
        """
        store = remove_job_store(site)
        if store is not None:
            preserve(STORE_KEY, {"store": store})


class JobsSelfCheck(SelfCheck):
    """Expect the moment from which on runs are expected, which installation notes."""

    def missing(self) -> list[str]:
        """Return the name of the annotation, where it is not there."""
        return [] if job_store_of(self.site).run_times.since is not None else [KEY]

    def repair(self) -> None:
        """Expect runs from now on."""
        make_job_store(self.site).run_times.expect(utc_now())
