"""Numbers from a workbook: by codes and places, looked at before they are saved, nothing lost."""

from io import BytesIO
from openpyxl import load_workbook
from openpyxl import Workbook
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.statistics.cells.reported import IMPORTED
from sonla.pbgdpl.statistics.paper.reading import merged
from sonla.pbgdpl.statistics.paper.reading import read_numbers
from statistics_content import activity
from statistics_content import cell
from statistics_content import correct
from statistics_content import PEOPLE
from statistics_content import report
from statistics_content import token
from statistics_content import view

import pytest

pytestmark = pytest.mark.usefixtures("content_alone")

DOCUMENTS = "ket_qua.tai_lieu"


def workbook_of(item):
    return load_workbook(BytesIO(view(item, "pbgdpl-report.xlsx")()))


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def place(page, code, title):
    """Return the cell of a row, by its title, below a code."""
    column = next(one.column for line in page for one in line if one.value == code)
    row = max(one.row for line in page for one in line if one.value == title)
    return page.cell(row, column)


class Upload(BytesIO):
    filename = "bao-cao-xa.xlsx"


def test_a_file_goes_out_and_comes_back(unit):
    activity(unit, sessions=3, attendees=40)
    item = report(unit)
    book = workbook_of(item)
    place(book.worksheets[0], "(5)", "Kết quả trong kỳ").value = 120
    place(book.worksheets[0], "(8)", "Kết quả trong kỳ").value = "-"
    page = view(
        item,
        "pbgdpl-cells-from-file",
        "POST",
        _authenticator=token(item),
        file=Upload(saved(book)),
    )
    html = page()
    assert "bao-cao-xa.xlsx" in html and 'name="from_file"' in html
    assert cell(item, DOCUMENTS)["actual"] == 0, (
        "nothing is saved before it was looked at"
    )
    sent = {**page.values, "from_file": "1", "stamp": page.stamp}
    view(item, "pbgdpl-cells", "POST", _authenticator=token(item), **sent)()
    row = cell(item, DOCUMENTS)
    assert (row["actual"], row["source"]) == (120, IMPORTED)
    assert "bao-cao-xa.xlsx" in row["note"]
    assert cell(item, "ket_qua.phat_thanh")["not_arising"]
    assert cell(item, "ket_qua.so_cuoc")["actual"] == 3


def test_columns_may_move_and_heads_change(unit):
    item = report(unit, code=PEOPLE)
    page = workbook_of(item).worksheets[0]
    lines = [[one.value for one in line] for line in page.iter_rows()]
    at = next(n for n, line in enumerate(lines) if "(1)" in line)
    other = Workbook()
    other.active.append(["Một tiêu đề khác"])
    for line in lines[at : at + 5]:
        number, title, *rest = line
        other.active.append([*reversed(rest), title, number])
    sheet = other.active
    for code, number in (("(1)", 7), ("(3)", 4), ("(9)", 2)):
        place(sheet, code, "Tuyên truyền viên pháp luật").value = number
    found = read_numbers(saved(other), item.form())
    assert found.values["ttv", "tong_so"] == 7
    assert found.values["ttv", "nu"] == 4
    assert found.values["ttv", "boi_duong"] == 2
    assert found.values["bcv_tinh", "tong_so"] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("(5)", "nhiều"), "is no number"),
        (("(5)", 1.5), None),
        (("(5)", -3), None),
        (("(5)", True), "is no number"),
        (("(5)", "1.234"), None),
        (("(5)", "1,5E99999"), "is no number"),
        (("(5)", "1,5E-99999"), "is no number"),
        (("(5)", 1e300), "is no number"),
    ],
)
def test_what_is_no_number_is_named_and_changes_nothing(unit, change, words):
    item = report(unit)
    correct(item, DOCUMENTS, actual=9, note="Theo sổ")
    book = workbook_of(item)
    place(book.worksheets[0], change[0], "Kết quả trong kỳ").value = change[1]
    found = read_numbers(saved(book), item.form())
    rows = merged(item.form(), item.rows, found, "Theo tệp")
    new = next(row for row in rows if row["indicator"] == DOCUMENTS)
    said = [one.default for one in found.problems]
    if words:
        assert any(words in one for one in said) and new["actual"] == 9
    else:
        assert not said and new["note"] == "Theo sổ"


def test_codes_and_rows_that_do_not_fit_are_named(unit):
    item = report(unit, code=PEOPLE)
    book = workbook_of(item)
    sheet = book.worksheets[0]
    line = next(one.row for cells in sheet for one in cells if one.value == "(1)")
    sheet.cell(line, 4).value = "(77)"
    sheet.cell(line, 5).value = "(1)"
    sheet.cell(line + 1, 2).value = "Một dòng lạ"
    sheet.cell(line + 1, 8).value = 5
    found = read_numbers(saved(book), item.form())
    names = {str(one): one.mapping for one in found.problems}
    assert names["msg_file_codes_unknown"]["codes"] == "(77)"
    assert names["msg_file_code_twice"]["code"] == "(1)"
    assert names["msg_file_codes_missing"]["codes"] == "(2), (3)"
    assert names["msg_file_row_unknown"]["title"] == "Một dòng lạ"
    assert "Báo cáo viên pháp luật cấp tỉnh" in names["msg_file_rows_missing"]["rows"]
    assert not any(key[1] in ("tong_so", "nam", "nu") for key in found.values)


def test_a_sum_that_its_parts_do_not_make_is_named(unit):
    item = report(unit, code=PEOPLE)
    book = workbook_of(item)
    place(book.worksheets[0], "(1)", "Tổng số").value = 5
    found = read_numbers(saved(book), item.form())
    merged(item.form(), item.rows, found, "")
    (problem,) = found.problems
    assert (problem, problem.mapping["found"], problem.mapping["sum"]) == (
        "msg_file_total",
        "5",
        "0",
    )


def test_files_that_are_none_or_another_forms_are_refused(unit):
    item, other = report(unit), report(unit, code=PEOPLE)
    empty = Workbook()
    empty.active["A1"] = "Không có mã"
    for data in (saved(empty), b"%PDF-1.7", b"PK\x03\x04", saved(workbook_of(other))):
        with pytest.raises(InvalidInput):
            read_numbers(data, item.form())
    for sent in ({}, {"file": "x"}, {"file": Upload(b"%PDF-1.7")}):
        page = view(
            item,
            "pbgdpl-cells-from-file",
            "POST",
            _authenticator=token(item),
            **sent,
        )
        assert "pbgdpl-file-error" in page()
