"""Classes that are named here in databases of the first release."""

from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.journal import RunEntry

ONCE_STORED_HERE = (RunEntry, Journal, Run)
