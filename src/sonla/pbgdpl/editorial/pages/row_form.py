"""The form for one row of a table that editors keep, with who changed it, when and why."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.core.vietnamese.terms import split_terms
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.ui.fields import short_line
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from typing import ClassVar
from zExceptions import NotFound
from zope.i18nmessageid import Message

WHY = short_line(
    "why", _("label_why_changed", default="Why it is added or changed"), required=True
)
"""What each row asks for last."""
SAVE = _("button_save", default="Save")
CHANGES = {
    "added": _("change_added", default="added"),
    "changed": _("change_changed", default="changed"),
}


class RowForm(Page, TypedFields, FormPage, BrowserView):
    """Add a row to a table or change one, for a reason; without a key it adds one."""

    index = ViewPageTemplateFile("templates/row_form.pt")
    table: ClassVar[VersionedRows[Any]]
    home_view: ClassVar[str]
    """The page of the table."""
    new_title: ClassVar[Message]
    row: Any
    """The row as it was sent."""

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

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

    @abstractmethod
    def blank(self) -> Any:
        """Return what a new row starts with."""

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with what is stored."""
        row = self.stored or self.blank()
        names = (one.__name__ for one in self.post_forms[name].fields)
        return {one: getattr(row, one) for one in names if one != "why"}

    def sent(self, values: dict[str, Any]) -> Any:
        """Return the row with what was sent; each term of a list stands there once."""
        cleaned = {
            name: split_terms("\n".join(value or ()))
            if name in self.table.lists
            else " ".join((value or "").split())
            for name, value in values.items()
        }
        return replace(self.stored or self.blank(), **cleaned)

    @abstractmethod
    def wrong(self, row: Any) -> Iterator[Message]:
        """Yield why a row can't be stored."""

    def store_save(self, sent: dict[str, Any]) -> None:
        """Check and store what was sent; raises `InvalidInput`."""
        why = sent.pop("why")
        self.row = self.sent(sent)
        for problem in self.wrong(self.row):
            raise InvalidInput(problem)
        self.table.put(self.row, why, "changed" if self.key else "added")

    def changes(self) -> Iterator[dict[str, Any]]:
        """Yield who changed the row, when and why, the latest first."""
        for one in self.table.history(self.key):
            yield {
                "at": format_moment(datetime.fromisoformat(one["at"])),
                "who": full_name(one["who"]),
                "what": CHANGES.get(one["what"], one["what"]),
                "why": one["why"],
            }
