"""A class that is named here in databases of the first release."""

from sonla.pbgdpl.jobs.lease import Lease

ONCE_STORED_HERE = (Lease,)
