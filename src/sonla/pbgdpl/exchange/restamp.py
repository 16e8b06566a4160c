"""The command `pbgdpl-restamp`: let harvesters of `@@oai` read every record once more.

For the day after a backup was restored. Harvesters ask for what changed since they asked
last, by our datestamps, and a restored database knows nothing of what it offered since
the backup was taken: what was undone by that would stay undone here alone. So each record
that is or ever was public gets a datestamp of now, tombstones included.

Exit codes: 0 done, 1 failed, 3 a run of the exchange goes on, 64 wrongly called.
"""

from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.jobs.cli import exit_with
from sonla.pbgdpl.jobs.cli import open_app
from sonla.pbgdpl.jobs.cli import Parser
from sonla.pbgdpl.jobs.cli import prepare_output
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_alone
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.jobs.site import RUNNER_USER
from sonla.pbgdpl.jobs.store import make_job_store
from typing import Any
from typing import NoReturn
from zc.lockfile import LockError

import json
import math
import sys
import transaction

PART = "restamp"
BATCH_SIZE = 100
"""Records in a transaction; a save that meets one is tried again."""


class Restamping:
    """Set the datestamp of each record of the ledger to now, some in a transaction."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def run(self, context: JobContext) -> None:
        """Do it; a record that changes meanwhile has a datestamp of its own."""
        everything = list(self.ledger.entries)
        for first in range(0, len(everything), BATCH_SIZE):
            uids = everything[first : first + BATCH_SIZE]
            context.transact(partial(self.restamp, context, uids))

    def restamp(self, context: JobContext, uids: Sequence[str]) -> None:
        """Do some inside the present transaction."""
        now = now_in_seconds()
        for uid in uids:
            self.ledger.restamp(uid, now)
        context.count(PART, "updated", len(uids))

    @property
    def ledger(self) -> Ledger:
        """The ledger, anew in each transaction."""
        ledger = ledger_of(self.site)
        assert ledger is not None
        return ledger


def restamp(site: Any) -> RunResult:
    """Restamp every record of a site as a run of its own; raises `CannotAct`."""
    if ledger_of(site) is None:
        raise CannotAct("Nothing was ever offered to harvesters here")
    free_lease(site)
    return run_alone(site, PART, Restamping(site), budget=math.inf)


def free_lease(site: Any) -> None:
    """Take the lease from its holder when the backup was taken."""
    transaction.begin()
    lease = make_job_store(site).lease
    if lease.expires is not None:
        lease.revoke()
    transaction.commit()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Restamp and exit; what was done goes to standard output."""
    options = make_parser().parse_args(arguments)
    prepare_output()
    try:
        app = open_app(options.zopeconf)
        try:
            with acting(app, options.site, options.user) as site:
                result = restamp(site)
        finally:
            transaction.abort()
            app._p_jar.close()
    except CannotAct as reason:
        exit_with(str(reason))
    except LockError:
        exit_with(
            "The database is in use by a server: stop it, or use ZEO or RelStorage."
        )
    print(json.dumps(summary_of(result), indent=1, sort_keys=True))
    sys.exit(result.exit_code)


def summary_of(result: RunResult) -> dict[str, Any]:
    """Return how many records harvesters will read again, and from when on."""
    visible = datetime.now(UTC) + timedelta(seconds=HORIZON)
    return {
        "state": result.state,
        "run": result.run,
        "records": result.counts.get(PART, {}).get("updated", 0),
        "listed_from": visible.isoformat(timespec="seconds"),
    }


def make_parser() -> Parser:
    """Describe how the command is called."""
    parser = Parser(
        prog="pbgdpl-restamp",
        description="After a backup was restored: let whoever harvests @@oai read every "
        "record again.",
    )
    add = parser.add_argument
    add("zopeconf", metavar="zope.conf", help="configuration of a Zope client")
    add("site", help="path of the portal in the database, such as /Plone")
    add("--user", default=RUNNER_USER, help="account that runs it (%(default)s)")
    return parser


if __name__ == "__main__":
    main()
