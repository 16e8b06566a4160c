"""The form in which the cells of a draft are filled in."""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.pages.sending import SUBMIT
from sonla.pbgdpl.editorial.pages.sending import take_step
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import AddedRows
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import Fault
from sonla.pbgdpl.statistics.cells.reported import faults
from sonla.pbgdpl.statistics.cells.reported import IMPORTED
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.cells.reported import TYPED
from sonla.pbgdpl.statistics.content import MSG_NOT_A_DRAFT
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import TEXT
from sonla.pbgdpl.statistics.pages.added_rows import ADD
from sonla.pbgdpl.statistics.pages.added_rows import AGAIN
from sonla.pbgdpl.statistics.pages.added_rows import cells_with
from sonla.pbgdpl.statistics.pages.added_rows import DROP
from sonla.pbgdpl.statistics.pages.added_rows import form_with
from sonla.pbgdpl.statistics.pages.added_rows import MORE
from sonla.pbgdpl.statistics.pages.added_rows import store_cells
from sonla.pbgdpl.statistics.pages.added_rows import TITLE
from sonla.pbgdpl.statistics.pages.added_rows import TypedRows
from sonla.pbgdpl.statistics.pages.cell_inputs import ACTUAL
from sonla.pbgdpl.statistics.pages.cell_inputs import ESTIMATE
from sonla.pbgdpl.statistics.pages.cell_inputs import field_name
from sonla.pbgdpl.statistics.pages.cell_inputs import INPUT_TITLES
from sonla.pbgdpl.statistics.pages.cell_inputs import KEYS
from sonla.pbgdpl.statistics.pages.cell_inputs import NOTE
from sonla.pbgdpl.statistics.pages.cell_inputs import NUMBERS
from sonla.pbgdpl.statistics.pages.cell_inputs import parts_of
from sonla.pbgdpl.statistics.pages.cell_inputs import shown
from sonla.pbgdpl.statistics.pages.cell_inputs import typed_rows
from sonla.pbgdpl.statistics.pages.cell_inputs import typed_unit
from sonla.pbgdpl.statistics.pages.former import former_reports
from sonla.pbgdpl.statistics.pages.former import FormerReport
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.pages.labels import UNKNOWN
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.conflicts import Conflict
from sonla.pbgdpl.ui.drafts.conflicts import differences
from sonla.pbgdpl.ui.drafts.conflicts import stamp_of
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

MSG_MEANWHILE = _(
    "msg_cells_meanwhile",
    default="Somebody else has saved numbers of this report meanwhile. Cells that only the other person changed have their numbers now; where you both typed, yours stand in the form and theirs beside them. Compare, and save again.",
)

MSG_CELLS_WRONG = _(
    "msg_cells_wrong",
    default="Nothing was saved. What you typed is still here: correct the cells that are marked.",
)


