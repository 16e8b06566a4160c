"""Numbers and notes as people type them into the cells of a report."""

from collections.abc import Mapping
from hashlib import sha256
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.statistics.cells import Cell
from sonla.pbgdpl.statistics.cells import Fault
from sonla.pbgdpl.statistics.cells import fault_of
from sonla.pbgdpl.statistics.cells import key_of
from sonla.pbgdpl.statistics.cells import MSG_BAD_NUMBER
from sonla.pbgdpl.statistics.cross_checks import name_of
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
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the rows with what was typed, and what of it is no number.

    A cell that was not sent, or can't be read, stays as it is.
    """
    typed, unread = [], []
    for row in rows:
        cell = row["indicator"]
        changed = dict(row)
        for name in NUMBERS:
            text = sent.get(field_name(cell, name))
            if text is None:
                continue
            try:
                changed[name] = read_number(str(text))
            except ValueError:
                key = key_of(cell)
                unread.append(fault_of(MSG_BAD_NUMBER, name_of(form, key), key, name))
        note = sent.get(field_name(cell, NOTE))
        if note is not None:
            changed[NOTE] = str(note).strip() or None
        typed.append(changed)
    return typed, unread


def read_number(text: str) -> int | None:
    """Read a number; blanks and points part thousands, nothing is none.

    Raises ValueError for what is no number.
    """
    if not text.strip():
        return None
    found = parse_grouped(text, None)
    if found is None:
        raise ValueError(text)
    return found


def stamp_of(rows: list[Cell]) -> str:
    """Return what a form was opened with, so that nobody's numbers are written over."""
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:20]
