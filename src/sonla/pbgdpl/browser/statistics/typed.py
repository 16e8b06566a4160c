"""Numbers and notes as people type them into the cells of a report."""

from collections.abc import Mapping
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.numerals import parted_number
from sonla.pbgdpl.refusals import Refused
from sonla.pbgdpl.statistics.cells import Cell
from sonla.pbgdpl.statistics.cells import key_of
from sonla.pbgdpl.statistics.checking import name_of
from sonla.pbgdpl.statistics.definitions import Form
from typing import Any

import json

NUMBERS = ("actual", "estimate")
NOTE = "note"


def field_name(cell: str, name: str) -> str:
    """Name the input of a cell."""
    return f"{name}-{cell}"


def typed_rows(
    form: Form, rows: list[dict[str, Any]], sent: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Give the rows with what was typed; raise `Refused` for what is no number.

    A cell that was not sent stays as it is.
    """
    typed = []
    for row in rows:
        cell = row["indicator"]
        changed = dict(row)
        for name in NUMBERS:
            key = field_name(cell, name)
            if key in sent:
                changed[name] = read_number(form, cell, str(sent[key]))
        key = field_name(cell, NOTE)
        if key in sent:
            changed[NOTE] = str(sent[key]).strip() or None
        typed.append(changed)
    return typed


def read_number(form: Form, cell: str, text: str) -> int | None:
    """Read a number; blanks and points part thousands, nothing is none."""
    if not text.strip():
        return None
    found = parted_number(text, None)
    if found is None:
        raise Refused(
            _(
                "msg_cell_not_a_number",
                default="“${cell}”: enter a whole number, 0 or more.",
                mapping={"cell": name_of(form, key_of(cell))},
            )
        )
    return found


def stamp_of(rows: list[Cell]) -> str:
    """Tell what a form was opened with, so that nobody's numbers are written over."""
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:20]
