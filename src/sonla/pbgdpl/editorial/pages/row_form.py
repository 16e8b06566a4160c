"""The form for one row of a table that editors keep, with who changed it, when and why."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from typing import ClassVar
from zExceptions import NotFound
from zope.i18nmessageid import Message

MAX_REASON = 200
CHANGES = {
    "added": _("change_added", default="added"),
    "changed": _("change_changed", default="changed"),
}


class RowForm(Page, TypedFields, FormPage, BrowserView):
    """Add a row to a table or change one, for a reason; without a key it adds one."""

    table: ClassVar[VersionedRows[Any]]
    home_view: ClassVar[str]
    """The page of the table."""
    new_title: ClassVar[Message]

    def answer(self) -> str:
        """Store what was sent, or show the form."""
        self.hide_columns()
        if self.key and self.stored is None:
            raise NotFound(self.key)
        return super().answer()

    @property
    def page_title(self) -> Message | str:
        return getattr(self.stored, self.table.label) if self.stored else self.new_title

    @property
    def home(self) -> str:
        return f"{self.context.absolute_url()}/@@{self.home_view}"

    @property
    def key(self) -> str:
        """The key of the row; empty for a new one."""
        return self.typed("key")

    @cached_property
    def stored(self) -> Any:
        """The row as it is now; None for a new one, and for none that can be changed."""
        return self.find(self.key) if self.key else None

    def find(self, key: str) -> Any:
        """Return the row of a key; None if it can't be changed."""
        return self.table.find(key)

    def blank(self) -> Any:
        """Return what a new row starts with."""
        raise NotImplementedError

    def sent(self) -> Any:
        """Return the row as it was sent, whatever it is."""
        raise NotImplementedError

    def wrong(self, row: Any) -> Iterator[Message]:
        """Yield why a row can't be stored."""
        raise NotImplementedError

    @cached_property
    def row(self) -> Any:
        """What the form shows: what was sent, else what is stored."""
        if self.request.method == "POST":
            return self.sent()
        return self.stored or self.blank()

    @property
    def why(self) -> str:
        """The reason that was typed."""
        return " ".join(self.typed("why").split())[:MAX_REASON]

    def store(self) -> None:
        """Check and store what was sent; raises `InvalidInput`."""
        for problem in self.wrong(self.row):
            raise InvalidInput(problem)
        if not self.why:
            raise InvalidInput(
                _(
                    "msg_concept_no_reason",
                    default="Give the reason in a few words, for those who read it later.",
                )
            )
        self.table.put(self.row, self.why, "changed" if self.key else "added")

    def changes(self) -> Iterator[dict[str, Any]]:
        """Yield who changed the row, when and why, the latest first."""
        for one in self.table.history(self.key):
            yield {
                "at": format_moment(datetime.fromisoformat(one["at"])),
                "who": full_name(one["who"]),
                "what": CHANGES.get(one["what"], one["what"]),
                "why": one["why"],
            }
