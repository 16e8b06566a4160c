"""Words by which somebody may be known: found in all spellings, and nothing else taken for them."""

from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from sonla.pbgdpl.core.html import replace_in_html
from sonla.pbgdpl.core.html import running_text
from sonla.pbgdpl.core.vietnamese.private_words import find_private_words
from sonla.pbgdpl.core.vietnamese.private_words import KINDS
from sonla.pbgdpl.core.vietnamese.private_words import OMITTED
from sonla.pbgdpl.core.vietnamese.private_words import replace_spans

import pytest
import sys
import unicodedata

FOUND = [
    ("số căn cước 014000000123 của tôi", "identity", "014000000123"),
    ("CCCD: 014 000 000 123", "identity", "014 000 000 123"),
    ("CCCD014.000.000.123", "identity", "014.000.000.123"),
    ("số 0140 0000 0123.", "identity", "0140 0000 0123"),
    ("số 014000\u00ad000123", "identity", "014000\u00ad000123"),
    ("số 014\u200c000\u200d000\t123", "identity", "014\u200c000\u200d000\t123"),
    ("căn cước 014000000123 đồng thời", "identity", "014000000123"),
    ("căn cước 014000000123 Triệu Mẫu", "identity", "014000000123"),
    ("CCCD: 140 920 012 345 nhé", "identity", "140 920 012 345"),
    ("số 140 920 012 345 nhé", "identity", "140 920 012 345"),
    ("số 014092\n007777", "identity", "014092\n007777"),
    ("số 014092007\n777", "identity", "014092007\n777"),
    ("số 014/092/007/777", "identity", "014/092/007/777"),
    ("Căn cước số 140,920,012,345", "identity", "140,920,012,345"),
    ("cmnd 050/123/456", "identity", "050/123/456"),
    ("CMND: 150·123·456", "identity", "150·123·456"),
    ("gọi 0900/000/000", "phone", "0900/000/000"),
    ("gọi 0900,000,000", "phone", "0900,000,000"),
    ("gọi 0900 · 000 · 000", "phone", "0900 · 000 · 000"),
    ("gọi 09—00—00—00—00", "phone", "09—00—00—00—00"),
    ("gọi 0900\r\n000000", "phone", "0900\r\n000000"),
    ("gọi +84/900/000/000", "phone", "+84/900/000/000"),
    ("gọi 0900 000 000, 15 giờ", "phone", "0900 000 000"),
    ("gọi 0900000000\n15 hộ", "phone", "0900000000"),
    ("chứng minh 050123456, cấp năm 2009", "identity", "050123456"),
    ("cmnd 050 123 456", "identity", "050 123 456"),
    ("cmnd 050.123.456", "identity", "050.123.456"),
    ("gọi 0900 000 000 nhé", "phone", "0900 000 000"),
    ("đt0900000000", "phone", "0900000000"),
    ("gọi 0900.000.000", "phone", "0900.000.000"),
    ("gọi 0900-000-000.", "phone", "0900-000-000"),
    ("gọi +84 900 000 000", "phone", "+84 900 000 000"),
    ("gọi (+84)900000000", "phone", "(+84)900000000"),
    ("gọi 84900000000", "phone", "84900000000"),
    ("gọi 0 9 0 0 0 0 0 0 0 0", "phone", "0 9 0 0 0 0 0 0 0 0"),
    ("gọi ０９０００００００0", "phone", "０９０００００００0"),
    ("máy bàn (0212) 3000 000", "phone", "(0212) 3000 000"),
    ("máy bàn 0212.3.000.000", "phone", "0212.3.000.000"),
    ("thư: lo.van.mau@example.org.", "email", "lo.van.mau@example.org"),
    ("LO_MAU @ Example.org", "email", "LO_MAU @ Example.org"),
    ("lo.mau＠example.org", "email", "lo.mau＠example.org"),
    ("lo\u200b.mau@exam\u2060ple.org", "email", "lo\u200b.mau@exam\u2060ple.org"),
    ("Tôi là Lò V\u200băn Mẫu", "name", "Lò V\u200băn Mẫu"),
    ("ông \u200bLò \u2060Văn Mẫu", "name", "Lò \u2060Văn Mẫu"),
    ("Tôi là Lò Văn Mẫu, ở bản", "name", "Lò Văn Mẫu"),
    ("tôi tên là: Giàng A Mẫu", "name", "Giàng A Mẫu"),
    ("Họ và tên: Hạng Thị Mẫu", "name", "Hạng Thị Mẫu"),
    ("Từ tháng 9, ông Quàng Văn Mẫu rào lối đi", "name", "Quàng Văn Mẫu"),
    ("Ông/bà Quàng Thị Mẫu", "name", "Quàng Thị Mẫu"),
    ("anh Vàng A Mẫu đòi tiền", "name", "Vàng A Mẫu"),
    ("chị Lý Mẫu đòi tiền", "name", "Lý Mẫu"),
    ("bị ông Páo rào mất lối đi", "name", "Páo"),
    ("vay của chị Mẩy, chưa trả", "name", "Mẩy"),
    ("chồng tôi là Bàn Văn Mẫu", "name", "Bàn Văn Mẫu"),
    ("hàng xóm Quàng Văn Mẫu lấn đất", "name", "Quàng Văn Mẫu"),
    ("TÔI LÀ LÒ VĂN MẪU, Ở BẢN MẪU", "name", "LÒ VĂN MẪU"),
    ("ông LÒ VĂN MẪU lấn đất", "name", "LÒ VĂN MẪU"),
    ("toi la Lo Van Mau o ban", "name", "Lo Van Mau"),
    ("ông lò văn mẫu lấn đất", "name", "lò văn mẫu"),
    ("ong lo van mau lan dat", "name", "lo van mau"),
]
"""Text, kind and what is marked in it; all people and numbers are invented."""

