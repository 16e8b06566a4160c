"""Days as lists have them: as numbers of a spreadsheet, as text, and what may mean two days."""

from datetime import date
from datetime import datetime
from io import BytesIO
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from people_lists import GOOD
from people_lists import HEADINGS
from people_lists import row
from people_lists import workbook
from plone import api
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.csv_files import write_csv
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.people.importing.cells import read_date
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan

import pytest

TODAY = date(2026, 11, 28)
FIRST_OF_JULY = date(2025, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *("1/7/2025", "01-07-2025", "01.07.2025", " 1 / 7 / 2025 ", "2025/07/01"),
        *("ngày 1 tháng 7 năm 2025", "Ngày 01/7/2025", "1 tháng 7 năm 2025"),
        *("01 tháng 07, năm 2025", "01/07/2025 00:00", "2025-07-01 00:00:00"),
        *(45839, 45839.0, 45839.75, "45839", "45839,0", datetime(2025, 7, 1, 8)),
    ],
    ids=str,
)
def test_a_day_is_read_as_offices_write_it(cell):
    assert read_date(cell, TODAY) == FIRST_OF_JULY


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1/7/25", "msg_cell_short_year"),
        ("07/31/2025", "msg_cell_month_first"),
        ("31/02/2025", "msg_cell_no_such_day"),
        ("ngày 31 tháng 6 năm 2025", "msg_cell_no_such_day"),
        ("7/2025", "msg_cell_no_day"),
        ("tháng 7/2025", "msg_cell_no_day"),
        ("2025", "msg_cell_only_year"),
        (2025, "msg_cell_only_year"),
        ("1/7", "msg_cell_not_date"),
        (9999, "msg_cell_only_year"),
        (60000, "msg_cell_year_unlikely"),
        (458390, "msg_cell_not_date"),
        (-45839, "msg_cell_not_date"),
        (float("inf"), "msg_cell_not_date"),
    ],
    ids=str,
)
def test_what_is_no_day_or_may_be_two_is_refused_in_words(cell, message):
    with pytest.raises(InvalidInput) as refused:
        read_date(cell, TODAY)
    assert refused.value.message == message


def rows_of(section, data):
    choices = ImportOptions("LegalReporter", defaults={"level": "tinh"})
    plan = Plan(section, read_table(data), choices)
    assert not [problem for one in plan.rows for problem in one.problems]
    return plan.rows


def notes(one):
    return [api.portal.translate(note) for note in one.notes]


def of_1904(data):
    """Save a workbook anew as spreadsheets of that calendar do."""
    book = load_workbook(BytesIO(data))
    book.epoch = CALENDAR_MAC_1904
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_number_of_a_day_is_told_as_the_day(section):
    for data in (
        workbook([row(decided=45292)]),
        workbook([row(decided="45292")]),
        of_1904(workbook([row(decided=45292 - 1462)])),
        write_csv(HEADINGS, [row(decided="45292")]),
    ):
        (one,) = rows_of(section, data)
        assert one.recognition["decision_date"] == date(2024, 1, 1)
        (note,) = notes(one)
        assert "01/01/2024" in note and "Ngày quyết định" not in note


def test_a_number_in_another_column_is_no_day(section):
    (one,) = rows_of(section, workbook([row(phone=45292123, number="45292")]))
    assert one.recognition["decision_number"] == "45292" and not one.notes


def test_days_and_months_that_were_swapped_are_pointed_out(section):
    """A spreadsheet that wants the month first makes 9 May of 05/09, and leaves 25/09 as text."""
    swapped = [
        row(name="Lò Văn A", birth=datetime(1985, 9, 5)),
        row(name="Lò Văn B", birth="25/09/1985"),
        row(name="Lò Văn C", birth=datetime(1985, 9, 9)),
    ]
    first, second, third = rows_of(section, workbook(swapped))
    assert ["05/09/1985" in note for note in notes(first)] == [True]
    assert second.notes == third.notes == []
    right = [*swapped, row(name="Lò Văn D", birth=datetime(1985, 9, 25))]
    assert not any(one.notes for one in rows_of(section, workbook(right)))
    assert not any(one.notes for one in rows_of(section, workbook([swapped[0], GOOD])))
