"""Classes that are named here in databases of the first release."""

from sonla.pbgdpl.jobs.journal import Entry
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run

ONCE_STORED_HERE = (Entry, Journal, Run)