NOTHING = [
    "Ông Chủ tịch Ủy ban nhân dân xã không cấp giấy",
    "Ủy ban Nhân dân xã và Công an xã đã hòa giải",
    "anh Công An xã bảo tôi lên Tòa án Nhân dân tỉnh Sơn La",
    "Phòng Văn Hóa và Nhà Văn Hóa bản, thị trấn Thị Xã cũ",
    "theo Luật 31/2024/QH15, Nghị định 101/2024/NĐ-CP ngày 29/07/2024",
    "từ ngày 01-12-2026 đến 05.12.2026, các năm 2020 2021 2022",
    "phạt 5.000.000 đồng, đòi 1.200.000.000 đ, nợ 500.000.000, vay 500000000 đồng",
    "150 123 456 789 012 và 1 2 3 4 5 6 7 8 9 1 2 3 4 5",
    "Luật 31/2024/QH15, 27/2024/QH15; Nghị định 09/2020, 101/2024, 102/2024",
    "ngày 01/02/2026, 05/03/2026, 15 giờ 02/03/2026\n15 hộ, từ 09/2020, 1234567",
    "đòi 1,200,000, 500,000,000 và 140,920,012,345; 84,900,000,000 đồng",
    "thửa 03, 05, 07, 08, 09; khoản 1,2,3,4,5,6,7,8,9; năm 2020/2021/2022",
    "gọi 111, 113, 114, 115 hay 1900 9068",
    "ông Chủ nhà, bà Trưởng bản, bác Sĩ, cô Giáo và Bác Hồ",
    "Ông Bà nội, anh Em trai và cô Chú tôi",
    "ông A bán đất cho bà B, cháu C làm chứng",
    "mã số thuế 0101234567, thửa 123, tờ bản đồ 45, 12.500 m2",
    "Con tôi đi làm nương từ năm 15 tuổi, khi nào được đăng ký kết hôn?",
    "CON TÔI 15 TUỔI, KHI NÀO ĐƯỢC ĐĂNG KÝ KẾT HÔN? TÔI LÀ NGƯỜI DÂN",
    "Tên Của Tôi Là Bí Mật, Con Tôi Đi Học",
    "a@b, @nhom, 50% @ 3",
]
"""Sentences in which nobody is named."""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_what_tells_of_somebody_is_found(text, kind, words, form):
    text, words = unicodedata.normalize(form, text), unicodedata.normalize(form, words)
    assert [(one.kind, one.text) for one in find_private_words(text)] == [(kind, words)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", NOTHING)
def test_what_tells_of_nobody_is_left(text, form):
    assert find_private_words(unicodedata.normalize(form, text)) == []


def test_spellings_of_one_number_or_name_are_one():
    def keys(text):
        return {one.key for one in find_private_words(text)}

    assert len(keys("0900 000 000, +84 900.000.000, 84900000000")) == 1
    assert len(keys("014000000123 hay 014 000 000 123; 014/000/000/123")) == 1
    assert len(keys("Mau@Example.org, mau @ example.org; m\u200bau＠example.org")) == 1
    assert len(keys("ông Lò Văn Mẫu; bà Lò V\u200băn Mẫu")) == 1
    assert len(keys("ông Lò Văn Hoà; bà LÒ VĂN HÒA; anh Lò Văn Hòa")) == 1


SPEAKING = st.sampled_from(
    [
        *(one[0] for one in FOUND),
        *NOTHING,
        " ",
        "\n",
        ".",
        "(",
        "+",
        "[…1]",
        "ông ",
        "09",
    ]
)
TEXTS = st.lists(st.one_of(SPEAKING, st.text(max_size=12)), max_size=8).map("".join)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC"]))
@example("+", "NFC")
@example("ông\nLò Văn Mẫu 09", "NFC")
def test_marks_of_any_text_stand_where_they_say(text, form):
    text = unicodedata.normalize(form, text)
    end = 0
    for mark in find_private_words(text):
        assert mark.start >= end and mark.end > mark.start
        assert text[mark.start : mark.end] == mark.text
        assert mark.kind in KINDS and mark.key.startswith(f"{mark.kind}:")
        end = mark.end


@given(TEXTS)
def test_what_was_left_out_of_any_text_is_gone(text):
    marks = find_private_words(text)
    spans = ((one.start, one.end, OMITTED) for one in marks)
    left = {one.key for one in find_private_words(replace_spans(text, spans))}
    numbers = {one.key for one in marks if one.kind in ("identity", "phone")}
    assert not numbers & left


@pytest.mark.parametrize(
    "part",
    [
        "0 ",
        "1",
        "09 ",
        "0/",
        "09\n",
        "1,",
        "015,",
        "150 ",
        "cmnd 1/",
        "a\u200b",
        "1.2-",
        "a",
        "a@",
        "@.",
        "Ông ",
        "ông Lò Văn ",
        "LÒ VĂN ",
    ],
)
def test_the_longest_question_costs_no_more_than_its_length(part):
    """Steps of the interpreter, which a busy machine doesn't change."""

    def steps(length):
        count = 0

        def note(frame, event, _arg):
            nonlocal count
            count += 1
            return note

        text = (part * length)[:length]
        before = sys.gettrace()
        sys.settrace(note)
        try:
            find_private_words(text)
        finally:
            sys.settrace(before)
        return count

    steps(100)
    assert steps(4000) <= 4.6 * steps(1000) + 2000


HTML = [
    ("<p>Gọi 0900 000 000 nhé</p>", "<p>Gọi X nhé</p>"),
    ("<p>Gọi <b>0900</b> 000 <i>000</i> nhé</p>", "<p>Gọi <b>X</b><i></i> nhé</p>"),
    ("<p>Gọi 0900&nbsp;000&nbsp;000 &amp; chờ</p>", "<p>Gọi X &amp; chờ</p>"),
    ("<p>0900</p><p>000 000</p>", "<p>0900</p><p>000 000</p>"),
    (
        '<a href="tel:0900000000">0900 000 000</a> <a href="/x">y</a>',
        '<a>X</a> <a href="/x">y</a>',
    ),
    (
        '<a class="b" HREF=\'mailto:mau%40example.org\' target="x">y</a>',
        '<a class="b" target="x">y</a>',
    ),
    (
        '<a href="https://zalo.me/0900000000" title="0900&#x20;000 000">y</a>',
        "<a>y</a>",
    ),
    (
        '<img src="/a/0900000000" alt="Số 0900 000 000" data-uid="014000000123"/>',
        '<img src="/a/0900000000" data-uid="014000000123"/>',
    ),
    ("<b aria-label=014000000123>y</b>", "<b>y</b>"),
    (
        '<a href="../resolveuid/050123456">y</a>',
        '<a href="../resolveuid/050123456">y</a>',
    ),
    ("<p>a &lt; b, 0900000000 < 5", "<p>a &lt; b, X &lt; 5"),
]


@pytest.mark.parametrize(("html", "expected"), HTML)
def test_words_of_html_are_replaced_and_its_tags_stay(html, expected):
    def find(text):
        return [(one.start, one.end, "X") for one in find_private_words(text)]

    assert replace_in_html(html, find, lambda tag: bool(find(tag))) == expected


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "a", " ", "09", "&amp;", "<", ">"]
        ),
        max_size=12,
    ).map("".join)
)
def test_html_in_which_nothing_is_found_stays_as_it_is(html):
    assert replace_in_html(html, lambda text: ()) == html
    assert replace_spans(running_text(html), ()) == running_text(html)
