"""What people type into the inputs of cells: how it is read, and how what is stored is shown."""

from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import DASHES
from sonla.pbgdpl.statistics.cells.reported import Fault
from sonla.pbgdpl.statistics.cells.reported import fault_in
from sonla.pbgdpl.statistics.cells.reported import fault_of
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.cells.reported import MSG_BAD_NUMBER
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import NOT_ARISING
from sonla.pbgdpl.statistics.cells.reported import READ_DIGITS
from sonla.pbgdpl.statistics.cells.reported import TYPED
from sonla.pbgdpl.statistics.cells.reported import with_source
from sonla.pbgdpl.statistics.forms.definition import DECIMAL
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import MONEY
from sonla.pbgdpl.statistics.forms.definition import TEXT
from sonla.pbgdpl.statistics.forms.formulas import Amount
from typing import Any
from zope.i18nmessageid import Message

ACTUAL, ESTIMATE, NOTE = "actual", "estimate", "note"
NUMBERS = (ACTUAL, ESTIMATE)
INPUT_TITLES = {
    ACTUAL: _("label_cell_actual", default="Actual"),
    ESTIMATE: _("label_cell_estimate", default="Estimate"),
    NOTE: _("label_cell_note", default="Note"),
}
KEYS = {TEXT: "text", DECIMAL: "decimal"}
"""Type of a column → the keys that a phone offers for it."""
DONG = "đồng"
MSG_TYPED_IN_DONG = _("msg_typed_in_dong", default="typed in đồng; printed in ${unit}")


def field_name(cell: str, name: str) -> str:
    """Name the input of a cell."""
    return f"{name}-{cell}"


def typed_rows(
    form: Form, rows: list[dict[str, Any]], sent: Mapping[str, Any], source: str = TYPED
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the rows with what was typed, and what of it is no number.

    A cell that was not sent, or can't be read, stays as it is.
    """
    typed, unread = [], []
    for row in rows:
        cell = row["indicator"]
        changed = dict(row)
        key = key_of(cell)
        column = form.column_by_id[key[1]]
        for name in NUMBERS:
            text = sent.get(field_name(cell, name))
            if text is None:
                continue
            try:
                changed.update(read_part(column, name, str(text)))
            except ValueError:
                message = fault_in(column, Decimal(-1)) or MSG_BAD_NUMBER
                unread.append(fault_of(message, name_of(form, key), key, name))
        note = sent.get(field_name(cell, NOTE))
        if note is not None:
            changed[NOTE] = str(note).strip() or None
        typed.append(with_source(changed, row, source))
    return typed, unread


def read_part(column: FormColumn, name: str, text: str) -> dict[str, Any]:
    """Return what was typed into an input of a cell; raise ValueError for no number."""
    text = text.strip()
    if name == ACTUAL and column.type == TEXT:
        return {"text": text or None}
    if name != ACTUAL:
        return {name: read_number(text, column.type == DECIMAL)}
    if text in DASHES:
        return {ACTUAL: None, "not_arising": True}
    return {ACTUAL: read_number(text, column.type == DECIMAL), "not_arising": False}


def read_number(text: str, fraction: bool = False) -> Amount | None:
    """Read a number; blanks and points part thousands, nothing is none.

    Raises ValueError for what is no number. With `fraction` a comma may stand before one.
    """
    if not text.strip():
        return None
    whole, comma, rest = text.partition(",") if fraction else (text, "", "")
    found = parse_grouped(whole, None, READ_DIGITS)
    if found is None or (comma and not rest.strip().isdecimal()):
        raise ValueError(text)
    number = Decimal(f"{found}.{rest.strip()}") if comma else found
    return number if number != int(number) else int(number)


def parts_of(form: Form, rows: Sequence[Cell]) -> dict[str, list[str]]:
    """Return what people typed into each cell, as its inputs show it."""
    return {
        row["indicator"]: [
            shown(row, form.column_by_id[key_of(row["indicator"])[1]], name)
            for name in (*NUMBERS, NOTE)
        ]
        for row in rows
    }


def typed_unit(column: FormColumn) -> Message | str:
    """Return the unit in which numbers are typed: money always in đồng, whatever is printed."""
    if column.type != MONEY or column.unit.lower() in ("", DONG):
        return column.unit
    return Message(MSG_TYPED_IN_DONG, mapping={"unit": column.unit})


def shown(row: Cell, column: FormColumn, name: str) -> str:
    """Write what is stored into an input."""
    if name == ACTUAL and column.type == TEXT:
        return row.get("text") or ""
    if name == ACTUAL and row.get("not_arising"):
        return NOT_ARISING
    value = row.get(name)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return "" if value is None else str(value)
