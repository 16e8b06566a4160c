"""Take a CSV file into a table that editors keep: all of it, or nothing."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 20
"""What is wrong with a file, as far as the page lists it."""

NO_FILE = _(
    "msg_thesaurus_no_file",
    default="Choose a CSV file with the columns that the file of this page has.",
)


def sent_rows(upload: Any, columns: set[str]) -> list[dict[str, str]]:
    """Read an uploaded CSV file; nothing if it is missing, too large, unreadable or lacks columns."""
    content = upload.read(MAX_BYTES + 1) if hasattr(upload, "read") else b""
    try:
        rows = read_csv(content) if len(content) <= MAX_BYTES else []
    except UnreadableCsv:
        return []
    return rows if rows and columns <= rows[0].keys() else []


class RowsFilePage(Page, BrowserView):
    """Show a table, and take a file of it in when the form is posted."""

    stylesheets = ("tables.css",)
    table: ClassVar[VersionedRows[Any]]
    needed: ClassVar[set[str]]
    """Columns without which a file is not read."""
    error: Message | None = None
    problems: tuple[str, ...] = ()

    def __call__(self) -> str:
        """Take in, if something is sent, and show."""
        self.check_access()
        self.hide_columns()
        if self.request.method == "POST":
            self.check_posted()
            if self.import_file():
                self.request.response.redirect(self.url)
                return ""
        return self.index()

    def check_access(self) -> None:
        """Raise `Unauthorized` for who may not change the table."""
        raise NotImplementedError

    def read(self, cells: dict[str, str]) -> Any:
        """Make a row of the cells of a file; its key may be missing."""
        raise NotImplementedError

    def name_of(self, row: Any) -> str:
        """Return what a row is called in messages."""
        raise NotImplementedError

    def identity(self, row: Any) -> str:
        """Return what tells whether a row is there already."""
        raise NotImplementedError

    def known(self) -> Iterable[Any]:
        """Return the rows that are there."""
        return self.table.all()

    def wrong(
        self, found: list[Any], known: list[Any]
    ) -> Iterator[tuple[int, Any, Message]]:
        """Yield what is wrong with the rows of a file, with their numbers from 1."""
        raise NotImplementedError

    def taken(self, added: int, changed: int) -> Message:
        """Return the message that a file was taken in."""
        raise NotImplementedError

    def import_file(self) -> bool:
        """Take in the file that was sent, all of it or nothing; return whether it was."""
        rows = sent_rows(self.request.form.get("file"), self.needed)
        if not rows:
            self.error = NO_FILE
            return False
        found, known = [self.read(row) for row in rows], list(self.known())
        messages = [
            f"{number + 1}. {': '.join(filter(None, (self.name_of(row), self.translated(problem))))}"
            for number, row, problem in self.wrong(found, known)
        ]
        self.problems = tuple(messages[:MAX_PROBLEMS])
        if messages:
            self.error = _(
                "msg_thesaurus_refused",
                default="Nothing was imported: ${count} mistakes have to be corrected first.",
                mapping={"count": str(len(messages))},
            )
            return False
        self.show_message(self.taken(*self.store(found, known)))
        return True

    def store(self, found: list[Any], known: list[Any]) -> tuple[int, int]:
        """Store the rows of a file; return how many are new, and how many changed."""
        before = {self.identity(one): one for one in known}
        why = api.portal.translate(_("why_from_file", default="From a file"))
        added = changed = 0
        for row in found:
            there = before.get(self.identity(row))
            if there is None:
                self.table.put(row, why, "added")
                added += 1
            elif (row := replace(row, key=there.key)) != there:
                self.table.put(row, why, "changed")
                changed += 1
        return added, changed
