"""Take a table in: from a CSV file that editors keep, all of it or nothing; or a pasted one."""

from abc import abstractmethod
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.section import require_editor
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.schema import Bytes
from zope.schema import Text

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 20
"""What is wrong with a file, as far as the page lists it."""

LABEL_FILE = _(
    "label_thesaurus_file",
    default="Import a CSV file with the columns of the file above",
)
NO_FILE = _(
    "msg_thesaurus_no_file",
    default="Choose a CSV file with the columns that the file of this page has.",
)


def sent_rows(content: bytes, columns: set[str]) -> list[dict[str, str]]:
    """Read a CSV file; nothing if it is too large, unreadable or lacks columns."""
    try:
        rows = read_csv(content) if len(content) <= MAX_BYTES else []
    except UnreadableCsv:
        return []
    return rows if rows and columns <= rows[0].keys() else []


CHECK_ROWS = _("button_check_rows", default="Check the rows")


def table_form(help: Message, check: Message = CHECK_ROWS) -> PostForm:
    """Return the form for a table, pasted or as a file; `help`: which columns it has."""
    return PostForm(
        check,
        (
            Text(
                __name__="table",
                title=_(
                    "label_paste_table", default="Table (paste it from a spreadsheet)"
                ),
                description=help,
                required=False,
            ),
            Bytes(
                __name__="upload",
                title=_("label_upload_csv", default="Or a CSV file"),
                required=False,
            ),
        ),
    )


class LinesFromFile(Mixin):
    """What pages show of the lines of a file: looked at, taken in as one batch, taken back."""

    step = "form"
    batch = ""
    added = gone = kept = 0
    lines: list[Any]

    @property
    def good(self) -> list[Any]:
        """The lines that can be taken in."""
        return [line for line in self.lines if line.is_good]

    @property
    def known(self) -> int:
        """The number of lines whose content is there already."""
        return sum(line.is_known for line in self.lines)


class RowsFilePage(FormPage, Page, BrowserView):
    """Show a table, and take a file of it in when the form is posted."""

    stylesheets = ("tables.css",)
    table: ClassVar[VersionedRows[Any]]
    needed: ClassVar[set[str]]
    """Columns without which a file is not read."""
    problems: tuple[str, ...] = ()

    def check_access(self) -> None:
        """Let in editors and approvers."""
        require_editor(self.context)

    def answer(self) -> str:
        """Take in, if something is sent, and show."""
        self.hide_columns()
        return super().answer()

    @abstractmethod
    def read(self, cells: dict[str, str]) -> Any:
        """Make a row of the cells of a file; its key may be missing."""

    @abstractmethod
    def name_of(self, row: Any) -> str:
        """Return what a row is called in messages."""

    @abstractmethod
    def identity(self, row: Any) -> str:
        """Return what tells whether a row is there already."""

    def known(self) -> Iterable[Any]:
        """Return the rows that are there."""
        return self.table.all()

    @abstractmethod
    def wrong(
        self, found: list[Any], known: list[Any]
    ) -> Iterator[tuple[int, Any, Message]]:
        """Yield what is wrong with the rows of a file, with their numbers from 1."""

    @abstractmethod
    def taken(self, added: int, changed: int) -> Message:
        """Return the message that a file was taken in."""

    def store_take_in(self, sent: dict[str, Any]) -> None:
        """Take in the file that was sent, all of it or nothing; raises `InvalidInput`."""
        rows = sent_rows(sent["file"], self.needed)
        if not rows:
            raise InvalidInput(NO_FILE)
        found, known = [self.read(row) for row in rows], list(self.known())
        messages = [
            f"{number + 1}. {': '.join(filter(None, (self.name_of(row), self.translated(problem))))}"
            for number, row, problem in self.wrong(found, known)
        ]
        self.problems = tuple(messages[:MAX_PROBLEMS])
        if messages:
            raise InvalidInput(
                _(
                    "msg_thesaurus_refused",
                    default="Nothing was imported: ${count} mistakes have to be corrected first.",
                    mapping={"count": str(len(messages))},
                )
            )
        self.saved = self.taken(*self.store_rows(found, known))

    def store_rows(self, found: list[Any], known: list[Any]) -> tuple[int, int]:
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
