"""Reports on paper: presentation, fit, marks, and the same numbers in all files."""

from dataclasses import replace
from datetime import timedelta
from docx import Document
from docx.shared import Mm
from docx.shared import Pt
from hashlib import sha256
from io import BytesIO
from openpyxl import load_workbook
from plone import api
from pypdf import PdfReader
from sonla.pbgdpl.core.tables import xlsx_writer
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.statistics.cells.reported import totals
from sonla.pbgdpl.statistics.forms.definition import FormColumn
from sonla.pbgdpl.statistics.paper import report_notes
from sonla.pbgdpl.statistics.paper.layout import layout
from sonla.pbgdpl.statistics.paper.pdf_file import write_pdf
from sonla.pbgdpl.statistics.paper.report_table import sheet_columns
from sonla.pbgdpl.statistics.paper.sheet import Presentation
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.statistics.paper.sheet import SheetCell
from sonla.pbgdpl.statistics.paper.sheet import SheetColumn
from sonla.pbgdpl.statistics.paper.sheet import SheetRow
from sonla.pbgdpl.statistics.paper.sheet import Signer
from sonla.pbgdpl.statistics.paper.word_file import write_word
from sonla.pbgdpl.statistics.paper.workbook import write_workbook
from sonla.pbgdpl.statistics.settings import get_reporting_settings
from statistics_content import activity
from statistics_content import correct
from statistics_content import PEOPLE
from statistics_content import report
from statistics_content import view
from types import SimpleNamespace
from unicodedata import normalize

import json
import pytest

MM = 72 / 25.4
LETTERS = "đ ơ ư ỗ ặ Ẵ Ỹ ự ẩ Đ"
HEADS = [
    ("Báo cáo viên", "Tổng số"),
    ("Báo cáo viên", "Tham gia phổ biến pháp luật trực tiếp"),
    ("Phổ biến trực tiếp", "Số cuộc"),
    ("Phổ biến trực tiếp", "Số lượt người"),
    ("Thi tìm hiểu pháp luật", "Số cuộc"),
    ("Thi tìm hiểu pháp luật", "Số lượt người"),
    ("Tài liệu phát miễn phí", "Tổng số"),
    ("Tài liệu phát miễn phí", "Đăng trên Internet"),
    ("Kinh phí", "Tổng số"),
    ("Kinh phí", "Ngân sách", "Thường xuyên"),
    ("Kinh phí", "Ngân sách", "Chương trình, đề án"),
    ("Kinh phí", "Khác"),
]


