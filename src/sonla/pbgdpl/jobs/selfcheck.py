"""What the runner expects of the database."""

from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.selfcheck import ISelfCheck
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import KEY
from sonla.pbgdpl.jobs.store import make_job_store
from typing import Any
from zope.interface import implementer


@implementer(ISelfCheck)
class JobsSelfCheck:
    """Expect the moment from which on runs are expected, which installation notes."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def missing(self) -> list[str]:
        """Return the name of the annotation, where it is not there."""
        return [] if job_store_of(self.site).visits.since is not None else [KEY]

    def repair(self) -> None:
        """Expect runs from now on."""
        make_job_store(self.site).visits.expect(utc_now())
