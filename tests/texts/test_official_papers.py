"""A .docx as offices write it has its title in bold lines, and its facts in a head."""

from datetime import date
from sonla.pbgdpl.texts.word_files import read_word
from word_papers import docx
from word_papers import head
from word_papers import line
from word_papers import MOTTO
from word_papers import title

import pytest

TEXT = line("Căn cứ kế hoạch của tỉnh, phòng hướng dẫn các bản như sau.")
PLAN = title("KẾ HOẠCH") + title("Tuyên truyền Luật Đất đai")
NAMED = "Kế hoạch tuyên truyền Luật Đất đai"
GUIDE = head("12/HD-STP") + title("HƯỚNG DẪN") + title("Về hòa giải")


def read(*parts):
    return read_word(docx(*parts, TEXT), "ten-tep.docx")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (title("Bà con cần biết gì"), "Bà con cần biết gì"),
        (title("10 điều cần biết"), "10 điều cần biết"),
        (line("TUYÊN TRUYỀN Ở BẢN", bold=True), "TUYÊN TRUYỀN Ở BẢN"),
        (line("Tuyên truyền", bold=True, capitals=True), "Tuyên truyền"),
        (line("") + title("Hai") + line("") + title("dòng"), "Hai dòng"),
        (PLAN, NAMED),
        # what follows the title: who decides, the first part of the text
        (PLAN + title("CHỦ TỊCH ỦY BAN NHÂN DÂN"), NAMED),
        (PLAN + title("I. Mục đích"), NAMED),
        (title("NGHỊ QUYẾT") + title("Chương I"), "NGHỊ QUYẾT"),
        (GUIDE + line("-----"), "Hướng dẫn về hòa giải"),
        (title("GIỚI THIỆU") + title("Luật Mẫu"), "Giới thiệu Luật Mẫu"),
        (MOTTO + title("QUYẾT ĐỊNH"), "QUYẾT ĐỊNH"),
        (head("7/PTP", about="V/v tuyên truyền ở bản"), "Tuyên truyền ở bản"),
        (title("Hội nghị") + line("Ngày 5 tháng 3 năm 2026"), "Hội nghị"),
        # no title: the name of the file
        ("", "ten-tep"),
        (line("Chỉ đậm", bold=True), "ten-tep"),
        (line("CHỈ CHỮ HOA"), "ten-tep"),
        (line("Chỉ ở giữa", centred=True), "ten-tep"),
        (title("dài " * 80), "ten-tep"),
        (line("Mở đầu.") + title("Mục I"), "ten-tep"),
    ],
)
def test_a_title_is_told_by_its_looks(parts, found):
    assert read(parts).title == found


def test_what_became_the_title_leaves_the_body():
    html = read(GUIDE).html
    assert "HƯỚNG DẪN" not in html and "Về hòa giải" not in html
    assert "Số: 12/HD-STP" in html and "Căn cứ kế hoạch" in html


def test_lines_of_a_heading_stay_where_it_has_a_style():
    style = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Kế hoạch năm</w:t></w:r></w:p>'
    text = read(style, title("Mục đích"))
    assert (text.title, "Mục đích" in text.html) == ("Kế hoạch năm", True)


DAY = date(2026, 3, 5)
OFFICE = line("UBND TỈNH") + title("SỞ MẪU") + line("Số: 12/QĐ-UBND")
COMMUNE = title("ỦY BAN NHÂN DÂN") + title("XÃ MẪU") + line("Số: 12/QĐ-UBND")
CITED = line("Quyết định số 218/QĐ-UBND ngày 30/01/2020 của UBND tỉnh.")


@pytest.mark.parametrize(
    ("parts", "facts"),
    [
        (GUIDE, ("12/HD-STP", "huong-dan", "Sở Tư pháp", DAY)),
        (head("7/KH-PTP"), ("7/KH-PTP", "ke-hoach", "PHÒNG TƯ PHÁP", DAY)),
        (OFFICE + MOTTO, ("12/QĐ-UBND", "quyet-dinh", "SỞ MẪU", None)),
        (COMMUNE + MOTTO, ("12/QĐ-UBND", "quyet-dinh", "ỦY BAN NHÂN DÂN XÃ MẪU", None)),
        (head("     /KH-PTP"), None),
        (title("Tin") + CITED, None),
    ],
)
def test_a_head_names_the_paper(parts, facts):
    found = read(parts).facts
    assert (tuple(vars(found).values()) if found else None) == facts
