"""Look into a database from outside, past all Zope clients: what is stored, byte by byte."""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from sonla.pbgdpl.jobs.store import KEY as JOBS_KEY
from sonla.pbgdpl.sync.store import KEY
from typing import Any
from ZODB.blob import is_blob_record
from ZODB.config import storageFromString
from ZODB.DB import DB
from ZODB.serialize import referencesf

import tempfile
import transaction

RELSTORAGE = """
%import relstorage
<relstorage>
  keep-history true
  shared-blob-dir false
  blob-dir {blobs}
  cache-local-mb 20
  <postgresql>
    driver psycopg2
    dsn {dsn}
  </postgresql>
</relstorage>
"""
FILESTORAGE = """
<filestorage>
  path {path}
  blob-dir {blobs}
</filestorage>
"""


@dataclass(frozen=True)
class Sum:
    """Tell all of a database: how much there is, and one checksum over all of it."""

    objects: int
    bytes: int
    blobs: int
    blob_bytes: int
    digest: str


@contextmanager
def relstorage(dsn: str) -> Iterator[Any]:
    """Open a database in PostgreSQL, with no copies of anything but its own."""
    with tempfile.TemporaryDirectory() as blobs:
        conf = RELSTORAGE.format(dsn=dsn, blobs=blobs)
        with closing(storageFromString(conf)) as storage:
            yield storage


@contextmanager
def filestorage(folder: Path) -> Iterator[Any]:
    """Open a database in files."""
    conf = FILESTORAGE.format(path=folder / "Data.fs", blobs=folder / "blobs")
    with closing(storageFromString(conf)) as storage:
        yield storage


def current(storage: Any) -> Sum:
    """Sum up every object as it is now, and every file, in the order of their ids."""
    digest, objects, size, blobs, blob_size = sha256(), 0, 0, 0, 0
    for oid, data, blob in records(storage):
        objects += 1
        size += len(data)
        digest.update(oid + sha256(data).digest())
        if blob is not None:
            blobs += 1
            blob_size += len(blob)
            digest.update(sha256(blob).digest())
    return Sum(objects, size, blobs, blob_size, digest.hexdigest())


def records(storage: Any) -> Iterator[tuple[bytes, bytes, bytes | None]]:
    """Yield id, state and file of each object."""
    following = None
    while True:
        oid, tid, data, following = storage.record_iternext(following)
        blob = None
        if is_blob_record(data):
            with storage.openCommittedBlobFile(oid, tid) as file:
                blob = file.read()
        yield oid, data, blob
        if following is None:
            return


def missing(storage: Any) -> set[bytes]:
    """Return the ids of objects that others refer to and that are not there."""
    there, named = set(), set()
    for oid, data, _blob in records(storage):
        there.add(oid)
        named.update(referencesf(data))
    return named - there


def history(storage: Any) -> tuple[int, str]:
    """Count all transactions, and sum up who wrote what, when."""
    digest, count = sha256(), 0
    for one in storage.iterator():
        count += 1
        digest.update(one.tid + one.user + b"\0" + one.description)
        states = {record.oid: record.data or b"" for record in one}
        for oid, data in sorted(states.items()):
            digest.update(oid + sha256(data).digest())
    return count, digest.hexdigest()


@contextmanager
def opened(dsn: str) -> Iterator["Seen"]:
    """Open the portal of a database, for looking at it again and again."""
    with relstorage(dsn) as storage:
        database = DB(storage)
        manager = transaction.TransactionManager()
        connection = database.open(manager)
        try:
            yield Seen(connection, manager)
        finally:
            manager.abort()
            connection.close()
            database.close()


class Seen:
    """Show the portal and what the exchange remembers, as it was committed last."""

    def __init__(self, connection: Any, manager: Any) -> None:
        self._connection = connection
        self.transaction = manager

    def look(self) -> "Seen":
        """Go on to what was committed meanwhile."""
        self.transaction.begin()
        return self

    @property
    def site(self) -> Any:
        """The portal."""
        return self._connection.root()["Application"]["Plone"]

    @property
    def store(self) -> Any:
        """What the exchange remembers; None before its first run."""
        return self.site.__annotations__.get(KEY)

    @property
    def jobs(self) -> Any:
        """Return what the runs remember; None before the first one."""
        return self.site.__annotations__.get(JOBS_KEY)

    def fetched(self) -> int:
        """Count the records that were fetched."""
        return len(self.store.bindings.get("btp", ())) if self.store else 0

    def has_fetched(self) -> bool:
        """Return whether the source was read to its end."""
        store = self.store
        if store is None or "btp" not in store.sources:
            return False
        readings = store.sources["btp"].all_progress().values()
        return bool(readings) and all(
            one.cursor is not None and one.reading is None for one in readings
        )

    def is_done(self) -> bool:
        """Return whether all is fetched, and nobody works.

        Words of what was fetched have their turn later; that takes longer than a test.
        """
        return self.has_fetched() and self.jobs.lease.expires is None
