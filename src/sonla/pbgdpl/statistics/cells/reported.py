"""The rows of a report: what the system counted beside what the unit reports.

Plain dictionaries with the keys of `statistics.content.ICell`; nothing here asks
Plone, so that every rule can be tested without a portal.
"""

from collections.abc import Callable
from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.cells.formulas import lacking
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.unheld_events import people_without_events
from sonla.pbgdpl.statistics.cells.unheld_events import UnheldEvents
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import DECIMAL
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import FormLine
from sonla.pbgdpl.statistics.forms.definition import TEXT
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.forms.parts import BLOCK
from sonla.pbgdpl.statistics.forms.parts import CrossCheck
from sonla.pbgdpl.statistics.forms.parts import FormCheck
from typing import Any
from typing import TypeAlias
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class FailedCheck:
    """A check that fails, and the cells that contradict each other."""

    check: FormCheck | CrossCheck | UnheldEvents
    cells: tuple[CellKey, ...]
    others: tuple[str, ...] = ()
    """Cells of other reports, as rules write them."""


def failures(
    form: Form, values: Mapping[CellKey, Amount | None]
) -> Iterator[FailedCheck]:
    """Yield each failed check of a complete form, row by row or column by column.

    First that of every form: people can't have attended what was not held.

    A sum that lacks a part is not known, and contradicts nothing.
    """
    parts = lacking(form, values)
    values = {key: None if key in parts else one for key, one in values.items()}
    for pair in people_without_events(form, values):
        yield FailedCheck(UnheldEvents(), pair)
    for check in form.checks:
        lines: Sequence[FormLine] = form.rows
        if check.axis != "columns":
            lines = [one for one in form.columns if one.id not in form.texts]
        for line in lines:
            cells = tuple(
                (line.id, name) if check.axis == "columns" else (name, line.id)
                for name in check.rule.names
            )
            by_name = dict(
                zip(check.rule.names, map(values.get, cells), strict=True),
            )
            if not check.rule.is_satisfied(by_name.get):
                yield FailedCheck(check, cells)


def name_of(form: Form, key: CellKey) -> str:
    """Name a cell as people find it on the form."""
    column = form.column_by_id[key[1]].title
    return (
        column if len(form.rows) == 1 else f"{form.row_by_id[key[0]].title}: {column}"
    )


Cell: TypeAlias = Mapping[str, Any]

COUNTED, SUMMED, TYPED, IMPORTED = "counted", "summed", "typed", "imported"
CELL_SOURCES = (COUNTED, SUMMED, TYPED, IMPORTED)
"""Whence a reported number comes: records, reports of others, a person, a file."""

NOT_ARISING = "-"
"""What forms print where something does not arise: that is no zero, and no gap."""
DASHES = ("-", "–", "—")
"""What people type for it."""
READ_DIGITS = 30
"""Digits that are read: a number that is too large is refused as such, and not as none."""

MAX_NUMBER = 10**15 - 1
"""What a workbook holds without rounding, and records of the exchange take."""
MAX_DECIMALS = 3


def indicator(key: CellKey) -> str:
    """Write a cell's place as reports store it."""
    return ".".join(key)


def key_of(text: str) -> CellKey:
    """Read a cell's place."""
    row, _dot, column = text.rpartition(".")
    return row, column


def by_key(rows: Iterable[Cell]) -> dict[CellKey, Cell]:
    """Map places to the rows of a report."""
    return {key_of(row["indicator"]): row for row in rows}


def number_of(row: Cell, name: str = "actual") -> Amount | None:
    """Return a number of a cell; what does not arise adds nothing."""
    if row.get("not_arising"):
        return 0 if name == "actual" else None
    number: Amount | None = row.get(name)
    return number


def absent_in(many: Iterable[Iterable[Cell]]) -> set[CellKey]:
    """Name the cells that arise in none of several reports, and do not in at least one."""
    absent: set[CellKey] = set()
    there: set[CellKey] = set()
    for rows in many:
        for key, row in by_key(rows).items():
            if row.get("not_arising"):
                absent.add(key)
            elif total(row) is not None:
                there.add(key)
    return absent - there


