"""The seam at which subjects say what the entries of the log mean."""

from collections.abc import Iterator
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.audit.log import AuditEntry


class IAuditAction(Interface):
    """What one kind of entries means; a named utility, whose name `log.note` is given.

    `audit.actions.AuditAction` does for most. Entries are kept for years: the name never
    changes. Those whose action nobody registers any more are shown by its name. What
    the methods raise is logged, and the entry is shown with its title alone.
    """

    name = Attribute("The name under which it is registered.")
    title = Attribute("Message: what was done.")
    group = Attribute(
        "What administrators find it by: approvals, register, data, settings or exchange."
    )

    def what(entry: "AuditEntry") -> Any:
        """Return what was done, a message or text; mostly the title.

        Called for each entry that a page or file shows; reads only.
        """

    def facts(entry: "AuditEntry") -> Iterator[tuple[Any, Any]]:
        """Yield title and value of each fact that is worth a word, in their order.

        Called for each entry that a page or file shows; reads only.
        """
