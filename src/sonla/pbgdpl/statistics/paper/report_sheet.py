"""The printed report of a statistics report: what stands in it, and what settings add.

A document of the state is in Vietnamese, whatever language its reader has chosen for pages.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from sonla.pbgdpl.statistics.cells import by_key
from sonla.pbgdpl.statistics.cells import Cell
from sonla.pbgdpl.statistics.cells import MAX_DECIMALS
from sonla.pbgdpl.statistics.cells import NOT_ARISING
from sonla.pbgdpl.statistics.cells import totals
from sonla.pbgdpl.statistics.cells import values
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.counting import lacking
from sonla.pbgdpl.statistics.counting import Values
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import DECIMAL
from sonla.pbgdpl.statistics.definitions import DRAFT
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormColumn
from sonla.pbgdpl.statistics.definitions import FormRow
from sonla.pbgdpl.statistics.definitions import MONEY
from sonla.pbgdpl.statistics.formulas import Amount
from sonla.pbgdpl.statistics.paper.sheet import Dress
from sonla.pbgdpl.statistics.paper.sheet import MAX_TEXT
from sonla.pbgdpl.statistics.paper.sheet import printable
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetCell
from sonla.pbgdpl.statistics.paper.sheet import SheetColumn
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import Signer
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.queries import is_province_report
from sonla.pbgdpl.statistics.queries import report_key
from sonla.pbgdpl.statistics.queries import reporting_status
from sonla.pbgdpl.statistics.queries import revision_of
from sonla.pbgdpl.statistics.settings import get_reporting_settings
from typing import Any
from zope.i18nmessageid import Message

LANGUAGE = "vi"
SCHEMA = "pbgdpl-report/1"
DETAIL = "detail"
SCALES = {"nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
"""Units of money that forms ask for, in đồng."""
ROOM = "......"
"""Where somebody writes a number or a day by hand."""
MAX_NAMED = 20
"""Rows or units that a note names; of more it says how many."""


def say(message: Message, **words: str) -> str:
    """Put a message into the language of the document."""
    text = api.portal.translate(Message(message, mapping=words), lang=LANGUAGE)
    return printable(str(text))


@dataclass(frozen=True)
class PaperWords:
    """What people write into a printed report before it is made; all of it may be empty."""

    superior: str = ""
    issuer: str = ""
    receiver: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    maker: str = ""
    checker: str = ""
    head_capacity: str = ""
    head: str = ""


def words_for(report: Any) -> PaperWords:
    """Return what settings say, of the province's report; a unit's report is the unit's."""
    settings, agency = get_reporting_settings(), get_settings().managing_agency or ""
    if not is_province_report(report):
        return PaperWords(
            issuer=place_title(report),
            receiver=agency,
            place=settings.statistics_place or "",
        )
    return PaperWords(
        superior=settings.statistics_superior or "",
        issuer=agency or place_title(report),
        receiver=settings.statistics_receiver or "",
        number=settings.statistics_number or "",
        place=settings.statistics_place or "",
        maker=settings.statistics_maker or "",
        checker=settings.statistics_checker or "",
        head_capacity=settings.statistics_head_capacity or "",
        head=settings.statistics_head or "",
    )


def dress_of(words: PaperWords) -> Dress:
    """Return what stands around the table."""
    maker, checker, head = (
        say(_("paper_maker", default="Made by")),
        say(_("paper_checker", default="Checked by")),
        say(_("paper_head", default="Head of the unit")),
    )
    sign = say(_("paper_sign", default="(Signature, full name)"))
    seal = say(_("paper_sign_and_seal", default="(Signature, full name, seal)"))
    number = words.number if words.number[:1].isdigit() else f"{ROOM}{words.number}"
    return Dress(
        superior=printable(words.superior.upper()),
        issuer=printable(words.issuer.upper()),
        number=say(_("paper_number", default="No.: ${number}"), number=number),
        place_and_day=place_and_day(words),
        reporter=say(
            _("paper_reporter", default="Reporting body: ${body}"), body=words.issuer
        ),
        receiver=words.receiver
        and say(
            _("paper_receiver", default="Receiving body: ${body}"), body=words.receiver
        ),
        signers=(
            Signer(maker, sign, printable(words.maker)),
            Signer(checker, sign, printable(words.checker)),
            Signer(printable(words.head_capacity) or head, seal, printable(words.head)),
        ),
    )


def place_and_day(words: PaperWords) -> str:
    """Write place and day; days below 10 and the first months have a zero before them."""
    day = words.day
    month = (
        "" if day is None else f"{day.month:02}" if day.month < 3 else f"{day.month}"
    )
    return say(
        _("paper_place_and_day", default="${place}, ${year}-${month}-${day}"),
        place=words.place or ROOM,
        day=ROOM if day is None else f"{day.day:02}",
        month=month or ROOM,
        year=ROOM if day is None else f"{day.year}",
    )


