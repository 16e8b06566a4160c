"""From a line of a list to a person that can be entered, or to what is wrong with it."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.tables.table import WINDOWS_EPOCH
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people import CENTRAL_LEVEL
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.append_only import refuse_contradictions
from sonla.pbgdpl.people.append_only import refuse_ended_terms
from sonla.pbgdpl.people.append_only import UNITS
from sonla.pbgdpl.people.importing.cells import is_day_first
from sonla.pbgdpl.people.importing.cells import serial_number
from sonla.pbgdpl.people.importing.columns import CellReaders
from sonla.pbgdpl.people.importing.columns import DAYS
from sonla.pbgdpl.people.importing.columns import OFFICE
from sonla.pbgdpl.people.importing.columns import PERSON_COLUMNS
from sonla.pbgdpl.people.importing.columns import RECOGNITION_COLUMNS
from sonla.pbgdpl.people.importing.headings import words_of
from sonla.pbgdpl.people.importing.terms import SEXES
from sonla.pbgdpl.people.importing.terms import TerritoryLookup
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.schema import ValidationError

NEW, KNOWN, REFUSED = "new", "known", "refused"
END_OF_LEVEL = "sap-xep-dvhc"
"""Token of `sonla.pbgdpl.EndKinds`: the unit or level that recognised somebody ended."""
MAPPED = (
    "agency",
    "level",
    "unit",
    "qualification",
    "gender",
    "legal_fields",
    "languages",
    "end_kind",
)
"""Columns whose unknown words can be given a meaning, once for all rows."""
STORED_CELLS = tuple(name for name in RECOGNITION_COLUMNS if name != "district")

MSG_MERGED = _(
    "msg_cell_merged",
    default="Merged with other cells. Unmerge them and write the value into each row.",
)
MSG_BOTH_SEXES = _(
    "msg_row_both_sexes", default="Marked as man and as woman: leave one of them."
)
MSG_NO_NAME = _("msg_row_no_name", default="The name is missing.")
MSG_ONLY_VALUE = _(
    "msg_row_lonely",
    default="Nothing but one cell is filled in: if this is a title inside the list, remove the row.",
)
MSG_NO_LEVEL = _(
    "msg_row_no_level",
    default="The level is missing. Enter it in the list, or above for all rows.",
)
MSG_NO_UNIT = _(
    "msg_row_no_unit",
    default="The province, commune or ward is missing. Enter it in the list, or above for all rows.",
)
MSG_NO_START = _(
    "msg_row_no_start",
    default="Neither the day of recognition nor that of the decision is there. Enter one in the list, or above for all rows.",
)


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell; `column` is empty where it is the whole row."""

    column: str
    message: Any
    said: str = ""
    """What stands in the cell, where the same words can be given a meaning for all rows."""


@dataclass
class ImportRow:
    """What one line of a list says of a person, and what will become of it."""

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    recognition: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    known_path: str = ""
    """Path of the person in the register whom the line means."""

    @property
    def status(self) -> str:
        """What becomes of the line."""
        if self.problems:
            return REFUSED
        return KNOWN if self.known_path else NEW

    @property
    def name(self) -> str:
        """The name, as far as it could be read."""
        return self.fields.get("full_name") or ""

    def refuse(self, column: str, message: Any, said: str = "") -> None:
        """Note what is wrong."""
        self.problems.append(CellProblem(column, message, said))


