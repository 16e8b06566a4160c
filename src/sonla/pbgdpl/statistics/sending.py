"""What keeps a report from being sent: failed checks, and sums that lack a part.

Saving is never refused for it. Checks within a report are those of `cells.reported`; here they are compared with
other forms, other periods and the reports of the units.
"""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.exceptions import CommentRequired
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import joined
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import FailedCheck
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.cells.reported import unexplained
from sonla.pbgdpl.statistics.content import FORM_TEXT
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.files import read_form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.forms.formulas import CellName
from sonla.pbgdpl.statistics.forms.formulas import UNITS
from sonla.pbgdpl.statistics.forms.parts import BLOCK
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.query import by_place
from sonla.pbgdpl.statistics.query import is_in_force
from sonla.pbgdpl.statistics.query import reports_of
from sonla.pbgdpl.statistics.row_trees import collapsed
from sonla.pbgdpl.statistics.row_trees import collapsed_row
from typing import Any
from zope.i18nmessageid import Message

MAX_NAMED = 5
"""Rows that a message names."""
MSG_CHECK_FAILED = _(
    "msg_report_check_failed",
    default="${check}: this does not hold for ${cells}. Correct the numbers, or say in a note of one of these cells why it is so.",
)
MSG_CHECK_BLOCKS = _(
    "msg_report_check_blocks",
    default="${check}: this does not hold for ${cells}. Correct the numbers; a note is not enough here.",
)
MSG_INCOMPLETE = _(
    "msg_report_incomplete",
    default="Sums lack numbers of: ${rows}. Enter them, or say in the comment why the report is sent without them.",
)


def refuse_sending(report: Any, comment: str, action: str) -> None:
    """Raise `TransitionRefused` for what has to be corrected or explained before a report is sent."""
    form = report.form()
    if form is None:
        return
    for failure in unexplained(form, report.rows):
        raise TransitionRefused(failed_check(form, failure), report, action)
    for cross in unexplained_cross(report):
        raise TransitionRefused(failed_check(form, cross), report, action)
    missing = missing_rows(form, report.rows)
    if missing and not comment.strip():
        words = ", ".join(
            [*missing[:MAX_NAMED], *(["…"] if missing[MAX_NAMED:] else [])]
        )
        message = Message(MSG_INCOMPLETE, mapping={"rows": words})
        raise CommentRequired(message, report, action)


def failed_check(form: Form, failure: FailedCheck) -> Message:
    """Return which check fails, and at which cells."""
    cells = [f"“{name_of(form, cell)}”" for cell in failure.cells]
    cells.extend(failure.others)
    blocks = failure.check.severity == BLOCK
    return Message(
        MSG_CHECK_BLOCKS if blocks else MSG_CHECK_FAILED,
        mapping={"check": failure.check.title, "cells": ", ".join(cells)},
    )


def missing_rows(form: Form, rows: Any) -> list[str]:
    """Name what sums lack: rows, or columns where the form has one row alone."""
    lines = form.row_by_id if len(form.rows) > 1 else form.column_by_id
    at = 0 if len(form.rows) > 1 else 1
    gaps = lacking(form, totals(form, rows)).values()
    return list(
        dict.fromkeys(lines[cell[at]].title for cells in gaps for cell in cells)
    )


def unexplained_cross(report: Any) -> list[FailedCheck]:
    """List the failed comparisons with other reports that no note explains, or that none may."""
    form = report.form()
    noted = {key for key, row in by_key(report.rows).items() if row.get("note")}
    return [
        failure
        for failure in failed_cross_checks(report)
        if failure.check.severity == BLOCK
        or not any(
            noted.intersection(cell_formula(form, cell).names) for cell in failure.cells
        )
    ]


def failed_cross_checks(report: Any) -> Iterator[FailedCheck]:
    """Yield the comparisons with other reports that fail."""
    form = report.form()
    if form is None or not form.cross_checks:
        return
    reader = _Reader(report, form)
    for check in form.cross_checks:
        if not check.rule.is_satisfied(reader.number):
            cells = check.rule.names
            yield FailedCheck(
                check,
                tuple((one.row, one.column) for one in cells if one.is_own),
                tuple(one.words for one in cells if not one.is_own),
            )


class _Reader:
    """Read the cells that a rule names; each other report is read once."""

    def __init__(self, report: Any, form: Form) -> None:
        self.report = report
        self.own = whole_totals(form, report.rows)
        self.known: dict[str, dict[CellKey, Amount | None]] = {}

    def number(self, term: CellName) -> Amount | None:
        """Return a number; None for one that nobody knows, or that lacks a part."""
        key = (term.row, term.column)
        if term.is_own:
            return self.own.get(key)
        if term.form == UNITS:
            return self.units(term.period, term.years_before).get(key)
        return self.other(term).get(key)

    def key(self, form: str, period: str, before: int) -> str:
        """Name form and period as the catalog has them."""
        report = self.report
        code = form or stored_value(report, "form_code")
        kind = period or stored_value(report, "period_kind")
        return f"{code}|{kind}|{(stored_value(report, 'year') or 0) - before}"

    def other(self, term: CellName) -> dict[CellKey, Amount | None]:
        """Return the numbers of another report of the same place that counts."""
        key = self.key(term.form, term.period, term.years_before)
        if key not in self.known:
            versions = by_place(reports_of(section_of(self.report), key))
            found = is_in_force(versions.get(place_of(self.report), []))
            self.known[key] = {}
            if found is not None and (form := found.form()) is not None:
                self.known[key] = whole_totals(form, found.rows)
        return self.known[key]

    def units(self, period: str, before: int) -> dict[CellKey, Amount | None]:
        """Return what the reports of units that count add up to; nothing for one of these."""
        if unit_of(self.report) is not None:
            return {}
        key = self.key("", period, before)
        name = f"{UNITS}|{key}"
        if name not in self.known:
            versions = by_place(reports_of(section_of(self.report), key))
            versions.pop(place_of(self.report), None)
            found = map(is_in_force, versions.values())
            self.known[name] = units_total([one for one in found if one is not None])
        return self.known[name]


def units_total(reports: list[Any]) -> dict[CellKey, Amount | None]:
    """Add the reports of units up, by the rows of their form before these repeat.

    A cell that one of them doesn't know, or that may not be added up, is not known.
    """
    if not reports:
        return {}
    version = read_form(stored_value(reports[0], FORM_TEXT))
    form = collapsed(version, joined(map(added_rows, reports)))
    sums: dict[CellKey, Amount | None] = {}
    for report in reports:
        for (row, column), cell in by_key(report.rows).items():
            at = (collapsed_row(form, row), column)
            number = total(cell)
            known = sums.get(at, 0)
            is_known = None not in (known, number) and column not in form.not_added
            sums[at] = (known or 0) + (number or 0) if is_known else None
    return whole(form, complete(form, sums))


def whole_totals(form: Form, rows: Any) -> dict[CellKey, Amount | None]:
    """Return the totals of a report; those that lack a part are not known."""
    return whole(form, totals(form, rows))


def whole(form: Form, found: Values) -> dict[CellKey, Amount | None]:
    """Return complete values without the sums that lack a part."""
    parts = lacking(form, found)
    return {key: None if key in parts else number for key, number in found.items()}
