"""The rows that a report added, over REST: read, and written as a whole."""

from collections.abc import Iterator
from plone.restapi.deserializer import json_body
from plone.restapi.services import Service
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.added_rows import added_row
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.content import DRAFT
from sonla.pbgdpl.statistics.content import MSG_NOT_A_DRAFT
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.pages.added_rows import ADD
from sonla.pbgdpl.statistics.pages.added_rows import cells_with
from sonla.pbgdpl.statistics.pages.added_rows import DROP
from sonla.pbgdpl.statistics.pages.added_rows import form_with
from sonla.pbgdpl.statistics.pages.added_rows import store_cells
from sonla.pbgdpl.statistics.pages.added_rows import TITLE
from sonla.pbgdpl.statistics.pages.added_rows import TypedRows
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from sonla.pbgdpl.statistics.row_trees import RowMember
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

MSG_SENT_ROWS = _(
    "msg_added_rows_sent",
    default="Send an object: for each of ${places} the list of all its rows, each a title, or an object with id and title.",
)


class AddedRowsOfReport(Service):
    """Answer with the rows that a report added, by the row in whose place they stand."""

    def reply(self) -> dict[str, Any]:
        """Return address and rows."""
        found = {
            name: [{"id": row_id(name, one), "title": one.title} for one in members]
            for name, members in added_rows(self.context).items()
        }
        return {"@id": f"{self.context.absolute_url()}/@added-rows", "rows": found}


class WriteAddedRows(AddedRowsOfReport):
    """Write the rows of a draft as a whole.

    A row that is sent with its id keeps its cells under a new title, one that isn't sent goes with them.
    """

    def reply(self) -> dict[str, Any]:
        """Store what was sent and return it; raise `BadRequest` for what can't be stored."""
        if state_in_history(self.context) != DRAFT:
            raise self.refusal(MSG_NOT_A_DRAFT)
        stored = added_rows(self.context)
        typed = TypedRows(stored, dict(self.inputs(stored, json_body(self.request))))
        form = form_with(self.context, typed.shown)
        typed.look()
        for message in typed.faults.values():
            raise self.refusal(message)
        if form is not None:
            store_cells(self.context, typed, cells_with(self.context, form))
        return super().reply()

    def inputs(self, stored: Any, sent: Any) -> Iterator[tuple[str, str]]:
        """Yield what the form for typing would send."""
        rows = sent.get("rows", sent) if isinstance(sent, dict) else None
        if not isinstance(rows, dict) or not rows.keys() <= stored.keys():
            raise self.unreadable(stored)
        for name, lines in rows.items():
            if not isinstance(lines, list):
                raise self.unreadable(stored)
            left = {row_id(name, one) for one in stored[name]}
            new = []
            for line in lines:
                row, title = self.row_of(name, line, stored)
                if row in left:
                    left.remove(row)
                    yield f"{TITLE}{row}", title
                else:
                    new.append(title)
            yield f"{ADD}{name}", "\n".join(new)
            yield from ((f"{DROP}{row}", "1") for row in left)

    def row_of(self, name: str, line: Any, stored: Any) -> tuple[str, str]:
        """Return id and title of a row that was sent; by its title alone it is the row of that title."""
        title = line.get("title") if isinstance(line, dict) else line
        if not isinstance(title, str) or len(title.splitlines()) > 1:
            raise self.unreadable(stored)
        known = line.get("id") if isinstance(line, dict) else None
        if not known and not title.strip():
            raise self.unreadable(stored)
        return str(known or row_id(name, added_row(title))), title

    def unreadable(self, stored: Any) -> BadRequest:
        """Return the refusal of what is no list of rows."""
        places = ", ".join(stored)
        return self.refusal(Message(MSG_SENT_ROWS, mapping={"places": places}))

    def refusal(self, message: Message) -> BadRequest:
        """Return a refusal in the language of the request."""
        return BadRequest(translate(message, context=self.request))


def row_id(name: str, row: RowMember) -> str:
    """Return the id of an added row, with which the names of its cells begin."""
    return f"{name}{KEY_SIGN}{row.key}"
