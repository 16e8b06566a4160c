"""Numbers of a report out of a workbook: read by codes, looked at, then saved like typed ones."""

from collections.abc import Mapping
from collections.abc import Sequence
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import MAX_BYTES
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.content import MSG_NOT_A_DRAFT
from sonla.pbgdpl.statistics.pages.added_rows import ADD
from sonla.pbgdpl.statistics.pages.cell_inputs import field_name
from sonla.pbgdpl.statistics.pages.cell_inputs import NOTE
from sonla.pbgdpl.statistics.pages.cell_inputs import NUMBERS
from sonla.pbgdpl.statistics.pages.cell_inputs import shown
from sonla.pbgdpl.statistics.pages.cells import CellsForm
from sonla.pbgdpl.ui.office_forms import PostForm
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.schema import Bytes

MSG_NO_FILE = _("msg_report_no_file", default="Choose an Excel file (.xlsx) first.")
MSG_LOOK = _(
    "msg_file_look",
    default="Nothing is saved yet. These are the numbers of “${name}”; where another number is stored, it stands beside. Look through them, then save.",
)
MSG_NOTE = _("note_from_file", default="From the file ${name}")
NAME_LENGTH = 80


class CellsFromFile(CellsForm):
    """Take a workbook, show its numbers in the form for typing; that form saves them."""

    post_forms: ClassVar = {
        "look": PostForm(
            _("button_look_through", default="Look through the numbers"),
            (
                Bytes(
                    __name__="file",
                    title=_("label_cells_file", default="Excel file (.xlsx)"),
                ),
            ),
            page="pbgdpl-cells-from-file",
        )
    }
    page_title = _("heading_cells_from_file", default="Numbers from an Excel file")
    preview = ViewPageTemplateFile("templates/cells.pt")
    values: Mapping[str, Any] = {}
    notes: Sequence[Message] = ()

    def __call__(self) -> str:
        """Ask for a file, or show what is in it; nothing is stored here."""
        if not self.may_edit or self.form is None:
            return self.redirect(MSG_NOT_A_DRAFT, "error")
        if self.request.method != "POST":
            return self.index()
        self.check_posted()
        try:
            self.read()
        except InvalidInput as refusal:
            self.error = refusal.message
            return self.index()
        return self.preview()

    def read(self) -> None:
        """Read the file that was sent; raise `InvalidInput` for none, or for a wrong one."""
        from sonla.pbgdpl.statistics.paper.reading import merged
        from sonla.pbgdpl.statistics.paper.reading import read_numbers

        upload = self.request.form.get("file")
        name = str(getattr(upload, "filename", "") or "")[-NAME_LENGTH:]
        data = upload.read(MAX_BYTES + 1) if hasattr(upload, "read") else b""
        if not name or not data:
            raise InvalidInput(MSG_NO_FILE)
        assert self.form is not None
        found = read_numbers(data, self.form)
        note = self.translated(Message(MSG_NOTE, mapping={"name": name}))
        self.show_new_rows(found.added)
        values = {}
        for row in merged(self.form, self.cells_before, found, note):
            cell = row["indicator"]
            column = self.form.column_by_id[key_of(cell)[1]]
            for part in (*NUMBERS, NOTE):
                values[field_name(cell, part)] = shown(row, column, part)
        self.values = values
        look = Message(MSG_LOOK, mapping={"name": name})
        self.notes = (look, *found.shown_problems)

    def show_new_rows(self, added: Mapping[str, Sequence[str]]) -> None:
        """Let the form have the rows of the file that the report lacks."""
        self.new_titles = {
            f"{ADD}{name}": "\n".join(titles) for name, titles in added.items()
        }
        for name in ("typed_rows", "form", "cells_before"):
            self.__dict__.pop(name, None)

    @property
    def is_from_file(self) -> bool:
        return bool(self.values)

    @property
    def file_notes(self) -> Sequence[Message]:
        return self.notes

    @property
    def sent_values(self) -> Mapping[str, Any]:
        return self.values