def sheet_of(
    report: Any,
    form: Form,
    period: Period,
    words: PaperWords,
    with_details: bool = True,
) -> Sheet:
    """Return the printed report; without the rows that the form calls details if asked to."""
    sums = totals(form, report.rows)
    gaps = lacking(form, sums)
    lines = printed_rows(form, with_details)
    numbers = shown(form, sums, by_key(report.rows))
    rows = tuple(sheet_rows(form, lines, numbers, gaps))
    estimates = estimated_rows(report, form, lines)
    facts = facts_of(report, form, period, words)
    if estimates:
        facts["estimates_sheet"] = estimates_name()
    return Sheet(
        dress=dress_of(words),
        labels=sheet_labels(form),
        form_lines=form_lines(form),
        title=printable(form.title),
        period_lines=period_lines(period),
        stub=stub_of(form),
        columns=tuple(sheet_columns(form)),
        rows=rows,
        estimates=estimates,
        notes=tuple(notes_of(report, form, period, rows, gaps)),
        facts=facts,
    )


def printed_rows(form: Form, with_details: bool) -> list[FormRow]:
    """List the rows that are printed; details also where a form has nothing else."""
    details = with_details or all(row.printed == DETAIL for row in form.rows)
    return [
        row
        for row in form.rows
        if not row.repeats and (details or row.printed != DETAIL)
    ]


def estimated_rows(
    report: Any, form: Form, lines: Sequence[FormRow]
) -> tuple[SheetRow, ...]:
    """Return the rows that have an estimated part, with that part alone."""
    if not report.has_estimate():
        return ()
    found = sheet_rows(form, lines, values(form, report.rows, "estimate"), {})
    return tuple(row for row in found if any(cell.value for cell in row.cells))


def sheet_labels(form: Form) -> dict[str, str]:
    """Return the words that stand around the table for its kind of file."""
    estimates = _(
        "paper_estimates", default="Of these, estimated for the rest of the period:"
    )
    return {
        "unit": unit_words(form),
        "estimates": say(estimates),
        "estimates_sheet": estimates_name(),
    }


def estimates_name() -> str:
    """Return how a workbook calls the sheet with the estimated part."""
    return say(_("label_cell_estimate", default="Estimate"))


