"""The lines of a part of a form, each cell a field, with the buttons that move lines."""

from collections.abc import Iterable
from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.options.forms import moves
from sonla.pbgdpl.options.forms.cells import Cell
from sonla.pbgdpl.options.forms.cells import Line
from sonla.pbgdpl.options.forms.cells import Part
from sonla.pbgdpl.options.forms.changes import line_words
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.statistics.forms.names import sources
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.interfaces import IOrganisationList
from typing import Any
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

LINE_BUTTONS = (
    ("open", "…", _("button_line_open", default="Details")),
    ("up", "↑", _("button_move_up", default="Move up")),
    ("down", "↓", _("button_move_down", default="Move down")),
    ("out", "←", _("button_line_outdent", default="Move out")),
    ("in", "→", _("button_line_indent", default="Put below the line before")),
    ("insert", "+", _("button_line_insert", default="Add a line after it")),
    ("delete", "✕", _("button_line_delete", default="Take out")),
)
"""What the buttons of a line do, how they look, and what they are called."""


def field_name(at: int, cell: Cell) -> str:
    """Return the name of the field of a cell."""
    return f"cell.{at}.{cell.name}"


class PartTable:
    """The table of one part; `faults` are those of its lines and cells, `opened` is the number of a line."""

    def __init__(
        self,
        part: Part,
        raw: RawForm,
        lines: list[Line],
        cells: tuple[Cell, ...],
        faults: dict[tuple[int, str], list[Message]],
        opened: str,
    ) -> None:
        self.part, self.raw, self.lines, self.cells = part, raw, lines, cells
        self.faults, self.opened = faults, opened

    def heads(self) -> list[Message]:
        """List the titles of the columns of the table."""
        return [cell.title for cell in self.cells if cell.is_main]

    def rows(self) -> list[dict[str, Any]]:
        """Describe each line: its cells, how deep it stands, whether it is open."""
        return [
            {
                "number": at,
                "title": line_words(line),
                "depth": moves.depth_of(self.lines, at),
                "cells": [
                    self.box(at, line, cell) for cell in self.cells if cell.is_main
                ],
                "details": self.details(at, line),
                "buttons": list(self.buttons(at, line)),
            }
            for at, line in enumerate(self.lines)
        ]

    def details(self, at: int, line: Line) -> list[dict[str, Any]]:
        """Describe the other cells of a line that is open, or has a fault among them."""
        boxes = [self.box(at, line, c) for c in self.cells if not c.is_main]
        is_open = self.opened == str(at)
        return boxes if is_open or any(box["faults"] for box in boxes) else []

    def buttons(self, at: int, line: Line) -> Iterator[dict[str, str]]:
        """Yield the buttons of a line; those that need a tree stand with rows alone."""
        for name, sign, title in LINE_BUTTONS:
            if name in ("in", "out") and not self.part.is_tree:
                continue
            if name == "open" and all(cell.is_main for cell in self.cells):
                continue
            yield {
                "value": f"{name}:{at}",
                "sign": sign,
                "title": f"{api.portal.translate(title)}: {line_words(line)}",
            }

    def fields(self) -> list[dict[str, Any]]:
        """Describe the cells of the form itself."""
        return [self.box(0, self.lines[0], cell) for cell in self.cells]

    def box(self, at: int, line: Line, cell: Cell) -> dict[str, Any]:
        """Describe one cell as a field."""
        shown = cell.shown(line)
        faults = self.faults.get((at, cell.name.partition("-")[0]), [])
        return {
            "name": field_name(at, cell),
            "title": cell.title,
            "help": cell.help,
            "widget": cell.kind.widget,
            "value": shown,
            "width": cell.width,
            "rows": rows_for(shown, cell.width),
            "options": self.options(cell, shown),
            "faults": faults,
        }

    def options(self, cell: Cell, value: str) -> list[dict[str, Any]]:
        """List what may be chosen; what stands there stays, be it known or not."""
        if cell.kind.widget != "choice":
            return []
        known = list(cell.options) or [("", "–"), *self.lists[cell.list]]
        if value not in [name for name, _title in known]:
            known.append((value, value or "–"))
        return [
            {"value": name, "title": title, "chosen": name == value}
            for name, title in known
        ]

    @cached_property
    def lists(self) -> dict[str, list[tuple[str, Any]]]:
        """What only the portal, or this form, knows."""
        return {
            "": [],
            "sources": list(source_titles()),
            "organisations": sorted(
                (name, found.title)
                for name, found in getUtilitiesFor(IOrganisationList)
            ),
            "columns": [
                (str(line.get("id")), line_words(line))
                for line in COLUMNS.lines(self.raw)
                if line.get("id")
            ],
        }

    def names(self) -> list[dict[str, str]]:
        """List the names that formulas of this part may have."""
        part = ROWS if self.part is ROWS else COLUMNS
        if self.part.name not in ("column", "row", "check"):
            return []
        return [
            {"name": str(line["id"]), "title": line_words(line)}
            for line in part.lines(self.raw)
            if line.get("id")
        ]

    def conditions(self) -> list[dict[str, Any]]:
        """List what the lines of this part may ask of the records, or organisations, that they are of."""
        if self.part is COLUMNS:
            return list(conditions([ICounter]))
        return list(
            conditions([ICounter, IOrganisationList] if self.part is ROWS else [])
        )


def rows_for(text: str, width: int) -> int:
    """Return how many rows a text takes."""
    lines = text.splitlines() or [""]
    return sum(max(1, -(-len(line) // width)) for line in lines)


def conditions(interfaces: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the facts of counters, or lists of organisations, with what may be written of each."""
    for interface in interfaces:
        for _name, one in sorted(getUtilitiesFor(interface)):
            known = one.values()
            for fact in one.facts():
                words = [
                    {"condition": f"{fact} = {value}", "title": title}
                    for value, title in known.get(fact, {}).items()
                ]
                if words:
                    yield {"title": one.title, "fact": fact, "words": words}


def source_titles() -> Iterator[tuple[str, str]]:
    """Yield what cells can be counted from here, with words for people."""
    for source, (counter, measure) in sources().items():
        if rests(counter):
            continue
        title = counter.measure_titles.get(measure, measure)
        words = [api.portal.translate(one) for one in (counter.title, title)]
        yield source, ": ".join(words)
