"""What the preview of a list shows: kinds of rows, pages of them, words without a meaning."""

from collections.abc import Iterator
from functools import cached_property
from plone.batching import Batch
from sonla.pbgdpl import _
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.suggestions import named_kind
from sonla.pbgdpl.people.pages.import_corrections import unknown_words
from sonla.pbgdpl.people.pages.import_options import KINDS
from sonla.pbgdpl.people.pages.import_rows import line_of
from typing import Any
from zope.i18nmessageid import Message

PAGE_SIZE = 50
TABS = {
    REFUSED: _("tab_rows_refused", default="To be corrected"),
    NEW: _("tab_rows_new", default="Will be entered"),
    KNOWN: _("tab_rows_known", default="In the register already"),
}


class ImportPreview(Mixin):
    """Provide what the page of an import says of a plan; the page has the plan."""

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows; a list that turned out too long shows its error."""
        try:
            return {name: self.plan.counts[name] for name in TABS}
        except UnreadableTable as refused:
            self.error = refused.message
            return dict.fromkeys(TABS, 0)

    @cached_property
    def shown(self) -> str:
        """The rows that are shown: those asked for, else the first that there are."""
        asked = str(self.request.form.get("show", ""))
        some = (name for name in TABS if self.counts[name])
        return asked if asked in TABS else next(some, NEW)

    @property
    def choosing(self) -> bool:
        """Whether the columns are to be looked at before anything else."""
        return not self.plan.readable or self.chosen.sent

    def words_on(self, name: str) -> Message:
        """Return what stands on a button: of the last one how many people it enters or sends."""
        if name == "apply":
            return Message(self.words.apply, mapping={"count": self.counts[NEW]})
        return super().words_on(name)

    def tabs(self) -> list[dict[str, Any]]:
        """List the kinds of rows to look at."""
        return [
            {
                "title": title,
                "count": self.counts[name],
                "url": self.url_with(token=self.token, show=name),
                "here": name == self.shown,
            }
            for name, title in TABS.items()
        ]

    @cached_property
    def batch(self) -> Batch:
        """Cut the rows that are shown into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.plan.having(self.shown), PAGE_SIZE, start)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each row."""
        titles = {
            name: self.plan.headings[at] for at, name in self.plan.columns.items()
        }
        editing = parse_int(self.request.form.get("edit"), -1)
        return (
            line_of(row, self.plan, titles, self.request, row.number == editing)
            for row in self.batch
        )

    @property
    def kind(self) -> Any:
        """As whom the people are entered."""
        return KINDS[self.kept.choices.portal_type]

    @property
    def contradicted(self) -> Any:
        """What the list calls its people, where the user chose otherwise."""
        named = named_kind(self.table, self.kept.filename)
        return KINDS[named] if named not in ("", self.kept.choices.portal_type) else ""

    def left_columns(self) -> str:
        """Name the columns that are not taken though something stands in them."""
        if not any(self.counts.values()):
            return ""
        from openpyxl.utils import get_column_letter

        headings = self.plan.headings
        return ", ".join(
            f"“{headings[at] or get_column_letter(at + 1)}”"
            for at in self.plan.left_columns()
        )

    @property
    def correctable(self) -> bool:
        """Whether something can be typed into the rows that are shown."""
        return self.shown == REFUSED or "edit" in self.request.form

    def edit_url(self, number: int) -> str:
        """Return the address where all cells of a row can be typed anew."""
        start = str(self.request.form.get("b_start") or "")
        asked = {"token": self.token, "show": self.shown, "b_start": start}
        return f"{self.url_with(**asked, edit=str(number))}#row-{number}"

    def unknown(self) -> list[dict[str, Any]]:
        """List the words that are to be given a meaning, once for all rows."""
        return list(unknown_words(self.plan))
