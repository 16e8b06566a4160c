"""Go through many objects in one transaction without holding them all in memory.

What a transaction has changed stays in memory until it ends, unless a savepoint writes it
aside. The queue of the catalog holds objects, too.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from Products.CMFCore.indexing import processQueue
from typing import TypeVar

import transaction

Item = TypeVar("Item")

BATCH = 500
"""Objects between two savepoints."""


def with_savepoints(objects: Iterable[Item]) -> Iterator[Item]:
    """Yield objects one by one, and let go of what was done with each batch."""
    for number, obj in enumerate(objects, start=1):
        yield obj
        if number % BATCH == 0:
            flush()


def flush() -> None:
    """Write aside what was changed so far, and drop what is held beyond the cache."""
    processQueue()
    transaction.savepoint(optimistic=True)
    api.portal.get()._p_jar.cacheGC()