def sheet(count):
    """Return a sheet of twelve columns and two branches with `count` rows together."""
    columns = tuple(
        SheetColumn(f"c{at}", f"({at})", path) for at, path in enumerate(HEADS, 1)
    )
    rows, parts = [], []
    for branch, name in enumerate(("cap_tinh", "cap_xa")):
        ids = [f"{name}_{at}" for at in range(count // 2)]
        parts.append(name)
        rows.append(total(name, ("I", "II")[branch], ids, columns, 1))
        rows += [
            SheetRow(
                one,
                str(at + 1),
                f"Đơn vị mẫu số {at + 1} {LETTERS if at == 0 else ''}".strip(),
                tuple(
                    SheetCell(None if at == 3 else 1_000_000 * at + place)
                    for place in range(12)
                ),
                depth=2,
            )
            for at, one in enumerate(ids)
        ]
    rows.insert(0, total("tong", "", parts, columns, 0))
    signers = tuple(
        Signer(one, "(Ký, ghi rõ họ tên)", "Lò Văn Ví Dụ")
        for one in ("Người lập biểu", "Người kiểm tra biểu", "Giám đốc")
    )
    presentation = Presentation(
        current_province().names.committee.upper(),
        "SỞ TƯ PHÁP",
        "Số: ....../BC-STP",
        "Sơn La, ngày 05 tháng 02 năm 2026",
        "Đơn vị báo cáo: Sở Tư pháp",
        "Đơn vị nhận báo cáo: Bộ Tư pháp",
        signers,
    )
    return Sheet(
        presentation,
        {"unit": "Đơn vị tính: đồng", "estimates": "", "estimates_sheet": "Ước tính"},
        ("Biểu số: 04a/TP/PBGDPL", "Ban hành theo Thông tư mẫu"),
        "Kết quả phổ biến, giáo dục pháp luật",
        ("Kỳ báo cáo: Năm 2026", "(Từ ngày 01/01/2026 đến ngày 31/12/2026)"),
        (("A", "STT"), ("B", "Chi tiết")),
        columns,
        tuple(rows),
        notes=("(*) Chưa đủ số liệu, còn thiếu: Đơn vị mẫu số 4.",),
        facts={"form": "04a/TP/PBGDPL", "year": 2026},
    )


def total(name, code, ids, columns, depth):
    """Return a row that sums others up; its numbers are checked by the spreadsheet alone."""
    cells = tuple(
        SheetCell(961_000_000, tuple((1, (one, column.id)) for one in ids), True)
        for column in columns
    )
    return SheetRow(name, code, f"Tổng số {name}", cells, depth, True)


def chars(page):
    """List what stands on a page: text, place in mm from the left and the top, size."""
    found = []
    high = float(page.mediabox.height)

    def see(text, _matrix, place, _font, size):
        if text.strip():
            found.append((text, place[4] / MM, (high - place[5]) / MM, size))

    page.extract_text(visitor_text=see)
    return found


def test_the_presentation_of_a_printed_report():
    reader = PdfReader(BytesIO(write_pdf(sheet(110))))
    first, *others = reader.pages
    sides = sorted((float(first.mediabox.width), float(first.mediabox.height)))
    assert [round(side / MM) for side in sides] == [210, 297]
    assert others, "it has several pages"
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Tinos", "TinosBold", "TinosItalic"}
    for number, page in enumerate(reader.pages, start=1):
        seen = chars(page)
        above = [text.strip() for text, _x, y, _size in seen if y < 20]
        assert above == ([str(number)] if number > 1 else [])
        assert min(x for _text, x, y, _size in seen if y > 20) >= 30
        heads = " ".join(page.extract_text().split())
        assert "Chương trình" in heads and "(12)" in heads, "heads stand on each page"
    text = first.extract_text()
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        current_province().names.committee.upper(),
        "Số: ....../BC-STP",
        "Sơn La, ngày 05 tháng 02 năm 2026",
        "Biểu số: 04a/TP/PBGDPL",
        "KẾT QUẢ PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT",
        "Đơn vị nhận báo cáo: Bộ Tư pháp",
        "Đơn vị tính: đồng",
        "961.000.000*",
    ):
        assert words in text
    assert all(letter in text for letter in LETTERS.split())
    last = reader.pages[-1].extract_text()
    assert last.count("Lò Văn Ví Dụ") == 3 and "NGƯỜI KIỂM TRA BIỂU" in last
    assert "còn thiếu: Đơn vị mẫu số 4" in "".join(
        page.extract_text() for page in reader.pages
    )


def test_a_unit_that_a_head_names_is_not_said_again():
    form = SimpleNamespace(
        columns=[
            FormColumn("a", "", path=("Số cuộc",)),
            FormColumn(
                "b", "", path=("Kinh phí (nghìn đồng)", "Khác"), unit="nghìn đồng"
            ),
            FormColumn("c", "", path=("Kinh phí", "Khác"), unit="nghìn đồng"),
        ]
    )
    heads = [one.path[-1] for one in sheet_columns(form)]
    assert heads == ["Số cuộc", "Khác", "Khác (nghìn đồng)"]


def test_word_names_the_prescribed_font_and_repeats_heads():
    document = Document(BytesIO(write_word(sheet(20))))
    normal, section = document.styles["Normal"], document.sections[0]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(13))
    assert section.different_first_page_header_footer
    assert 'w:instr="PAGE"' in section.header._element.xml
    sides = (section.left_margin, section.right_margin, section.top_margin)
    assert [round(side / Mm(1)) for side in sides] == [30, 15, 20]
    table = max(document.tables, key=lambda one: len(one.rows))
    repeated = ["w:tblHeader" in row._tr.xml for row in table.rows]
    assert repeated == [True] * 4 + [False] * 23
    assert [cell.text for cell in table.rows[3].cells][:3] == ["A", "B", "(1)"]
    assert table.rows[4].cells[10].text == "961.000.000*"


def test_a_workbook_is_read_by_codes_alone():
    made = sheet(40)
    data = write_workbook(made)
    by_code = read_by_codes(data)
    for row in made.rows:
        for column, cell in zip(made.columns, row.cells, strict=True):
            assert by_code[row.code, row.title, column.code] == cell.value
    book = load_workbook(BytesIO(data))
    page = book["04aTPPBGDPL"]
    assert page["C17"].value.startswith("=SUM(")
    codes = next(
        line
        for line in range(1, 40)
        if page.cell(line, 3).value == made.columns[0].code
    )
    assert max(one.max_row for one in page.merged_cells.ranges) < codes
    assert not any(one.hidden for one in page.row_dimensions.values())
    assert not any("vba" in name.lower() for name in book.sheetnames)
    assert page.print_title_rows == f"${codes - 3}:${codes}"
    facts = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}
    numbers = [
        [row.id, column.code, cell.value]
        for row in made.rows
        for column, cell in zip(made.columns, row.cells, strict=True)
    ]
    text = json.dumps(numbers, separators=(",", ":"))
    assert facts["sha256"] == sha256(text.encode()).hexdigest()
    assert (facts["rows"], facts["columns"], facts["form"]) == (43, 12, "04a/TP/PBGDPL")


