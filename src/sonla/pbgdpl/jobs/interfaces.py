"""What subjects register for runs: jobs, and the meaning of their failures."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from datetime import date
    from sonla.pbgdpl.jobs.context import JobContext
    from sonla.pbgdpl.jobs.result import Outcome


class IScheduledJob(Interface):
    """Do something that must happen without a person; a named adapter of the site root.

    Registering one is all it takes: fetching, sending, reconciling dates, closing units.
    Each runs isolated: what it raises ends its own turn and no other's. `Job`,
    `DailyJob` and `MonthlyJob` in `jobs.base` are the bases. The name is stored with the
    results, so it never changes.

    Its words: ``docs/glossary.rst``, *Running the portal*.
    """

    title = Attribute("Message: what the page of jobs calls it.")
    description = Attribute(
        "Message: what it is for, and what stays undone without it."
    )
    order = Attribute("A number: jobs run in ascending order, by name where equal.")
    period = Attribute(
        "A `timedelta`: how often it is due at the most; zero for what is done in every "
        "run that finds something to do."
    )
    group = Attribute(
        "Name of the group that is also run by itself, such as `exchange`; else empty."
    )

    def due(context: "JobContext") -> bool:
        """Return whether there is something to do; reads only, no network.

        Called in every run, for the page of jobs and for health. When nothing is due
        anywhere the run ends without writing to the database, but for a note each hour
        that it looked. What it raises counts as due.
        """

    def may_start(context: "JobContext") -> bool:
        """Return whether somebody may have it run now, due or not; reads only.

        False where the settings have switched it off, and where a partner must not be
        asked. What `run` leaves alone by itself needs no word here.
        """

    def waiting(context: "JobContext") -> Iterable["Outcome"]:
        """Yield an `Outcome` for each part that would be done but waits for somebody."""

    def next_day(context: "JobContext") -> "date | None":
        """Return the day from which on it is due; None where no date decides that.

        Reads only; for the page of jobs.
        """

    def run(context: "JobContext") -> None:
        """Do the work until it is done or `context.left()` is used up.

        All writing goes through the context's `transact` and `batches`: what stands
        uncommitted at the end is dropped. Raises `jobs.transactions.Unfinished` for what
        the next run goes on with, and a `jobs.failures.Failure` for what went wrong.
        """


class IFailureClass(Interface):
    """A `jobs.failures.Failure`; an adapter of an exception that a subject raises.

    `jobs.failures.classify` asks for it where a job, or a part of one, raised what is
    no failure itself; what has no adapter is a `Bug`. Must not raise: it is asked while
    an error is handled, and reads nothing but the exception.
    """


class IFailureMessages(Interface):
    """What classes of failures mean; a named utility, one a package that has some.

    Asked by the page of jobs and the answer of a run, for each part that failed; what is
    raised fails them.
    """

    def __call__() -> Mapping[str, Message]:
        """Return what happened, what the system does and what is to be done, by code."""