class RowReader:
    """Read the lines of one list.

    `columns`: column of the file, from 0 → name of ours. `defaults`: name of a cell of the
    recognition → value for all rows that have none. `meanings`: name of a column → words of a
    cell, folded → the value that they stand for.
    """

    def __init__(
        self,
        columns: Mapping[int, str],
        defaults: Mapping[str, Any],
        today: date,
        meanings: Mapping[str, Mapping[str, Any]] | None = None,
        epoch: date = WINDOWS_EPOCH,
    ) -> None:
        self.columns = columns
        self.defaults = defaults
        self.meanings = meanings or {}
        self.readers = CellReaders(today, epoch)
        self.places = TerritoryLookup()

    def read(
        self, table: Table, line: TableRow, part: Mapping[str, Any] | None = None
    ) -> ImportRow:
        """Read one line; everything that is wrong with it is told at once.

        `part` is what the heading of its part of the list says; it counts more than what
        holds for all rows, and less than the line's own cells.
        """
        part = {name: value for name, value in (part or {}).items() if value}
        row = ImportRow(line.number)
        values = self.values(table, line, row)
        row.fields = {
            name: values[name]
            for name in PERSON_COLUMNS
            if values.get(name) not in (None, "", ())
        }
        with_problems = {problem.column for problem in row.problems}
        if "agency" in part and "agency" not in with_problems:
            row.fields.setdefault("agency", part["agency"])
        if not row.name and "full_name" not in with_problems:
            row.refuse("full_name", MSG_NO_NAME)
        if (
            len(self.columns) > 1
            and sum(line.cell(at) not in (None, "") for at in self.columns) == 1
        ):
            row.problems = [CellProblem("", MSG_ONLY_VALUE)]
            return row
        self.read_recognition(values, row, {**self.defaults, **part})
        return row

    def values(self, table: Table, line: TableRow, row: ImportRow) -> dict[str, Any]:
        """Read each cell by its column; what can't be read is noted and left out."""
        values: dict[str, Any] = {}
        for at, name in self.columns.items():
            if table.is_merged(line.number, at):
                row.refuse(name, MSG_MERGED)
                continue
            cell = line.cell(at)
            said = words_of(cell) if name in MAPPED else ""
            meant = self.meanings.get(name, {})
            if said and fold_words(said) in meant:
                values[name] = meant[fold_words(said)]
                continue
            try:
                values[name] = self.readers.read(name, cell)
            except ValidationError as error:
                row.refuse(name, error.doc(), said)
            else:
                if name in DAYS and serial_number(cell) is not None:
                    row.notes.append(read_as_day(cell, values[name]))
        resolve_sex(values, row)
        resolve_office(values, row)
        return values

    def read_recognition(
        self, values: dict[str, Any], row: ImportRow, defaults: Mapping[str, Any]
    ) -> None:
        """Put the recognition together, with what holds for all rows where a cell is empty."""
        with_problems = {problem.column for problem in row.problems}
        cells = {
            name: values.get(name)
            or (None if name in with_problems else defaults.get(name))
            for name in RECOGNITION_COLUMNS
        }
        cells["valid_from"] = cells["valid_from"] or cells["decision_date"]
        if (
            cells["valid_from"] is None
            and not {"valid_from", "decision_date"} & with_problems
        ):
            row.refuse("valid_from", MSG_NO_START)
        if cells["level"] is None and "level" not in with_problems:
            row.refuse("level", MSG_NO_LEVEL)
        self.find_unit(cells, row, with_problems)
        row.recognition = {name: cells[name] for name in STORED_CELLS}
        if not row.problems:
            end_with_level(row)
            refuse_impossible(row)

    def find_unit(
        self, cells: dict[str, Any], row: ImportRow, with_problems: set[str]
    ) -> None:
        """Turn the name of a unit into its token; say when it is another's now."""
        text, district = cells["unit"] or "", cells["district"] or ""
        if with_problems & {"unit", "district"}:
            return
        if not text and not district:
            cells["unit"] = self.places.only_one(cells["level"])
            if cells["unit"] is None and cells["level"] not in (None, CENTRAL_LEVEL):
                row.refuse("unit", MSG_NO_UNIT)
            return
        if find_term(UNITS, text) is not None:
            return
        by_district = ended_on(LEVELS, cells["level"]) is not None
        try:
            place = self.places.find(
                text or district, district, cells["valid_from"], by_district
            )
        except InvalidInput as refused:
            row.refuse("unit", refused.message, text)
            return
        cells["unit"] = place.token
        if place.old:
            row.notes.append(
                _(
                    "note_unit_converted",
                    default="${old} → ${new}",
                    mapping={"old": place.old, "new": term_title(UNITS, place.token)},
                )
            )


def read_as_day(cell: Any, day: date) -> Any:
    """Return the message that a number was read as the day that it stands for."""
    return _(
        "note_serial_day",
        default="The number ${number} is the day ${date}",
        mapping={"number": str(cell).strip(), "date": format_day(day)},
    )


