"""Numbers out of a workbook, found by the codes of columns and by code, title and place of rows.

Whoever made the file may have moved columns, changed heads and left rows out. What can't be found,
or read, is named; nothing of it is guessed.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from decimal import InvalidOperation
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import exact_number
from sonla.pbgdpl.core.numbers import group_number
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.core.tables.reader import read_sheets
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.statistics.added_rows import added_row
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import Cell as ReportCell
from sonla.pbgdpl.statistics.cells.reported import DASHES
from sonla.pbgdpl.statistics.cells.reported import IMPORTED
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.cells.reported import NOT_ARISING
from sonla.pbgdpl.statistics.cells.reported import READ_DIGITS
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.cells.reported import with_source
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.paper.report_table import column_code
from sonla.pbgdpl.statistics.paper.report_table import row_codes
from sonla.pbgdpl.statistics.paper.report_table import scale_of
from sonla.pbgdpl.statistics.paper.report_table import stub_of
from sonla.pbgdpl.statistics.paper.sheet import INCOMPLETE
from sonla.pbgdpl.statistics.paper.workbook import META_SHEET
from sonla.pbgdpl.statistics.row_trees import KEY_SIGN
from typing import Any
from typing import TypeAlias
from zope.i18nmessageid import Message

import re

MAX_PROBLEMS = 30
"""Of a file, that are named one by one."""
CODE = re.compile(r"\(\d+[a-zđ]?\)")

Value: TypeAlias = Amount | str | None

MSG_NO_CODES = _(
    "msg_file_no_codes",
    default="The file has no row with the codes of this form's columns: ${codes}. They stand below the heads, one in a cell.",
)
MSG_OTHER_FORM = _(
    "msg_file_other_form",
    default="The file is of the form ${found}, this report of ${form}. Nothing was taken from it.",
)
MSG_CODE_TWICE = _(
    "msg_file_code_twice",
    default="Code ${code} stands above two columns; neither was taken.",
)
MSG_CODES_UNKNOWN = _(
    "msg_file_codes_unknown",
    default="The form has no columns ${codes}; they were left out.",
)
MSG_CODES_MISSING = _(
    "msg_file_codes_missing",
    default="The file has no columns ${codes}; what stands there stays.",
)
MSG_ROW_UNKNOWN = _(
    "msg_file_row_unknown",
    default="Line ${line}, “${title}”: the form has no such row here; it was left out.",
)
MSG_ROW_TWICE = _(
    "msg_file_row_twice",
    default="Line ${line}, “${title}”: this row was there already; the first one counts.",
)
MSG_ROWS_MISSING = _(
    "msg_file_rows_missing",
    default="The file has no rows ${rows}; what stands there stays.",
)
MSG_VALUE = _(
    "msg_file_value",
    default="“${cell}”: “${value}” is no number; what stands there stays.",
)
MSG_TOTAL = _(
    "msg_file_total",
    default="“${cell}”: the file says ${found}, its parts make ${sum}. Sums are worked out anew.",
)
MSG_TOTAL_ALONE = _(
    "msg_file_total_alone",
    default="“${cell}”: the file says ${found} and has none of its parts. A sum is never typed: enter its parts.",
)
MSG_MORE = _("msg_file_more", default="And ${number} more.")


@dataclass
class FileNumbers:
    """What was found in a file, and what was not."""

    values: dict[CellKey, Value] = field(default_factory=dict)
    estimates: dict[CellKey, Value] = field(default_factory=dict)
    added: dict[str, list[str]] = field(default_factory=dict)
    """Titles of rows that the report lacks, by the row of the form in whose place they go."""
    problems: list[Message] = field(default_factory=list)

    def note(self, message: Message, **words: str) -> None:
        """Add what is to be known."""
        self.problems.append(Message(message, mapping=words))

    @property
    def shown_problems(self) -> list[Message]:
        """The problems, many of them shortened."""
        more = len(self.problems) - MAX_PROBLEMS
        if more <= 0:
            return self.problems
        last = Message(MSG_MORE, mapping={"number": str(more)})
        return [*self.problems[:MAX_PROBLEMS], last]


def read_numbers(data: bytes, form: Form) -> FileNumbers:
    """Read a workbook; raise `InvalidInput` where nothing in it can be found."""
    sheets = read_sheets(data)
    facts = facts_in(sheets.pop(META_SHEET, []))
    if (slug := facts.get("form_slug")) and slug != form.code:
        words = {"found": facts.get("form") or slug, "form": form.number or form.code}
        raise InvalidInput(Message(MSG_OTHER_FORM, mapping=words))
    estimates = sheets.pop(facts.get("estimates_sheet", ""), [])
    found = FileNumbers()
    table = max((Table(form, one) for one in sheets.values()), key=len, default=None)
    if table is None or not table:
        codes = ", ".join(column_code(form, column) for column in form.columns)
        raise InvalidInput(Message(MSG_NO_CODES, mapping={"codes": codes}))
    found.values = table.read(found)
    table.note_gaps(found)
    if estimates:
        found.estimates = Table(form, estimates).read(found)
    return found


def facts_in(lines: Sequence[TableRow]) -> dict[str, str]:
    """Return the facts of a workbook that was made here."""
    return {str(line.cell(0)): str(line.cell(1) or "") for line in lines}


class Table:
    """The lines of a sheet, and where in them codes and rows of a form stand."""

    def __init__(self, form: Form, lines: Sequence[TableRow]) -> None:
        self.form, self.lines = form, lines
        self.codes = {column_code(form, one): one.id for one in form.columns}
        counts = [self.known_codes(line) for line in lines]
        self.matched = max(map(len, counts), default=0)
        self.start = next(
            (at for at, one in enumerate(counts) if len(one) == self.matched), 0
        )
        self.rows_by_title: dict[str, list[FormRow]] = {}
        for row in form.rows:
            if not row.repeats:
                self.rows_by_title.setdefault(fold_name(row.title), []).append(row)
        self.row_codes = row_codes(form)
        self.seen: dict[str, int] = {}
        """Id of a row → the line in which it was found."""

    def __len__(self) -> int:
        """Return how many codes were found in one line; a single one of many is chance."""
        return self.matched if self.matched >= min(2, len(self.codes)) else 0

    def known_codes(self, line: TableRow) -> set[str]:
        """Return the codes of the form that stand in a line."""
        return {code_in(cell) for cell in line.cells} & set(self.codes)

    def columns(self, found: FileNumbers) -> dict[int, str]:
        """Map places in a line to the columns of the form."""
        places: dict[str, list[int]] = {}
        for at, cell in enumerate(self.lines[self.start].cells):
            places.setdefault(code_in(cell), []).append(at)
        for code in self.codes:
            if len(places.get(code, ())) > 1:
                found.note(MSG_CODE_TWICE, code=code)
        unknown = [code for code in places if CODE.fullmatch(code)]
        unknown = [code for code in unknown if code not in self.codes]
        if unknown:
            found.note(MSG_CODES_UNKNOWN, codes=", ".join(unknown))
        missing = [code for code in self.codes if code not in places]
        if missing:
            found.note(MSG_CODES_MISSING, codes=", ".join(missing))
        return {
            places[code][0]: column
            for code, column in self.codes.items()
            if len(places.get(code, ())) == 1
        }

    def stub(self, columns: Mapping[int, str]) -> tuple[int, int]:
        """Return the places of the columns that name the rows."""
        (number, _title), (title, _other) = stub_of(self.form)
        cells = [code_in(cell) for cell in self.lines[self.start].cells]
        if number in cells and title in cells:
            return cells.index(number), cells.index(title)
        first = min(columns, default=2)
        return max(first - 2, 0), max(first - 1, 0)

    def read(self, found: FileNumbers) -> dict[CellKey, Value]:
        """Return the cells of the table; note what can't be found or read."""
        values: dict[CellKey, Value] = {}
        columns = self.columns(found)
        number_at, title_at = self.stub(columns)
        for line in self.lines[self.start + 1 :]:
            title = str(line.cell(title_at) or "").strip()
            row = self.row_of(code_in(line.cell(number_at)), title)
            words = {"line": str(line.number), "title": title}
            if row is None:
                if not any(isinstance(line.cell(at), int | float) for at in columns):
                    continue
                row = self.added_row(title, found)
            if row is None:
                found.note(MSG_ROW_UNKNOWN, **words)
                continue
            if row.id in self.seen:
                found.note(MSG_ROW_TWICE, **words)
                continue
            self.seen[row.id] = line.number
            for at, name in columns.items():
                key = (row.id, name)
                try:
                    values[key] = self.value(key, line.cell(at))
                except ValueError:
                    cell = f"{row.title}: {self.form.column_by_id[name].title}"
                    found.note(MSG_VALUE, cell=cell, value=str(line.cell(at)))
        return values

    def added_row(self, title: str, found: FileNumbers) -> FormRow | None:
        """Return the row that a line adds to the report; None where the form takes none.

        It goes where the form has room for such rows: below the row that was met last.
        """
        places = self.form.free_rows
        if not places or not title:
            return None
        place = max(places, key=lambda one: self.seen.get(one.parent, -1))
        member = added_row(title)
        titles = found.added.setdefault(place.id, [])
        if member.title not in titles:
            titles.append(member.title)
        name = f"{place.id}{KEY_SIGN}{member.key}"
        return replace(place, id=name, title=member.title)

    def row_of(self, code: str, title: str) -> FormRow | None:
        """Return the row of a line: by title, then by code, then by the row above it."""
        rows = self.rows_by_title.get(fold_name(title), [])
        if len(rows) > 1:
            rows = [row for row in rows if self.row_codes.get(row.id, "") == code]
        if len(rows) > 1:
            last = max(self.seen.get(row.parent, -1) for row in rows)
            rows = [row for row in rows if self.seen.get(row.parent, -1) == last]
        return rows[0] if len(rows) == 1 else None

    def value(self, key: CellKey, cell: Cell) -> Value:
        """Return what a cell of the file holds; raise ValueError for no number."""
        text = "" if cell is None else str(cell).strip()
        if not text:
            return None
        if key[1] in self.form.texts:
            return text
        if text in DASHES:
            return NOT_ARISING
        scale = scale_of(self.form.column_by_id[key[1]])
        return exact_number(exact_number(number_in(cell, text)) * Decimal(scale))

    def note_gaps(self, found: FileNumbers) -> None:
        """Note which rows of the form the file lacks, but those that are worked out."""
        missing = [
            row.title
            for row in self.form.rows
            if not row.repeats and row.formula is None and row.id not in self.seen
        ]
        if missing:
            words = ", ".join(missing[:MAX_PROBLEMS])
            found.note(MSG_ROWS_MISSING, rows=words)


