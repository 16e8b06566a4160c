"""The numbers of one report as its page shows them: row by row, with what fails in them."""

from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.access import is_office
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.formulas import upper_bounds
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import all_failures
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import FailedCheck
from sonla.pbgdpl.statistics.cells.reported import IMPORTED
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.cells.reported import is_corrected
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import NOT_ARISING
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.cells.reported import TYPED
from sonla.pbgdpl.statistics.cells.reported import unexplained
from sonla.pbgdpl.statistics.cells.reported import values
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.parts import BLOCK
from sonla.pbgdpl.statistics.pages.labels import HIDDEN
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.statistics.privacy import hidden_cells
from sonla.pbgdpl.statistics.query import is_area_report
from sonla.pbgdpl.statistics.sending import failed_cross_checks
from sonla.pbgdpl.statistics.sending import unexplained_cross
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any

EXPLAINED = {
    "id": "pbgdpl-explained",
    "kind": "warning",
    "lead": _(
        "msg_checks_explained",
        default="Numbers contradict each other; a note says why.",
    ),
}
FAILED = {
    "id": "pbgdpl-failures",
    "kind": "danger",
    "lead": _(
        "msg_checks_fail",
        default="Numbers contradict each other. Correct them, or say why in a note of one of the cells.",
    ),
}
MAX_NAMED = 5
"""Cells that a note names; more tell nobody more."""


class ReportCells(BrowserView):
    """The cells of a report in words, and what contradicts itself in them."""

    @cached_property
    def form(self) -> Form | None:
        return self.context.form()

    @cached_property
    def office(self) -> bool:
        """Whether the user sees the cells."""
        return is_office(self.context)

    @cached_property
    def hidden(self) -> frozenset[CellKey]:
        """The cells that this reader doesn't see."""
        if self.office or self.form is None:
            return frozenset()
        return hidden_cells(self.form, self.sums, is_area_report(self.context))

    @cached_property
    def sums(self) -> Any:
        """Actual and estimate together, formulas worked out."""
        return totals(self.form, self.context.rows) if self.form is not None else {}

    def rows(self) -> list[dict[str, Any]]:
        """List the rows of the form, each with its cells."""
        form = self.form
        if form is None:
            return []
        rows = self.context.rows
        stored_rows = by_key(rows)
        actual = values(form, rows)
        estimate = values(form, rows, "estimate")
        gaps = lacking(form, self.sums)
        return [
            {
                **self.heading(row),
                "lacks": any((row.id, column.id) in gaps for column in form.columns),
                "open": None if row.parent else "open",
                "cells": [
                    self.cell(
                        (row.id, column.id), column.title, stored_rows, actual, estimate
                    )
                    | {"lacking": self.named(gaps.get((row.id, column.id), []))}
                    for column in form.columns
                ],
            }
            for row in form.rows
        ]

    def heading(self, row: FormRow) -> dict[str, Any]:
        """Return how a row is headed; those of a tree are folded, each with its place in it."""
        assert self.form is not None
        title = row.title if len(self.form.rows) > 1 else ""
        folds = any(one.parent for one in self.form.rows)
        return {
            "title": f"{row.code} {title}".strip() if folds else title,
            "folds": folds,
            "depth": self.form.depth(row.id),
        }

    def cell(
        self, key: CellKey, title: str, rows: Any, actual: Any, estimate: Any
    ) -> dict[str, Any]:
        """Put one cell into words; formulas are worked out, never counted."""
        if key in self.hidden:
            return {"title": title, "total": HIDDEN}
        row = rows.get(key)
        return {
            "title": title,
            "total": self.shown(key, row),
            "bound": number(self.bounds[key]) if key in self.bounds else "",
            "typed": row is not None and row.get("source") in (TYPED, IMPORTED),
            "actual": self.shown(key, row)
            if row and row.get("not_arising")
            else number(actual.get(key)),
            "estimate": number(estimate.get(key)),
            "counted": number(row.get("counted")) if row else "",
            "corrected": row is not None
            and row.get("counted") is not None
            and is_corrected(row),
            "note": (row.get("note") or "") if row else "",
            "url": self.records_url(key) if row and row.get("counted") else "",
        }

    def shown(self, key: CellKey, row: Any) -> str:
        """Write a cell as a sheet has it: its number, its words, or that it does not arise."""
        assert self.form is not None
        if key[1] in self.form.texts:
            return (row.get("text") or "") if row else ""
        if row and row.get("not_arising"):
            return NOT_ARISING
        return number(self.sums.get(key))

    @cached_property
    def bounds(self) -> Values:
        """What the sums that may not be added up can't exceed."""
        return upper_bounds(self.form, self.sums) if self.form is not None else {}

    def named(self, keys: list[CellKey]) -> str:
        """Name the rows of cells of one column, or the cells; the first of many."""
        assert self.form is not None
        rows = len(self.form.rows) > 1 and len({key[1] for key in keys}) == 1
        names = list(
            dict.fromkeys(
                self.form.row_by_id[key[0]].title if rows else name_of(self.form, key)
                for key in keys
            )
        )
        return ", ".join([*names[:MAX_NAMED], *(["…"] if names[MAX_NAMED:] else [])])

    def records_url(self, key: CellKey) -> str:
        """Return the address of the records behind a number."""
        return f"{self.context.absolute_url()}/@@pbgdpl-records?cell={indicator(key)}"

    def contradictions(self) -> list[dict[str, Any]]:
        """List failed checks and the cells that contradict each other, in two groups.

        First what a note explains, which who approves has to look at; then the others.
        """
        if self.form is None or not self.office:
            return []
        rows = self.context.rows
        open_ones = [*unexplained(self.form, rows), *unexplained_cross(self.context)]
        found = [*all_failures(self.form, rows), *failed_cross_checks(self.context)]
        explained = [one for one in found if one not in open_ones]
        others = [one for one in found if one in open_ones]
        return [
            {**words, "checks": [self.check_words(one) for one in checks]}
            for words, checks in ((EXPLAINED, explained), (FAILED, others))
            if checks
        ]

    def check_words(self, failure: FailedCheck) -> dict[str, Any]:
        """Name a failed check and its cells."""
        assert self.form is not None
        cells = (name_of(self.form, cell) for cell in failure.cells)
        return {
            "title": failure.check.title,
            "blocks": failure.check.severity == BLOCK,
            "cells": ", ".join([*cells, *failure.others]),
        }
