"""Headings in two lines, as merged cells make them, in workbooks and in CSV."""

from datetime import date
from people_lists import HEADINGS
from people_lists import LEVEL
from people_lists import row
from people_lists import workbook
from plone import api
from sonla.pbgdpl.core.tables.csv_files import write_csv
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.people.importing.headings import heading_line
from sonla.pbgdpl.people.importing.headings import match_columns
from sonla.pbgdpl.people.importing.importer import import_list
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED

import pytest

UPPER = (
    "STT",
    "Họ và tên",
    "Ngày, tháng, năm sinh",
    None,
    "Đơn vị công tác",
    "Trình độ",
    None,
    "Địa bàn",
    "Quyết định công nhận",
    None,
    None,
)
LOWER = (
    *(None, None, "Nam", "Nữ", None),
    *("Chuyên môn", "Lý luận chính trị", None),
    *("Số", "Ngày, tháng, năm", "Cơ quan ban hành"),
)
MAN = (
    *(1, "Lò Văn Ví Dụ", "05/09/1985", None, "Sở Tư pháp"),
    *("Cử nhân Luật", "Cao cấp", "Tỉnh Sơn La"),
    *("12/QĐ-UBND", "10/01/2024", "UBND tỉnh"),
)
WOMAN = (2, "Lò Thị Ví Dụ", None, date(1990, 2, 28), *MAN[4:])
BOXES = (
    *("A3:A4", "B3:B4", "C3:D3", "E3:E4"),
    *("F3:G3", "H3:H4", "I3:K3", "A1:K1"),
)
TITLE = [("DANH SÁCH MẪU BÁO CÁO VIÊN",), ("(Kèm theo Quyết định)",)]
COLUMNS = {
    1: "full_name",
    2: "male",
    3: "female",
    4: "agency",
    5: "qualification",
    7: "unit",
    8: "decision_number",
    9: "decision_date",
    10: "issuer",
}


def in_workbook(*rows, above=TITLE, merge=BOXES):
    return workbook([LOWER, *rows], above=above, headings=UPPER, merge=merge)


def in_csv(*rows):
    lines = [[cell or "" for cell in line] for line in (UPPER, LOWER, *rows)]
    return write_csv(lines[0], lines[1:])


def plan_of(section, data, dry_run=True, **choices):
    wanted = ImportOptions("LegalReporter", **{"defaults": LEVEL, **choices})
    with api.env.adopt_roles(["Manager"]):
        return import_list(section, data, wanted, dry_run=dry_run)


@pytest.mark.parametrize("make", [in_workbook, in_csv])
def test_groups_above_columns_are_read_together(section, make):
    plan = plan_of(section, make(MAN), dry_run=False)
    assert plan.columns == COLUMNS
    assert plan.headings[8] == "Quyết định công nhận – Số"
    assert plan.counts == {NEW: 1}
    (person,) = section.objectValues()
    assert (person.gender, person.birth_date) == ("male", date(1985, 9, 5))
    assert person.qualification == "law"
    (found,) = person.recognitions
    assert (found["decision_number"], found["issuer"]) == ("12/QĐ-UBND", "UBND tỉnh")
    assert found["decision_date"] == date(2024, 1, 10)


def test_the_birth_date_below_a_sex_tells_both(section):
    plan_of(section, in_workbook(MAN, WOMAN), dry_run=False)
    found = {one.title: (one.gender, one.birth_date) for one in section.objectValues()}
    assert found == {
        "Lò Văn Ví Dụ": ("male", date(1985, 9, 5)),
        "Lò Thị Ví Dụ": ("female", date(1990, 2, 28)),
    }


@pytest.mark.parametrize("cross", ["x", "X", "✓", "+", "có"])
def test_a_cross_below_a_sex_tells_it(section, cross):
    row = (*MAN[:2], None, cross, *MAN[4:])
    plan = plan_of(section, in_workbook(row))
    assert plan.counts == {NEW: 1}
    assert plan.rows[0].fields["gender"] == "female"
    assert "birth_date" not in plan.rows[0].fields


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (("05/09/1985", "05/09/1985"), "female", "msg_row_both_sexes"),
        (("1985", None), "male", "msg_cell_only_year"),
        (("không rõ", None), "male", "msg_cell_not_date"),
        ((None, date(2040, 1, 1)), "female", "msg_birth_in_future"),
    ],
)
def test_what_stands_wrong_below_a_sex_is_refused(section, cells, column, reason):
    plan = plan_of(section, in_workbook((*MAN[:2], *cells, *MAN[4:])))
    assert plan.counts == {REFUSED: 1}
    (problem,) = plan.rows[0].problems
    assert (problem.column, problem.message) == (column, reason)