def code_in(cell: Cell) -> str:
    """Return the code in a cell; a spreadsheet makes -1 of (1), and 1 of "1"."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"({-cell:g})" if cell < 0 else f"{cell:g}"
    return str(cell).strip() if cell is not None else ""


def number_in(cell: Cell, text: str) -> Decimal:
    """Return the number of a cell; raise ValueError for what is none."""
    if isinstance(cell, bool):
        raise ValueError(text)
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    if not isinstance(cell, str):
        raise ValueError(text)
    plain = text.rstrip(INCOMPLETE).strip()
    whole = parse_grouped(plain, None, READ_DIGITS)
    if whole is not None:
        return Decimal(whole)
    grouped, comma, rest = plain.partition(",")
    whole = parse_grouped(grouped, None, READ_DIGITS)
    if whole is None or not comma:
        raise ValueError(text)
    try:
        return Decimal(f"{whole}.{rest.strip()}")
    except InvalidOperation as error:
        raise ValueError(text) from error


def merged(
    form: Form, rows: Sequence[ReportCell], found: FileNumbers, note: str
) -> list[dict[str, Any]]:
    """Return the rows of a report with the numbers of a file; empty cells change nothing.

    `note` is written where the file says something else than was counted and no note explains it.
    """
    changed = []
    for row in rows:
        key = key_of(row["indicator"])
        new = with_source(changed_cell(form, row, key, found), row, IMPORTED)
        differs = new != dict(row) and new.get("actual") != new.get("counted")
        if differs and new.get("counted") is not None and not new.get("note"):
            new["note"] = note
        changed.append(new)
    note_totals(form, changed, found)
    return changed


def changed_cell(
    form: Form, row: ReportCell, key: CellKey, found: FileNumbers
) -> dict[str, Any]:
    """Return a cell with what a file says of it."""
    value, new = found.values.get(key), dict(row)
    if value is None:
        return new
    if key[1] in form.texts:
        return {**new, "text": str(value)}
    if isinstance(value, str):
        return {**new, "actual": None, "estimate": None, "not_arising": True}
    estimate = found.estimates.get(key, row.get("estimate"))
    part = estimate if isinstance(estimate, int | Decimal) else None
    return {
        **new,
        "actual": value - (part or 0),
        "estimate": part,
        "not_arising": False,
    }


def note_totals(form: Form, rows: Sequence[ReportCell], found: FileNumbers) -> None:
    """Note the sums of a file that its own parts do not make, over rows and over columns."""
    sums = totals(form, rows)
    typed = by_key(rows)
    for key, value in found.values.items():
        if key in typed or not isinstance(value, int | Decimal):
            continue
        known = sums.get(key)
        if known is None:
            cell = name_of(form, key)
            found.note(MSG_TOTAL_ALONE, cell=cell, found=group_number(value))
        elif known != value:
            found.note(
                MSG_TOTAL,
                cell=name_of(form, key),
                found=group_number(value),
                sum=group_number(known),
            )