def filled(
    form: Form,
    before: Sequence[Cell],
    counted: Mapping[CellKey, Amount | None],
    estimated: Mapping[CellKey, Amount | None] | None = None,
    absent: Container[CellKey] = (),
) -> list[dict[str, Any]]:
    """Return rows for each cell, with what was counted; what a person changed stays.

    A person changed a number when it isn't what was counted before. `estimated` are
    sums of the estimates of others, where a report is made of reports; `absent` are the cells
    that these say do not arise.
    """
    known = by_key(before)
    source = COUNTED if estimated is None else SUMMED
    rows = []
    for key in form.typed_cells:
        old = known.get(key, {})
        number = None if key in absent else counted.get(key)
        kept = bool(old) and is_changed(old)
        estimate = old.get("estimate")
        if estimated is not None and key in estimated:
            estimate = estimated[key]
        rows.append(
            {
                "indicator": indicator(key),
                "counted": number,
                "actual": old.get("actual") if kept else number,
                "estimate": estimate,
                "note": old.get("note") or None,
                "not_arising": bool(old.get("not_arising") if kept else key in absent),
                "text": old.get("text") or None,
                "source": old.get("source") or TYPED if kept else source,
            }
        )
    return rows


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, and in which of its parts."""

    cell: str
    part: str
    """`actual`, `estimate` or `note`; empty where it is none of what people type."""
    message: Message


def refuse_bad_rows(
    form: Form, has_estimate: bool, before: Sequence[Cell], rows: Sequence[Cell]
) -> None:
    """Raise `InvalidInput` for the first row that can't be, or has no reason."""
    for fault in faults(form, has_estimate, before, rows):
        raise InvalidInput(fault.message)


def faults(
    form: Form, has_estimate: bool, before: Sequence[Cell], rows: Sequence[Cell]
) -> Iterator[Fault]:
    """Yield what is wrong with the rows, one by one.

    What was counted stays as it stands in the rows `before`: nobody types it.
    """
    known, seen, old = set(form.typed_cells), set(), by_key(before)
    for row in rows:
        key = key_of(row.get("indicator") or "")
        if key not in known or key in seen:
            yield fault_of(MSG_UNKNOWN_CELL, row.get("indicator") or "", key)
            continue
        seen.add(key)
        if row.get("counted") != old.get(key, {}).get("counted"):
            yield fault_of(MSG_COUNTED, name_of(form, key), key)
        for name in ("actual", "estimate"):
            message = fault_in(form.column_by_id[key[1]], row.get(name))
            if message is not None:
                yield fault_of(message, name_of(form, key), key, name)
        if row.get("not_arising") and total({**row, "not_arising": False}) is not None:
            yield fault_of(MSG_ARISES, name_of(form, key), key, "actual")
        if row.get("text") and key[1] not in form.texts:
            yield fault_of(MSG_BAD_NUMBER, name_of(form, key), key, "actual")
        if row.get("estimate") is not None and not has_estimate:
            yield fault_of(MSG_NO_ESTIMATE, name_of(form, key), key, "estimate")
        corrected = row.get("counted") is not None and is_corrected(row)
        if corrected and not (row.get("note") or "").strip():
            yield fault_of(MSG_NO_NOTE, name_of(form, key), key, "note")
    for key in sorted(known - seen):
        yield fault_of(MSG_MISSING_CELL, name_of(form, key), key)


def fault_in(column: FormColumn, number: Amount | None) -> Message | None:
    """Return why a column can't hold a number; None if it can."""
    if number is None:
        return None
    if column.type == TEXT:
        return MSG_WORDS_ONLY
    if number < 0 or (column.type != DECIMAL and number != int(number)):
        return MSG_BAD_DECIMAL if column.type == DECIMAL else MSG_BAD_NUMBER
    if number > MAX_NUMBER or number != round(number, MAX_DECIMALS):
        return MSG_TOO_LARGE
    return None


