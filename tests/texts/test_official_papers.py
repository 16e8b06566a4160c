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


def read(*parts):
    return read_word(docx(*parts, TEXT), "ten-tep.docx")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([title("Bà con cần biết gì")], "Bà con cần biết gì"),
        ([line("TUYÊN TRUYỀN Ở BẢN", bold=True)], "TUYÊN TRUYỀN Ở BẢN"),
        ([line("Tuyên truyền", bold=True, capitals=True)], "Tuyên truyền"),
        ([line(""), title("Hai"), line(""), title("dòng")], "Hai dòng"),
        (
            [title("KẾ HOẠCH"), title("Tuyên truyền Luật Đất đai")],
            "Kế hoạch tuyên truyền Luật Đất đai",
        ),
        (
            [
                head("12/HD-STP"),
                title("HƯỚNG DẪN"),
                title("Về hòa giải"),
                line("-----"),
            ],
            "Hướng dẫn về hòa giải",
        ),
        ([MOTTO, title("QUYẾT ĐỊNH")], "QUYẾT ĐỊNH"),
        ([head("7/PTP", about="V/v tuyên truyền ở bản")], "Tuyên truyền ở bản"),
        ([title("Hội nghị"), line("Ngày 5 tháng 3 năm 2026")], "Hội nghị"),
        # no title: the name of the file
        ([], "ten-tep"),
        ([line("Chỉ đậm", bold=True)], "ten-tep"),
        ([line("CHỈ CHỮ HOA")], "ten-tep"),
        ([line("Chỉ ở giữa", centred=True)], "ten-tep"),
        ([title("dài " * 80)], "ten-tep"),
        ([line("Mở đầu."), title("Mục I")], "ten-tep"),
    ],
)
def test_a_title_is_told_by_its_looks(parts, found):
    assert read(*parts).title == found


def test_what_became_the_title_leaves_the_body():
    text = read(head("12/HD-STP"), title("HƯỚNG DẪN"), title("Về hòa giải"))
    assert "HƯỚNG DẪN" not in text.html and "Về hòa giải" not in text.html
    assert "Số: 12/HD-STP" in text.html and "Căn cứ kế hoạch" in text.html


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("12/HD-STP", ("12/HD-STP", "huong-dan", "Sở Tư pháp", date(2026, 3, 5))),
        ("7/KH-PTP", ("7/KH-PTP", "ke-hoach", "PHÒNG TƯ PHÁP", date(2026, 3, 5))),
        ("     /KH-PTP", None),
    ],
)
def test_a_head_names_the_paper(number, facts):
    found = read(head(number)).facts
    assert (tuple(vars(found).values()) if found else None) == facts


def test_lines_of_a_heading_stay_where_it_has_a_style():
    shown = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Kế hoạch năm</w:t></w:r></w:p>'
    text = read(shown, title("Mục đích"))
    assert (text.title, "Mục đích" in text.html) == ("Kế hoạch năm", True)


@pytest.mark.parametrize(
    ("above", "issuer"),
    [
        (title("ỦY BAN NHÂN DÂN") + title("XÃ MẪU"), "ỦY BAN NHÂN DÂN XÃ MẪU"),
        (line("UBND TỈNH") + title("SỞ MẪU"), "SỞ MẪU"),
        (line("UBND XÃ MẪU"), "UBND XÃ MẪU"),
    ],
)
def test_who_issued_it_stands_above_its_number(above, issuer):
    found = read(above, line("Số: 12/QĐ-UBND"), MOTTO).facts
    assert (found.number, found.issuer) == ("12/QĐ-UBND", issuer)


def test_numbers_in_the_text_are_not_its_own():
    said = line("Quyết định số 218/QĐ-UBND ngày 30/01/2020 của UBND tỉnh.")
    assert read(title("Tin"), said).facts is None