def note_swapped_days(
    rows: Iterable[ImportRow], lines: Mapping[int, TableRow], columns: Mapping[int, str]
) -> None:
    """Point out days of which a spreadsheet may have swapped day and month.

    One that wants the month first makes 9 May of 05/09, and leaves 25/09 as text. So it was
    where days stand beside such text, and none of them is later than the 12th.
    """
    rows = list(rows)
    for at, name in columns.items():
        cells = {row.number: lines[row.number].cell(at) for row in rows}
        days = {number: one for number, one in cells.items() if isinstance(one, date)}
        if name not in DAYS or any(one.day > 12 for one in days.values()):
            continue
        if any(map(is_day_first, cells.values())):
            for row in rows:
                day = days.get(row.number)
                if day is not None and day.day != day.month:
                    row.notes.append(maybe_swapped(day))


def maybe_swapped(day: date) -> Any:
    """Return the message that day and month of a cell may stand the wrong way round."""
    return _(
        "note_swapped_day",
        default="${date} may be ${other}: the spreadsheet seems to have swapped day and month in this column. Look at it, and edit the row if it is wrong",
        mapping={
            "date": format_day(day),
            "other": format_day(day.replace(day=day.month, month=day.day)),
        },
    )


def resolve_sex(values: dict[str, Any], row: ImportRow) -> None:
    """Resolve sex, and birth date, by the column that has a value."""
    found_sexes = {name: found for name in SEXES if (found := values.pop(name, None))}
    for name, found in found_sexes.items():
        if values.setdefault("gender", name) not in (None, name):
            row.refuse(name, MSG_BOTH_SEXES)
        values["gender"] = name
        if isinstance(found, date) and not values.get("birth_date"):
            values["birth_date"] = found


def resolve_office(values: dict[str, Any], row: ImportRow) -> None:
    """Put what one cell says of position and agency where each belongs.

    An agency that no list knows stays behind the position: nothing is lost, and it is
    pointed out.
    """
    office = values.pop(OFFICE, None)
    if office is None or not (office.position or office.agency):
        return
    values["position"] = values.get("position") or office.position
    if values.get("agency"):
        return
    values["agency"] = office.agency
    if office.agency is None:
        row.notes.append(
            _(
                "note_agency_unknown",
                default="No agency of the list is found in “${text}”: all of it becomes the position",
                mapping={"text": office.position},
            )
        )


def end_with_level(row: ImportRow) -> None:
    """End a recognition by a level or unit that ended meanwhile, such as a district.

    The reporters of the districts ended with them (Official letter 1866/BTP-PLHSHC of
    9 April 2025). A list from before can't say so, and nobody may stand as recognised.
    """
    recognition = row.recognition
    ends = [
        ended_on(vocabulary, recognition[name])
        for vocabulary, name in ((LEVELS, "level"), (UNITS, "unit"))
    ]
    last = min((end for end in ends if end is not None), default=None)
    start = recognition["valid_from"]
    if last is None or recognition["ended_on"] or start is None or start > last:
        return
    recognition["ended_on"] = last + timedelta(days=1)
    if find_term("sonla.pbgdpl.EndKinds", END_OF_LEVEL) is not None:
        recognition["end_kind"] = recognition["end_kind"] or END_OF_LEVEL
    row.notes.append(
        _(
            "note_ended_with_level",
            default="Ended on ${date}, when level or unit ended",
            mapping={"date": format_day(recognition["ended_on"])},
        )
    )


def ended_on(vocabulary: str, token: str | None) -> date | None:
    """Return the last day of a term that has one."""
    term = find_term(vocabulary, token)
    return term.valid_to if term is not None else None


def refuse_impossible(row: ImportRow) -> None:
    """Judge a recognition by the rules of the register, and by the birth of the person."""
    recognition = row.recognition
    try:
        refuse_contradictions([recognition])
        refuse_ended_terms([], [recognition])
    except InvalidInput as refused:
        row.refuse("valid_from", refused.message)
    born, start = row.fields.get("birth_date"), recognition["valid_from"]
    if born is not None and start is not None and start <= born:
        row.refuse(
            "valid_from",
            _(
                "msg_row_before_birth",
                default="Recognised before birth: look at both dates.",
            ),
        )