@implementer(IWritingPage)
class CellsForm(FormPage, Page, ReportView):
    """Take actual numbers, estimates and notes; nothing is stored by halves."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_report_cells", default="Numbers of the report")
    saved = _("msg_report_saved", default="The numbers were saved.")
    faults: Sequence[Fault] = ()
    """What is wrong with the cells that were sent."""
    conflicts: Mapping[str, Conflict] = {}
    """Cells that somebody else changed since the form was opened."""
    new_titles: Mapping[str, str] = {}
    """Inputs of rows to be added with what a file has for them."""

    @cached_property
    def typed_rows(self) -> TypedRows:
        """The rows that the report added, with what was sent of them."""
        sent = self.request.form if self.request.method == "POST" else {}
        titles = dict(self.new_titles)
        if sent.get(MORE) == AGAIN:
            for name, members in self.rows_before.items():
                own = str(sent.get(f"{ADD}{name}", "")).splitlines()
                titles[f"{ADD}{name}"] = "\n".join([*own, *(x.title for x in members)])
        return TypedRows(added_rows(self.context), {**sent, **titles})

    @cached_property
    def rows_before(self) -> AddedRows:
        """The rows that the last report added and this one lacks."""
        stored = added_rows(self.context)
        found = next((one.added for one in self.former if one.added), {})
        return {
            name: tuple(one for one in found[name] if one.key not in known)
            for name, members in stored.items()
            if name in found
            for known in [{one.key for one in members}]
        }

    @cached_property
    def form(self) -> Form | None:
        """The form, with a row for each that is to be added."""
        return form_with(self.context, self.typed_rows.shown)

    @cached_property
    def cells_before(self) -> list[dict[str, Any]]:
        """The cells as they are stored, with empty ones of rows that are to be added."""
        assert self.form is not None
        if not self.typed_rows.stored:
            return self.context.rows
        return cells_with(self.context, self.form)

    def __call__(self) -> str:
        """Show the form, or store what was sent."""
        if not self.may_edit:
            return self.redirect(MSG_NOT_A_DRAFT, "error")
        return self.answer()

    @property
    def home(self) -> str:
        """The address of the report."""
        url = str(self.context.absolute_url())
        return f"{url}/@@pbgdpl-cells#pbgdpl-add-rows" if self.goes_on else url

    @property
    def goes_on(self) -> bool:
        """Whether the form is to be shown again once it is saved, with the rows that were added."""
        return MORE in self.request.form

    @property
    def may_send(self) -> bool:
        """Whether the user may submit the report once its numbers are saved."""
        return SUBMIT in open_transitions(self.context)

    def redirect(self, message: Message | None = None, kind: str = "info") -> str:
        """Submit the report where that was asked for and all is saved, then lead back to it."""
        if message is self.saved and "send" in self.request.form:
            comment = str(self.request.form.get("comment", ""))
            message, kind, _url = take_step(self.context, SUBMIT, comment)
        return super().redirect(message, kind)

    def store(self) -> None:
        """Check and store what was typed; raises `InvalidInput`."""
        before = self.cells_before
        assert self.form is not None
        source = IMPORTED if self.is_from_file else TYPED
        rows, unread = typed_rows(self.form, before, self.request.form, source)
        self.conflicts = self.compare(self.context.rows, rows)
        if self.conflicts:
            raise InvalidInput(MSG_MEANWHILE)
        self.faults = unread + [
            fault
            for fault in faults(self.form, self.has_estimate, before, rows)
            if fault.cell not in {one.cell for one in unread}
        ]
        self.typed_rows.look()
        if self.faults or self.typed_rows.faults:
            raise InvalidInput(MSG_CELLS_WRONG)
        store_cells(self.context, self.typed_rows, rows)

    def compare(
        self, before: Sequence[Cell], rows: Sequence[Cell]
    ) -> dict[str, Conflict]:
        """Map the cells that somebody else changed since the form was opened to both sides."""
        assert self.form is not None
        opened = FieldDigests.load(self.request.form.get("stamp"))
        stored, sent = parts_of(self.form, before), parts_of(self.form, rows)
        return {one.key: one for one in differences(opened, stored, sent)}

    @property
    def is_from_file(self) -> bool:
        """Whether the numbers come from a file, and were looked at before."""
        return bool(self.request.form.get("from_file"))

    @property
    def file_notes(self) -> Sequence[Message]:
        """What of a file was not found, or not taken."""
        return ()

    @property
    def sent_values(self) -> Mapping[str, Any]:
        """What inputs show instead of what is stored."""
        return self.request.form if self.error else {}

    @cached_property
    def stamp(self) -> str:
        """What the form shows; what was sent stays until it was compared with what is stored."""
        sent = self.request.form.get("stamp")
        if isinstance(sent, str) and (self.faults or self.typed_rows.faults):
            return sent
        form = self.form
        return stamp_of(parts_of(form, self.context.rows) if form else {}).dump()

    @cached_property
    def former(self) -> list[FormerReport]:
        """What the same place reported before."""
        return former_reports(self.context)

    @cached_property
    def inputs(self) -> list[tuple[str, Message]]:
        """The inputs that cells have, with their titles."""
        titles = INPUT_TITLES.items()
        return [one for one in titles if one[0] != ESTIMATE or self.has_estimate]

    def lines(self) -> list[dict[str, Any]]:
        """List the rows of the form, each with what is typed in its cells."""
        form = self.form
        if form is None:
            return []
        known, lines = by_key(self.cells_before), []
        for row in form.rows:
            keys = [(row.id, column.id) for column in form.columns]
            cells = [self.line(key, known[key]) for key in keys if key in known]
            if cells:
                wrong = any(
                    cell[name]["error"] for cell in cells for name in (*NUMBERS, NOTE)
                )
                lines.append(
                    {
                        "id": row.id,
                        **self.heading(row),
                        "open": (
                            "open" if wrong or not row.parent or row.is_added else None
                        ),
                        "cells": cells,
                        "added": self.added(row, cells),
                    }
                )
        return lines

    def added(self, row: FormRow, cells: list[dict[str, Any]]) -> dict[str, Any]:
        """Describe the inputs of a row that people added; empty where they name it elsewhere.

        What units report stands in the province's report by the titles that they gave.
        """
        is_theirs = any(cell["counted"] != UNKNOWN for cell in cells)
        if not row.is_added or is_theirs or self.typed_rows.is_new(row.id):
            return {}
        title, drop = f"{TITLE}{row.id}", f"{DROP}{row.id}"
        return {
            "title": title,
            "value": self.sent_values.get(title, row.title),
            "error": self.typed_rows.faults.get(title, ""),
            "readonly": not self.typed_rows.is_stored(row.id),
            "drop": drop,
            "dropped": bool(self.sent_values.get(drop)),
        }

    def adding(self) -> list[dict[str, Any]]:
        """Describe the inputs in which people name rows to be added, one for each place of the form."""
        if self.form is None:
            return []
        names = {row.id: row.title for row in self.form.rows}
        places = self.form.free_rows
        return [
            {
                "name": f"{ADD}{row.id}",
                "below": names.get(row.parent, "") if len(places) > 1 else "",
                "value": self.typed_rows.sent.get(f"{ADD}{row.id}", ""),
                "before": [one.title for one in self.rows_before.get(row.id, ())],
                "error": self.typed_rows.faults.get(f"{ADD}{row.id}", ""),
            }
            for row in places
        ]

    def line(self, key: CellKey, row: Any) -> dict[str, Any]:
        """Describe one cell: what was counted, and its inputs."""
        assert self.form is not None
        cell = indicator(key)
        conflict = self.conflicts.get(cell)
        taken = conflict is not None and conflict.auto_merged
        sent = {} if taken else self.sent_values
        column = self.form.column_by_id[key[1]]
        keys = KEYS.get(column.type, "numeric")
        # Words have no estimate; a phone offers all its keys for a note.
        others = {ESTIMATE: None if column.type == TEXT else keys, NOTE: ""}
        inputs = {
            name: {
                "name": field_name(cell, name),
                "error": self.error_of(cell, name),
                "keys": others.get(name, keys),
                "value": sent.get(field_name(cell, name), shown(row, column, name)),
            }
            for name in (*NUMBERS, NOTE)
        }
        return {
            "title": column.title,
            "unit": typed_unit(column),
            "bound": number(self.bounds[key]) if key in self.bounds else "",
            "counted": number(row.get("counted")),
            "taken": taken,
            "stored": (
                " · ".join(filter(None, conflict.theirs or ())) or UNKNOWN
                if conflict is not None and not taken
                else self.stored_beside(inputs[ACTUAL]["value"], row, column)
            ),
            "former": [
                "" if one.is_other_version else number(one.values.get(key))
                for one in self.former
            ],
            **inputs,
        }

    def stored_beside(self, value: str, row: Cell, column: FormColumn) -> str:
        """Return what is stored, where a file has something else; empty where it has the same."""
        stored = shown(row, column, ACTUAL)
        if not self.is_from_file or value == stored:
            return ""
        return stored or UNKNOWN

    def error_of(self, cell: str, part: str) -> Any:
        """Return what is wrong with an input; '' if nothing is."""
        found = (one for one in self.faults if (one.cell, one.part) == (cell, part))
        return next((one.message for one in found), "")