def read_by_codes(data):
    """Read numbers as a program that knows nothing of us would: by codes and titles."""
    page = load_workbook(BytesIO(data), data_only=True).worksheets[0]
    lines = [[cell.value for cell in line] for line in page.iter_rows()]
    at = next(place for place, line in enumerate(lines) if {"A", "B", "(1)"} <= {*line})
    codes = lines[at]
    found = {}
    for line in lines[at + 1 :]:
        if line[1] is None:
            break
        for code, value in zip(codes[2:], line[2:], strict=True):
            found[line[0] or "", line[1], code] = value
    return found


@pytest.mark.parametrize("rows", [0, 20, 110])
def test_no_number_is_cut_and_pages_are_few(rows):
    made = sheet(rows)
    shape = layout(made)
    assert sum(shape.widths) <= shape.width + 0.01
    pages = len(PdfReader(BytesIO(write_pdf(made))).pages)
    assert pages <= {0: 1, 20: 2, 110: 5}[rows]


def test_forty_columns_and_long_words_have_room():
    columns = tuple(SheetColumn(f"c{at}", f"({at})", ("Cột",)) for at in range(40))
    cells = [SheetCell(999_999) for _column in columns[:-1]]
    words = SheetCell("Nhiều chữ " * 60)
    row = SheetRow("a", "1", "Một dòng", (*cells, words))
    made = replace(sheet(0), columns=columns, rows=(row,))
    shape = layout(made)
    assert sum(shape.widths) <= shape.width + 0.01
    (page,) = PdfReader(BytesIO(write_pdf(made))).pages
    assert page.extract_text().count("999.999") == 39
    assert "Nhiều" in page.extract_text()
    assert read_by_codes(write_workbook(made))["1", "Một dòng", "(39)"] == words.value


def test_a_report_as_files(section, unit):
    activity(unit, sessions=1234, attendees=56789)
    settings = get_reporting_settings()
    settings.statistics_number = "/BC-STP"
    settings.statistics_head = "Lò Văn Ví Dụ"
    correct(
        report(section),
        "ket_qua.tai_lieu",
        actual=5,
        estimate=2,
        note=normalize("NFD", "Theo sổ\x0b"),
    )
    province = section["bao-cao"]
    text = pdf_text(province)
    for words in (
        current_province().names.committee.upper(),
        "Số: ....../BC-STP",
        "Lò Văn Ví Dụ",
        "Kết quả trong kỳ, cột (5): Theo sổ",
        "Trong đó, số ước tính",
        "chưa có báo cáo được duyệt: Sở Tư pháp",
    ):
        assert words in text
    item = report(unit)
    text = pdf_text(
        item, day="2026-02-05", place="Sơn La", number="12/BC", maker="Vì A"
    )
    for words in ("1.234", "56.789", "Số: 12/BC", "ngày 05 tháng 02 năm 2026", "Vì A"):
        assert words in text
    assert "Lò Văn Ví Dụ" not in text, "the province's head signs for the province"
    by_code = read_by_codes(view(item, "pbgdpl-report.xlsx")())
    numbers = totals(item.form(), item.rows)
    for at, column in enumerate(item.form().columns, start=1):
        found = by_code["1", "Kết quả trong kỳ", f"({at})"]
        assert found == numbers["ket_qua", column.id]
    assert view(item, "pbgdpl-paper")()
    book = load_workbook(BytesIO(view(province, "pbgdpl-report.xlsx")()))
    assert book.sheetnames[1:] == ["Ước tính", "_meta"]


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_period_that_goes_on_is_called_so(section, unit, monkeypatch, days):
    item = report(unit)
    day = item.period().last + timedelta(days=days)
    monkeypatch.setattr(report_notes, "today", lambda: day)
    assert ("kỳ báo cáo chưa kết thúc" in pdf_text(item)) is (days < 1)


def test_signs_that_files_cannot_hold_are_left_out(section, unit):
    item = report(unit)
    correct(item, "ket_qua.tai_lieu", actual=5, note="Theo\ufffe sổ")
    for kind in ("pdf", "docx", "xlsx"):
        assert view(item, f"pbgdpl-report.{kind}", maker="Vì\uffff A", head="\ud800")()
    table = xlsx_writer.workbook("x", "\ufffe", "", ["\uffff"], [["a\ud800\x00b"]])
    assert load_workbook(BytesIO(table)).active["A5"].value == "ab"


def pdf_text(item, **typed):
    pages = PdfReader(BytesIO(view(item, "pbgdpl-report.pdf", **typed)())).pages
    assert len(pages) == 1, "a shipped form has room on one page"
    return " ".join(pages[0].extract_text().split())


def test_a_form_of_several_rows_has_room_on_one_page(section, unit):
    assert "Tuyên truyền viên pháp luật" in pdf_text(report(unit, code=PEOPLE))


def test_paper_is_for_the_office(section, unit):
    item = report(unit)
    with api.env.adopt_roles(["Anonymous"]):
        for name in ("paper", "report.pdf", "report.docx", "report.xlsx"):
            with pytest.raises(Exception, match="office"):
                view(item, f"pbgdpl-{name}")()