def test_groups_may_stand_above_a_whole_line_of_headings(section):
    above = [("Mẫu số 01",), ("Thông tin", *[None] * 9, "Quyết định công nhận", None)]
    headings = (*HEADINGS[:10], "Số", "Ngày")
    data = workbook([row()], above=above, headings=headings, merge=["K2:L2"])
    plan = plan_of(section, data)
    assert plan.counts == {NEW: 1}
    assert plan.rows[0].recognition["decision_date"] == date(2024, 1, 10)


def test_a_line_of_one_kind_stays_alone(section):
    """Titles above and people below are no part of the headings."""
    titles = ("UBND TỈNH MẪU", *[None] * 5, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", None)
    data = workbook([row()], above=[titles], merge=["A1:F1", "G1:L1"])
    plan = plan_of(section, data)
    assert plan.headings == list(HEADINGS) and plan.counts == {NEW: 1}
    nameless = row(name=None, no=None, birth=None, number=None, decided=None)
    data = workbook([nameless, row()])
    assert plan_of(section, data).header.number == 1


@pytest.mark.parametrize("number", [3, 4])
def test_either_line_can_be_named(section, number):
    table = read_table(in_workbook(MAN))
    plan = Plan(section, table, ImportOptions("LegalReporter", header=number))
    assert (plan.header.number, plan.columns) == (4, COLUMNS)


def test_refused_rows_are_read_again_with_their_headings(section):
    """The file to correct has one line of headings, with the groups in it."""
    plan = plan_of(section, in_workbook(MAN))
    again = read_table(workbook([MAN], headings=plan.headings))
    assert match_columns(heading_line(again)) == COLUMNS


def test_a_year_is_no_man(section):
    """Without accents “Năm” reads as “Nam”."""
    headings = ("Họ và tên", "Năm", "Địa bàn", "Ngày công nhận")
    data = workbook([("Lò Văn A", 5, "Tỉnh Sơn La", date(2024, 1, 10))], (), headings)
    assert "male" not in plan_of(section, data).columns.values()


OFFICES = {
    "Phó Trưởng phòng, Sở Tư pháp": ("Phó Trưởng phòng", "so-tu-phap"),
    "Phó Trưởng phòng Sở Tư pháp tỉnh Sơn La": ("Phó Trưởng phòng", "so-tu-phap"),
    "Đội trưởng - Công an tỉnh Sơn La": ("Đội trưởng", "cong-an-tinh"),
    "Chuyên viên, Sở Văn hóa, Thể thao và Du lịch": (
        "Chuyên viên",
        "so-van-hoa-the-thao-du-lich",
    ),
    "Sở Y tế": (None, "so-y-te"),
    "Hiệu trưởng Trường mẫu": ("Hiệu trưởng Trường mẫu", None),
}


@pytest.mark.parametrize("text", OFFICES)
def test_position_and_agency_in_one_cell_are_taken_apart(section, text):
    headings = ("Họ và tên", "Chức vụ, đơn vị công tác", "Số QĐ", "Ngày QĐ")
    rows = [("Lò Văn Ví Dụ", text, "12/QĐ-UBND", "10/01/2024")]
    data = workbook(rows, headings=headings)
    (row,) = plan_of(section, data, defaults={"level": "tinh", "unit": "14"}).rows
    assert not row.problems
    found = row.fields.get("position"), row.fields.get("agency")
    assert found == OFFICES[text]
    assert bool(row.notes) == (row.fields.get("agency") is None)


def test_an_agency_that_has_ended_is_refused_in_one_cell_too(section):
    headings = ("Họ và tên", "Chức vụ, đơn vị công tác", "Ngày QĐ")
    rows = [("Lò Văn Ví Dụ", "Chuyên viên, Ban Dân tộc", "10/01/2024")]
    data = workbook(rows, headings=headings)
    (row,) = plan_of(section, data, defaults={"level": "tinh", "unit": "14"}).rows
    assert [problem.column for problem in row.problems] == ["office"]