def is_corrected(row: Cell) -> bool:
    """Return whether a person reports another number than the system counted."""
    return number_of(row) != row.get("counted")


def is_changed(row: Cell) -> bool:
    """Return whether a person reports anything else than what was found for them."""
    if row.get("actual") != row.get("counted"):
        return True
    return row.get("source") in (TYPED, IMPORTED)


def with_source(row: dict[str, Any], before: Cell, source: str) -> dict[str, Any]:
    """Return a cell with whence its number comes, after a person or a file changed it."""
    if all(row.get(name) == before.get(name) for name in ("actual", "not_arising")):
        return row
    found = before.get("counted") is not None and not row.get("not_arising")
    if found and row.get("actual") == before.get("counted"):
        known = before.get("source")
        source = known if known in (COUNTED, SUMMED) else COUNTED
    return {**row, "source": source}


def values(form: Form, rows: Iterable[Cell], name: str = "actual") -> Values:
    """Return one number of each cell, formulas worked out."""
    return complete(
        form, {key: number_of(row, name) for key, row in by_key(rows).items()}
    )


def totals(form: Form, rows: Iterable[Cell]) -> Values:
    """Return actual and estimate together, formulas worked out."""
    return complete(form, {key: total(row) for key, row in by_key(rows).items()})


def total(row: Cell) -> Amount | None:
    """Add estimate to actual; None when neither is known."""
    numbers = (number_of(row, name) for name in ("actual", "estimate"))
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def unexplained(form: Form, rows: Sequence[Cell]) -> list[FailedCheck]:
    """List the failed checks that a note doesn't explain, or that none may, in whichever number."""
    noted = {
        key for key, row in by_key(rows).items() if (row.get("note") or "").strip()
    }
    return [
        failure
        for failure in all_failures(form, rows)
        if failure.check.severity == BLOCK
        or not any(
            noted.intersection(cell_formula(form, cell).names) for cell in failure.cells
        )
    ]


def all_failures(form: Form, rows: Sequence[Cell]) -> list[FailedCheck]:
    """List the failed checks of the actual numbers, then those that totals alone fail."""
    readers: tuple[Callable[[], Values], ...] = (
        lambda: values(form, rows),
        lambda: totals(form, rows),
    )
    found: list[FailedCheck] = []
    for read in readers:
        for failure in failures(form, read()):
            if failure not in found:
                found.append(failure)
    return found


MSG_UNKNOWN_CELL = _(
    "msg_cell_unknown",
    default="The form has no cell “${cell}” to fill in, or it is there twice.",
)
MSG_MISSING_CELL = _(
    "msg_cell_missing",
    default="“${cell}” is missing: send all cells of the report.",
)
MSG_COUNTED = _(
    "msg_cell_counted",
    default="“${cell}”: what the system counted can't be changed. Change the actual number and say why.",
)
MSG_BAD_NUMBER = _(
    "msg_cell_not_a_number",
    default="“${cell}”: enter a whole number, 0 or more.",
)
MSG_TOO_LARGE = _(
    "msg_cell_too_large",
    default="“${cell}”: a number has at most 15 digits. Is the unit right?",
)
MSG_BAD_DECIMAL = _(
    "msg_cell_no_decimal",
    default="“${cell}”: enter a number, 0 or more, with a comma before the fraction, such as 12,5.",
)
MSG_WORDS_ONLY = _(
    "msg_cell_words_only", default="“${cell}” holds words and no number."
)
MSG_ARISES = _(
    "msg_cell_arises",
    default="“${cell}”: what does not arise has no number. Take out the number, or the mark “-”.",
)
MSG_NO_ESTIMATE = _(
    "msg_cell_no_estimate",
    default="“${cell}”: the official year has actual data only, no estimate.",
)
MSG_NO_NOTE = _(
    "msg_cell_without_note",
    default="“${cell}” differs from what the system counted. Say why in its note.",
)


def fault_of(message: Message, name: str, key: CellKey, part: str = "") -> Fault:
    """Return what is wrong with a cell, by its name."""
    return Fault(indicator(key), part, Message(message, mapping={"cell": name}))
