"""The part of the page of lists that takes one back: asked once, then as far as it is."""

from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.people.importing.undoing import ListUndoing
from sonla.pbgdpl.people.pages.import_messages import IMPORT_UNDONE
from sonla.pbgdpl.people.pages.import_messages import MSG_GONE
from sonla.pbgdpl.people.pages.import_messages import MSG_UNDONE
from sonla.pbgdpl.people.pages.import_messages import MSG_UNDONE_BUT
from typing import Any
from zope.i18nmessageid import Message

MAX_AT_ONCE = 24
"""People whom the confirming request itself takes back."""
SECONDS_EACH = 0.08
"""About how long one person takes."""


class ImportUndo(Mixin):
    """Provide the steps of taking a list back."""

    undoing: dict[str, Any] = {}
    """What the page says of the list that is taken back: what is asked, or how far it is."""

    def undo(self) -> str:
        """Ask first; then take back whom a list brought, a long one in several goes."""
        token = str(self.request.form["undo"])
        try:
            work = ListUndoing(self.context, token)
        except KeyError as error:
            raise InvalidInput(MSG_GONE) from error
        before = len(work.batch.people)
        self.undoing = {"token": token, "name": work.batch.filename, "count": before}
        if "confirmed" not in self.request.form:
            seconds = max(1, round(before * SECONDS_EACH))
            self.undoing |= {"asked": True, "seconds": seconds}
            return self.index()
        if "continue" in self.request.form:
            self.refuse_failure(work.go_on())
        elif before <= MAX_AT_ONCE and not self.request.retry_count:
            work.at_once()
        return self.undone(work) if not work.batch.people else self.undo_further(work)

    def undone(self, work: ListUndoing) -> str:
        """Note that a list was taken back, and tell its user."""
        removed, names = work.batch.removed, work.batch.staying
        facts = {"file": work.batch.filename, "left": len(names)}
        log.note(IMPORT_UNDONE.name, "", self.context, removed, **facts)
        work.finish()
        facts = {"count": removed, "left": len(names), "names": ", ".join(names)}
        message = MSG_UNDONE_BUT if names else MSG_UNDONE
        return self.redirect(Message(message, mapping=facts))

    def undo_further(self, work: ListUndoing) -> str:
        """Show how far it is; the page goes on by itself."""
        done = work.batch.removed + len(work.batch.staying)
        total = done + len(work.batch.people)
        self.undoing |= {
            "asked": False,
            "done": done,
            "total": total,
            "percent": 100 * done // total,
        }
        return self.go_on_by_itself(undo=work.token, confirmed="1")