def stub_of(form: Form) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return codes and titles of the two columns that name the rows."""
    if len(form.stubs) == 2:
        one, other = form.stubs
        return (one.code, one.title), (other.code, other.title)
    return (
        ("A", say(_("paper_row_number", default="No."))),
        ("B", say(_("paper_row_title", default="Details"))),
    )


def form_lines(form: Form) -> tuple[str, ...]:
    """Return code and basis of the form."""
    code = say(
        _("paper_form_code", default="Form: ${code}"), code=form.number or form.code
    )
    if not form.basis:
        return (code,)
    return code, say(_("paper_form_basis", default="After: ${basis}"), basis=form.basis)


def period_lines(period: Period) -> tuple[str, ...]:
    """Return the period, and its days."""
    return (
        say(_("paper_period", default="Period: ${period}"), period=period.title),
        say(
            _("paper_days", default="(from ${first} to ${last})"),
            first=format_day(period.first),
            last=format_day(period.last),
        ),
    )


def sheet_columns(form: Form) -> Iterator[SheetColumn]:
    """Yield the columns; units stand in the heads unless all columns have the same."""
    one_unit = len({column.unit for column in form.columns}) == 1
    for column in form.columns:
        *above, head = column.path or (column.title,)
        if column.unit and not one_unit and column.unit.lower() not in head.lower():
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
    """Return signs and cells of which a cell is the sum, as `counting.complete` adds up."""
    if row.formula is not None and column.id not in form.not_added:
        return tuple((sign, (name, column.id)) for sign, name in row.formula.terms)
    if column.formula is not None:
        return tuple((sign, (row.id, name)) for sign, name in column.formula.terms)
    return ()


# What is to be known of the numbers


def notes_of(
    report: Any,
    form: Form,
    period: Period,
    rows: Sequence[SheetRow],
    gaps: Mapping[CellKey, Sequence[CellKey]],
) -> Iterator[str]:
    """Yield the lines below the table."""
    for note in form.notes:
        yield f"{note.mark} {note.text}".strip()
    if any(cell.is_rounded for row in rows for cell in row.cells):
        yield say(
            _(
                "paper_rounded",
                default="Each amount is rounded by itself; sums may differ in the last digit.",
            )
        )
    if period.actual_until != period.last:
        yield say(
            _(
                "paper_actual_until",
                default="Numbers are actual until ${day}; what follows is estimated.",
            ),
            day=format_day(period.actual_until),
        )
    yield from gap_notes(form, gaps)
    if gaps and (reason := sending_comment(report)):
        yield say(
            _("paper_sent_incomplete", default="Sent incomplete because: ${reason}"),
            reason=reason,
        )
    yield from missing_units(report, period)
    yield from cell_notes(report, form)
    yield from version_notes(report)
    if form.status == DRAFT:
        yield say(
            _(
                "paper_unchecked",
                default="The form was not compared with the circular yet.",
            )
        )


def gap_notes(form: Form, gaps: Mapping[CellKey, Sequence[CellKey]]) -> Iterator[str]:
    """Yield which cells lack in totals: rows that lack the same columns together."""
    unknown = {cell for cells in gaps.values() for cell in cells}
    together: dict[tuple[str, ...], list[str]] = {}
    for row in form.rows:
        codes = tuple(
            column_code(form, column)
            for column in form.columns
            if (row.id, column.id) in unknown
        )
        if codes:
            together.setdefault(codes, []).append(row.title)
    for codes, titles in together.items():
        yield say(
            _(
                "paper_gap",
                default="(*) Not complete, without: ${rows} – columns ${columns}.",
            ),
            rows=named(titles),
            columns=", ".join(codes),
        )


def named(titles: Sequence[str], sign: str = ", ") -> str:
    """Name some, and say how many more there are."""
    words = sign.join(titles[:MAX_NAMED])
    more = len(titles) - MAX_NAMED
    if more <= 0:
        return words
    return say(
        _("paper_and_more", default="${words} and ${number} more"),
        words=words,
        number=str(more),
    )


def sending_comment(report: Any) -> str:
    """Return what was said when the report was last sent."""
    steps = [
        step
        for step in history_of(report, STATISTICS_WORKFLOW)
        if step.get("action") == "submit"
    ]
    return str(steps[-1].get("comments") or "") if steps else ""


def missing_units(report: Any, period: Period) -> Iterator[str]:
    """Yield which units the province's report lacks."""
    if not is_province_report(report):
        return
    key = report_key(report.form_code, period)
    units = reporting_status(section_of(report), key, period)
    without = [one.unit.Title() for one in units if one.is_in_force is None]
    if without:
        yield say(
            _(
                "paper_missing_units",
                default="Sums ${number} of ${all} units; no approved report of: ${units}.",
            ),
            number=str(len(units) - len(without)),
            all=str(len(units)),
            units=named(without),
        )


def cell_notes(report: Any, form: Form) -> Iterator[str]:
    """Yield the notes of cells, those of the same words together, and texts that have no room."""
    columns = {column.id: column_code(form, column) for column in form.columns}
    together: dict[str, dict[str, list[str]]] = {}
    for (row, column), cell in by_key(report.rows).items():
        text = cell.get("text") or ""
        for note in (text if len(text) > MAX_TEXT else "", cell.get("note") or ""):
            if note:
                rows = together.setdefault(note, {})
                rows.setdefault(row, []).append(columns[column])
    for note, rows in together.items():
        cells = [
            say(
                _("paper_cells", default="${row}, column ${columns}"),
                row=form.row_by_id[row].title,
                columns=", ".join(codes),
            )
            for row, codes in rows.items()
        ]
        yield say(
            _("paper_note", default="${cells}: ${note}"),
            cells=named(cells, "; "),
            note=note,
        )


def version_notes(report: Any) -> Iterator[str]:
    """Yield which version it is and why, and that it may still change."""
    revision, reason = revision_of(report), stored_value(report, "reason")
    if revision > 1:
        yield say(
            _(
                "paper_version",
                default="Version ${number}. Corrected because: ${reason}",
            ),
            number=str(revision),
            reason=reason or "",
        )
    if state_in_history(report) != LOCKED:
        yield say(
            _(
                "paper_not_locked",
                default="The report is not locked; numbers may change.",
            )
        )


def facts_of(
    report: Any, form: Form, period: Period, words: PaperWords
) -> dict[str, Any]:
    """Return what a program that reads the workbook has to know."""
    unit = unit_of(report)
    return {
        "schema": SCHEMA,
        "form": form.number or form.code,
        "form_slug": form.code,
        "form_version": form.version,
        "period": period.kind,
        "year": period.year,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "body": words.issuer,
        "body_code": (stored_value(unit, "code") or "") if unit is not None else "",
        "state": state_in_history(report),
        "revision": revision_of(report),
    }
