"""The sheet of a form without numbers, as far as it has been written down, right or wrong."""

from collections.abc import Iterator
from functools import cached_property
from sonla.pbgdpl.options.forms import moves
from sonla.pbgdpl.options.forms.cells import words_of_day
from sonla.pbgdpl.options.forms.drafts import RawForm
from sonla.pbgdpl.options.forms.grid import COLUMNS
from sonla.pbgdpl.options.forms.grid import ROWS
from sonla.pbgdpl.options.forms.grid import STUBS
from sonla.pbgdpl.options.forms.parts import BASES
from sonla.pbgdpl.options.forms.parts import NOTES
from sonla.pbgdpl.options.forms.parts import PRESENTATION
from sonla.pbgdpl.statistics.forms.definition import FREE
from sonla.pbgdpl.statistics.forms.definition import REPEAT
from sonla.pbgdpl.statistics.forms.definition import TOTAL
from sonla.pbgdpl.statistics.paper.sheet import HeadCell
from sonla.pbgdpl.statistics.paper.sheet import heads_at
from sonla.pbgdpl.statistics.paper.sheet import SheetColumn
from sonla.pbgdpl.statistics.row_trees import TITLE
from sonla.pbgdpl.statistics.row_trees import WORDS
from typing import Any

BLANK = "……"
"""Stands for what a report writes: the organisation, or the title of an added row."""


class FormPreview:
    """Heads, codes, rows and notes of a form."""

    def __init__(self, raw: RawForm) -> None:
        self.raw = raw

    @property
    def number(self) -> str:
        """Number of the form, as it is printed."""
        return str(self.raw.get("code", ""))

    @property
    def title(self) -> str:
        """Title of the form."""
        return str(self.raw.get("title", ""))

    @property
    def heading(self) -> list[str]:
        """What stands above the title: what was written down, else number and documents."""
        asked = PRESENTATION.lines(self.raw)[0].get("heading")
        if isinstance(asked, list) and asked:
            return [str(line) for line in asked]
        return [self.number, *self.bases()]

    @property
    def signers(self) -> list[str]:
        """The capacities of those who sign; empty where the usual three do."""
        asked = PRESENTATION.lines(self.raw)[0].get("signers")
        return [str(one) for one in asked] if isinstance(asked, list) else []

    def stub(self) -> list[dict[str, str]]:
        """Return code and title of the two columns that name the rows; '' where a title is the usual one."""
        lines = STUBS.lines(self.raw)
        if len(lines) != 2:
            return [{"code": code, "title": ""} for code in "AB"]
        return [
            {"code": str(line.get("code", "")), "title": str(line.get("title", ""))}
            for line in lines
        ]

    def bases(self) -> Iterator[str]:
        """Yield the documents that ask for it."""
        for line in BASES.lines(self.raw):
            day = words_of_day(line.get("date"))
            yield ", ".join(filter(None, (str(line.get("number", "")), day)))

    @cached_property
    def columns(self) -> list[SheetColumn]:
        """The columns; one without heads has an empty one."""
        return [
            SheetColumn(str(number), str(line.get("code", "")), self._heads(line))
            for number, line in enumerate(COLUMNS.lines(self.raw))
        ]

    @cached_property
    def depth(self) -> int:
        """How many levels of heads there are."""
        return max((len(column.path) for column in self.columns), default=1)

    def levels(self) -> list[list[HeadCell]]:
        """Return the heads of each level."""
        return [
            heads_at(self.columns, level, 0, self.depth) for level in range(self.depth)
        ]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows with how deep each stands."""
        lines = ROWS.lines(self.raw)
        for at, line in enumerate(lines):
            yield {
                "code": str(line.get("code", "")),
                "title": str(line.get("title", ""))
                .replace(TITLE, BLANK)
                .replace(WORDS, BLANK),
                "depth": moves.depth_of(lines, at),
                "is_total": line.get("kind") == TOTAL or "formula" in line,
                "repeats": line.get("kind") in (REPEAT, FREE),
            }

    def notes(self) -> Iterator[str]:
        """Yield the notes below the table."""
        for line in NOTES.lines(self.raw):
            yield " ".join(
                (str(line.get("mark", "")), str(line.get("text", "")))
            ).strip()

    @staticmethod
    def _heads(line: dict[str, Any]) -> tuple[str, ...]:
        heads = line.get("path")
        return tuple(map(str, heads)) if isinstance(heads, list) and heads else ("",)
