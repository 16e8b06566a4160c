"""Notice whatever may have changed for the outside, once a transaction.

Whatever makes an item visible, hides it, changes, moves or deletes it has it indexed
again, on each road: forms, REST, transitions, check-ins, states set by code. So this
listens to the queue of Products.CMFCore.indexing instead of to a dozen events, and
looks at each item once, just before the commit.
"""

from plone.dexterity.interfaces import IDexterityContent
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import processQueue
from Products.CMFCore.interfaces import IIndexQueueProcessor
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.settling import settle_all
from sonla.pbgdpl.exchange.types import type_of
from typing import Any
from zope.component.hooks import getSite
from zope.component.hooks import site as site_hook
from zope.interface import implementer

import transaction

_NOTICED = object()
"""Under this key a transaction keeps the set of UIDs noticed."""


@implementer(IIndexQueueProcessor)
class Noticing:
    """Collect what is indexed; the catalog's own processor does the indexing."""

    def index(self, obj: Any, attributes: Any = None) -> None:
        """Notice an item that is new in the catalog."""
        notice(obj)

    def reindex(
        self, obj: Any, attributes: Any = None, update_metadata: int = 1
    ) -> None:
        """Notice an item that changed, moved or got another state."""
        notice(obj)

    def unindex(self, obj: Any) -> None:
        """Notice an item that left its place."""
        notice(obj)

    def begin(self) -> None:
        """Do nothing: what was noticed belongs to the transaction, not to the queue."""

    def commit(self) -> None:
        """Do nothing."""

    def abort(self) -> None:
        """Do nothing."""


def notice(obj: Any) -> None:
    """Look at an item before this transaction commits, if it can go out at all."""
    if not IDexterityContent.providedBy(obj) or type_of(obj) is None:
        return
    site, uid = getSite(), IUUID(obj, None)
    if uid is None or ledger_of(site) is None:
        return
    _noticed(site).add(uid)


def _noticed(site: Any) -> set[str]:
    txn = transaction.get()
    try:
        return txn.data(_NOTICED)
    except KeyError:
        uids: set[str] = set()
        txn.set_data(_NOTICED, uids)
        txn.addBeforeCommitHook(_settle_all, (site, uids))
        return uids


def _settle_all(site: Any, uids: set[str]) -> None:
    """Settle until nothing is noticed any more: looking at items empties the queue."""
    with site_hook(site):
        processQueue()
        while uids:
            batch = set(uids)
            uids.clear()
            settle_all(site, batch)
