"""The table of a printed report: its columns, its rows, and of which cells a sum is made."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import Cell
from sonla.pbgdpl.statistics.cells.reported import MAX_DECIMALS
from sonla.pbgdpl.statistics.cells.reported import NOT_ARISING
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import DECIMAL
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.definition import MONEY
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.paper.report_presentation import say
from sonla.pbgdpl.statistics.paper.sheet import printable
from sonla.pbgdpl.statistics.paper.sheet import SheetCell
from sonla.pbgdpl.statistics.paper.sheet import SheetColumn
from sonla.pbgdpl.statistics.paper.sheet import SheetRow

SCALES = {"nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
"""Units of money that forms ask for, in đồng."""


def stub_of(form: Form) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and titles of the two columns that name the rows."""
    if len(form.stubs) == 2:
        one, other = form.stubs
        return (one.code, one.title), (other.code, other.title)
    return (
        ("A", say(_("paper_row_number", default="No."))),
        ("B", say(_("paper_row_title", default="Details"))),
    )


def sheet_columns(form: Form) -> Iterator[SheetColumn]:
    """Yield the columns; units stand in the heads unless all columns have the same."""
    one_unit = len({column.unit for column in form.columns}) == 1
    for column in form.columns:
        *above, head = column.path or (column.title,)
        said = " ".join((*above, head)).lower()
        if column.unit and not one_unit and column.unit.lower() not in said:
            head = f"{head} ({column.unit})"
        path = tuple(printable(one) for one in (*above, head))
        yield SheetColumn(column.id, column_code(form, column), path)


def unit_words(form: Form) -> str:
    """Return the unit of all columns; nothing where they differ."""
    units = {column.unit for column in form.columns}
    unit = units.pop() if len(units) == 1 else ""
    return unit and say(_("paper_unit", default="Unit: ${unit}"), unit=unit)


def column_code(form: Form, column: FormColumn) -> str:
    """Return the code that is printed below the heads of a column."""
    return column.code or f"({form.columns.index(column) + 1})"


def row_codes(form: Form) -> Mapping[str, str]:
    """Map rows to the codes before their titles: numbers where the form has none."""
    if any(row.code for row in form.rows):
        return {row.id: row.code for row in form.rows}
    plain = [row.id for row in form.rows if row.formula is None]
    return {name: str(number) for number, name in enumerate(plain, start=1)}


def shown(
    form: Form, sums: Values, cells: Mapping[CellKey, Cell]
) -> Mapping[CellKey, Amount | str | None]:
    """Return what cells hold: words, that it does not arise, or a number."""
    found: dict[CellKey, Amount | str | None] = dict(sums)
    for key, cell in cells.items():
        if key[1] in form.texts:
            found[key] = printable(cell.get("text") or "") or None
        elif cell.get("not_arising"):
            found[key] = NOT_ARISING
    return found


def sheet_rows(
    form: Form,
    rows: Sequence[FormRow],
    numbers: Mapping[CellKey, Amount | str | None],
    gaps: Mapping[CellKey, Sequence[CellKey]],
) -> Iterator[SheetRow]:
    """Yield rows of the form with their cells."""
    codes = row_codes(form)
    for row in rows:
        cells = [
            SheetCell(
                in_unit(column, numbers.get((row.id, column.id))),
                terms_of(form, row, column),
                (row.id, column.id) in gaps,
                decimals=MAX_DECIMALS if column.type == DECIMAL else 0,
            )
            for column in form.columns
        ]
        yield SheetRow(
            row.id,
            codes.get(row.id, ""),
            printable(row.title),
            tuple(cells),
            depth=form.depth(row.id),
            is_total=row.formula is not None,
        )


def in_unit(column: FormColumn, value: Amount | str | None) -> Amount | str | None:
    """Return an amount of money in the unit of its column; it is stored in đồng."""
    scale = scale_of(column)
    if scale == 1 or value is None or isinstance(value, str):
        return value
    found = Decimal(value) / scale
    return int(found) if found == int(found) else found


def scale_of(column: FormColumn) -> int:
    """Return how many đồng the unit of a column of money has."""
    return SCALES.get(column.unit.lower(), 1) if column.type == MONEY else 1


def terms_of(
    form: Form, row: FormRow, column: FormColumn
) -> tuple[tuple[int, CellKey], ...]:
    """Return signs and cells of which a cell is the sum, as `cells.formulas.complete` adds up."""
    if row.formula is not None and column.id not in form.not_added:
        return tuple((sign, (name, column.id)) for sign, name in row.formula.terms)
    if column.formula is not None:
        return tuple((sign, (row.id, name)) for sign, name in column.formula.terms)
    return ()
