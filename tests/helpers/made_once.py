"""Content with which many tests begin: made once in a process, then copied into their databases.

Each test has its database for itself, so a section with its unit and its people would be made
anew by thousands of them. What a function changes in the database is kept here as the database
stores it, and later tests that begin with the same database get it from here.
"""

from AccessControl import getSecurityManager
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from OFS.Traversable import Traversable
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from Products.CMFCore.indexing import processQueue
from typing import Any
from typing import TypeVar
from ZODB.Connection import Connection
from ZODB.POSException import POSKeyError
from ZODB.utils import get_pickle_metadata
from ZODB.utils import z64
from zope.globalrequest import getRequest

import pickle
import shutil
import tempfile
import transaction

Result = TypeVar("Result")
Records = dict[bytes, bytes]
"""Oid → what is stored under it."""

FUNCTIONAL = "FunctionalTest"
"""How plone.testing names the storage that it gives to one functional test."""


@dataclass(eq=False)
class Made:
    """What a function found changed, what it changed, its files, and its result."""

    before: Records
    after: Records
    files: dict[bytes, Path]
    result: bytes


MADE: dict[tuple[Any, ...], list[Made]] = {}
REGISTRY_CACHE = "_plone_registry_cache"
"""Where a request remembers values of the registry, which were made without it."""
MOST = 8
"""So many states of the database are known for each function: those that were met last.

A test that begins by something of its own has a state that is never met again.
"""

NUMBERS = count()
FILES = tempfile.TemporaryDirectory(prefix="made-once-")


def made_once(portal: Any, make: Callable[..., Result], *arguments: Any) -> Result:
    """Return what a function of the portal makes in it, from what it made before if it can.

    The function changes nothing but the database, and returns content, or something that holds
    content and can be pickled. Whether that is committed is left to the caller. The function
    is called itself when the database isn't as it was any time before.
    """
    connection = portal._p_jar
    storage = connection.db().storage
    of_test = storage.getName() == FUNCTIONAL
    key = (
        storage.base if of_test else storage,
        of_test,
        make.__module__,
        make.__qualname__,
        pickle.dumps(arguments),
    )
    before = changed(connection)
    known = MADE.setdefault(key, [])
    for made in known:
        if made.before == before:
            known.remove(made)
            known.append(made)
            return repeated(portal, made)
    result = make(portal, *arguments)
    known.append(kept(connection, before, result))
    del known[:-MOST]
    return result


def changed(connection: Connection) -> Records:
    """Return what a test has changed so far, and let a savepoint have it.

    What one that is served has committed, too; others commit nothing.
    """
    processQueue()
    connection._register()
    transaction.savepoint(optimistic=True)
    store, storage = connection._savepoint_storage, connection.db().storage
    uncommitted = {oid: store.load(oid)[0] for oid in store.index}
    if storage.getName() != FUNCTIONAL:
        return uncommitted
    committed = {
        record.oid: record.data
        for stored in storage.changes.iterator()
        for record in stored
    }
    return committed | uncommitted


def kept(connection: Connection, before: Records, result: Any) -> Made:
    """Keep what was made since then."""
    after = {
        oid: data
        for oid, data in changed(connection).items()
        if before.get(oid) != data
    }
    store = connection._savepoint_storage
    files = {}
    for oid, data in after.items():
        if get_pickle_metadata(data) == ("ZODB.blob", "Blob"):
            files[oid] = Path(FILES.name) / f"{next(NUMBERS)}"
            shutil.copy(store.loadBlob(oid, store.load(oid)[1]), files[oid])
    stream = BytesIO()
    pickler = pickle.Pickler(stream)
    pickler.persistent_id = path_of
    pickler.dump(result)
    return Made(before, after, files, stream.getvalue())


def path_of(found: Any) -> tuple[str, ...] | None:
    """Return the path of content, by which it is found in another database."""
    return found.getPhysicalPath() if isinstance(found, Traversable) else None


def repeated(portal: Any, made: Made) -> Any:
    """Put what was made into the database as changes that are not committed yet."""
    connection = portal._p_jar
    store = connection._savepoint_storage
    for oid, data in made.after.items():
        try:
            serial = store.load(oid)[1]
        except POSKeyError:
            serial = z64
            store.creating[oid] = 1
        if oid in made.files:
            file = made.files[oid].with_suffix(".copy")
            shutil.copy(made.files[oid], file)
            store.storeBlob(oid, serial, data, str(file), "", None)
        else:
            store.store(oid, serial, data, "", None)
    connection._cache.invalidate(list(made.after))
    if (request := getRequest()) is not None:
        request.other.pop(REGISTRY_CACHE, None)
    if getSecurityManager().getUser().getId() == TEST_USER_ID:
        login(portal, TEST_USER_NAME)  # with the roles that it has now
    unpickler = pickle.Unpickler(BytesIO(made.result))
    unpickler.persistent_load = lambda path: found_at(portal, path)
    return unpickler.load()


def found_at(portal: Any, path: tuple[str, ...]) -> Any:
    """Return the content of a path, which begins with that of the portal."""
    found = portal
    for name in path[len(portal.getPhysicalPath()) :]:
        found = found._getOb(name)
    return found
