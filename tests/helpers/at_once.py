"""Several people write at once, each with a connection of their own, as in a server.

They wait for each other when everything is written and nothing committed, so the changes always meet.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from AccessControl.users import system
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from Products.CMFCore.indexing import processQueue
from Testing.makerequest import makerequest
from threading import Barrier
from typing import Any
from ZODB.POSException import ConflictError
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest

import transaction

TRIES = 4
"""Zope makes a request anew three times when its changes meet others."""


def at_once(portal: Any, *works: Callable[[Any], object]) -> list[int | None]:
    """Let works be done on the portal at the same time; give the tries of each."""
    database, name = portal._p_jar.db(), portal.getId()
    barrier = Barrier(len(works), timeout=60)

    def run(work: Callable[[Any], object]) -> int | None:
        for number in range(1, TRIES + 1):
            connection = database.open()
            site = makerequest(connection.root()["Application"])[name]
            try:
                setSite(site)
                setRequest(site.REQUEST)
                newSecurityManager(None, system)
                work(site)
                processQueue()
                if number == 1:
                    barrier.wait()
                transaction.commit()
                return number
            except ConflictError:
                transaction.abort()
            finally:
                noSecurityManager()
                clearRequest()
                setSite(None)
                transaction.abort()
                connection.close()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        tries = list(pool.map(run, works))
    transaction.begin()
    return tries
