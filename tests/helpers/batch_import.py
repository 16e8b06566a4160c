"""A database with content, an importer, and others who save at the same time."""

from BTrees.OOBTree import OOBTree
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent.mapping import PersistentMapping
from sonla.pbgdpl.jobs.lease import Lease
from sonla.pbgdpl.jobs.transactions import Batches
from sonla.pbgdpl.jobs.transactions import BatchSizer
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

import transaction

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Portal:
    """A database with content, a lease that is held, and others who write to it."""

    dry_run = False
    waits = True
    seconds = 1000.0

    def __init__(self):
        self.database = DB(DemoStorage())
        transaction.begin()
        self.connection = self.database.open()
        self.root = self.connection.root()
        self.root["lease"] = Lease()
        self.root["content"] = OOBTree()
        self.root["words"] = PersistentMapping()
        self.root["cursor"] = 0
        self.token = self.root["lease"].acquire("we", NOW)
        transaction.commit()
        self.waited = []
        self.waiting_writers = lambda: ()

    def renew(self):
        self.root["lease"].renew(self.token, NOW)

    def wait(self, seconds):
        self.waited.append(seconds)
        return self.waits

    def left(self):
        return self.seconds

    def elsewhere(self, change):
        """Change something as another server does."""
        manager = transaction.TransactionManager()
        manager.begin()
        connection = self.database.open(manager)
        change(connection.root())
        manager.commit()
        connection.close()

    def stored(self, name):
        """Read what is committed."""
        manager = transaction.TransactionManager()
        manager.begin()
        connection = self.database.open(manager)
        value = connection.root()[name]
        value = dict(value) if hasattr(value, "items") else value
        manager.abort()
        connection.close()
        return value


class Importer:
    def __init__(self, portal):
        self.portal = portal
        self.sizes, self.last, self.errors = [], [], {}
        self.batch_sizer = BatchSizer()
        self.meanwhile = lambda item: None

    def apply(self, item):
        self.portal.root["content"][item] = "new"
        self.portal.root["words"]["common"] = item
        self.meanwhile(item)

    def failed(self, item, error):
        self.errors[item] = repr(error)

    def close(self, items, last):
        self.portal.root["cursor"] = self.portal.root["cursor"] + len(items)
        self.sizes.append(len(items))
        self.last.append(last)

    def run(self, items):
        Batches(self.portal, self.apply, self.failed, self.close, self.batch_sizer).run(
            items
        )


def editor(portal, times):
    """Save something that the import also changes, so many times."""
    left = iter(range(times))

    def save(item):
        if next(left, None) is not None:
            portal.elsewhere(lambda root: root["words"].update(common="edited"))

    return save


def steal(root):
    assert root["lease"].acquire("they", NOW + timedelta(days=1))
