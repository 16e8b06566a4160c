"""Notice what is indexed: by whatever way content changes, it is indexed again."""

from Products.CMFCore.interfaces import IIndexQueueProcessor
from typing import Any
from zope.interface import implementer


@implementer(IIndexQueueProcessor)
class IndexListener:
    """The base of what listens to the queue; the catalog's own processor does the indexing."""

    def notice(self, obj: Any) -> None:
        """Look at an item that is new in the catalog, or changed; a subclass says how."""

    def index(self, obj: Any, attributes: Any = None) -> None:
        """Notice a new item."""
        self.notice(obj)

    def reindex(
        self, obj: Any, attributes: Any = None, update_metadata: int = 1
    ) -> None:
        """Notice an item that changed, moved or got another state."""
        self.notice(obj)

    def unindex(self, obj: Any) -> None:
        """Do nothing for what is gone."""

    def begin(self) -> None:
        """Do nothing: what was noticed belongs to the transaction, not to the queue."""

    commit = abort = begin
