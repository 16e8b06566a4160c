"""The printed report of a statistics report: what stands in it, and what settings add.

A document of the state is in Vietnamese, whatever language its reader has chosen for pages.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.statistics.cells import by_key
from sonla.pbgdpl.statistics.cells import totals
from sonla.pbgdpl.statistics.cells import values
from sonla.pbgdpl.statistics.content import LOCKED
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.counting import lacking
from sonla.pbgdpl.statistics.counting import Values
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.definitions import DRAFT
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.definitions import FormLine
from sonla.pbgdpl.statistics.paper.sheet import Dress
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
ROOM = "......"
"""Where somebody writes a number or a day by hand."""
MAX_NAMED = 20
"""Rows or units that a note names; of more it says how many."""


def say(message: Message, **words: str) -> str:
    """Put a message into the language of the document."""
    return str(api.portal.translate(Message(message, mapping=words), lang=LANGUAGE))


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
        superior=words.superior.upper(),
        issuer=words.issuer.upper(),
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
            Signer(maker, sign, words.maker),
            Signer(checker, sign, words.checker),
            Signer(words.head_capacity or head, seal, words.head),
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


def sheet_of(report: Any, form: Form, period: Period, words: PaperWords) -> Sheet:
    """Return the printed report."""
    rows = report.rows
    sums, estimates = totals(form, rows), values(form, rows, "estimate")
    gaps = lacking(form, sums)
    return Sheet(
        dress=dress_of(words),
        labels={
            "unit": "",
            "estimates": say(
                _(
                    "paper_estimates",
                    default="Of these, estimated for the rest of the period:",
                )
            ),
            "estimates_sheet": say(_("label_cell_estimate", default="Estimate")),
        },
        form_lines=form_lines(form),
        title=form.title,
        period_lines=period_lines(period),
        stub=(
            ("A", say(_("paper_row_number", default="No."))),
            ("B", say(_("paper_row_title", default="Details"))),
        ),
        columns=tuple(
            SheetColumn(column.id, column_code(form, column), (column.title,))
            for column in form.columns
        ),
        rows=tuple(sheet_rows(form, sums, gaps)),
        estimates=tuple(
            row
            for row in sheet_rows(form, estimates, {})
            if any(cell.number for cell in row.cells)
        )
        if report.has_estimate()
        else (),
        notes=tuple(notes_of(report, form, period, gaps)),
        facts=facts_of(report, form, period, words),
    )


def form_lines(form: Form) -> tuple[str, ...]:
    """Return code and basis of the form."""
    code = say(_("paper_form_code", default="Form: ${code}"), code=form.code)
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


def column_code(form: Form, column: FormLine) -> str:
    """Return the code that is printed below the heads of a column."""
    return f"({form.columns.index(column) + 1})"


def row_code(form: Form, row: FormLine) -> str:
    """Return the number that is printed before the title of a row."""
    if row.formula is not None:
        return ""
    return str([one for one in form.rows if one.formula is None].index(row) + 1)


def sheet_rows(
    form: Form, numbers: Values, gaps: Mapping[CellKey, Sequence[CellKey]]
) -> Iterator[SheetRow]:
    """Yield the rows of the form with their numbers."""
    for row in form.rows:
        keys = [(row.id, column.id) for column in form.columns]
        yield SheetRow(
            row.id,
            row_code(form, row),
            row.title,
            tuple(
                SheetCell(numbers.get(key), terms_of(form, key), key in gaps)
                for key in keys
            ),
            is_total=row.formula is not None,
        )


def terms_of(form: Form, key: CellKey) -> tuple[tuple[int, CellKey], ...]:
    """Return signs and cells of which a cell is the sum, as `counting.complete` adds up."""
    row, column = form.row_by_id[key[0]], form.column_by_id[key[1]]
    if row.formula is not None:
        return tuple((sign, (name, column.id)) for sign, name in row.formula.terms)
    if column.formula is not None:
        return tuple((sign, (row.id, name)) for sign, name in column.formula.terms)
    return ()


# What is to be known of the numbers


def notes_of(
    report: Any,
    form: Form,
    period: Period,
    gaps: Mapping[CellKey, Sequence[CellKey]],
) -> Iterator[str]:
    """Yield the lines below the table."""
    if period.actual_until != period.last:
        yield say(
            _(
                "paper_actual_until",
                default="Numbers are actual until ${day}; what follows is estimated.",
            ),
            day=format_day(period.actual_until),
        )
    yield from gap_notes(form, gaps)
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


def named(titles: Sequence[str]) -> str:
    """Name some, and say how many more there are."""
    words = ", ".join(titles[:MAX_NAMED])
    more = len(titles) - MAX_NAMED
    if more <= 0:
        return words
    return say(
        _("paper_and_more", default="${words} and ${number} more"),
        words=words,
        number=str(more),
    )


def missing_units(report: Any, period: Period) -> Iterator[str]:
    """Yield which units the province's report lacks."""
    if not is_province_report(report):
        return
    key = report_key(report.form_code, period)
    units = reporting_status(section_of(report), key, period, today())
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
    """Yield the notes of cells, row by row."""
    for (row, column), cell in by_key(report.rows).items():
        if cell.get("note"):
            yield say(
                _("paper_note", default="${row}, column ${column}: ${note}"),
                row=form.row_by_id[row].title,
                column=column_code(form, form.column_by_id[column]),
                note=cell["note"],
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
        "form": form.code,
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
