"""What office programs and chats copy becomes what an author would have written."""

from authored_pages import assert_authored
from growth import grows_at
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pathlib import Path
from sonla.pbgdpl.markup.authored import clean
from sonla.pbgdpl.markup.office.conversion import from_office

import pytest
import re

CLIPBOARDS = Path(__file__).parents[1] / "clipboards"
NAMES = sorted(one.stem for one in CLIPBOARDS.glob("*.html"))
TABLE = (
    '<table><thead><tr><th scope="col">Xã</th><th scope="col">Số buổi</th></tr></thead>'
    "<tbody><tr><td>Chiềng Mai</td><td>12</td></tr></tbody></table>"
)
LIST = "<ul><li>Chuẩn bị hồ sơ<ul><li>Đơn đăng ký</li></ul></li><li>Nộp hồ sơ</li></ul>"


def clip(name):
    return (CLIPBOARDS / f"{name}.html").read_text("utf-8", newline="")


def word(paragraphs):
    return clean(f"<p class=MsoNormal>Đầu</p>\n{paragraphs}")


def item(
    text, marker="·", level=1, in_list="l0", font="Symbol", named="MsoListParagraph"
):
    return (
        f"<p class={named} style='mso-list:{in_list} level{level} lfo1'><![if !supportLists]>"
        f"<span style='font-family:{font}'><span style='mso-list:Ignore'>{marker}"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
        f"<![endif]>{text}<o:p></o:p></p>"
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_program_is_left(name):
    cleaned = clean(clip(name))
    assert_authored(cleaned.html)
    assert not re.search(
        r"style|class|mso|<o:|v:shape|<span|<font|<div|file:|lang=|&nbsp;|<xml|\[if|<meta",
        cleaned.html,
        re.IGNORECASE,
    )
    assert not re.search(r"<(p|li|td|h\d|strong|b|sup)>\s*</\1>", cleaned.html)
    again = clean(cleaned.html)
    assert (again.html, again.removed) == (cleaned.html, ())


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"zalo-web"}))
def test_tables_have_head_cells(name):
    assert TABLE in clean(clip(name)).html


@pytest.mark.parametrize("name", ["word", "google-docs"])
def test_headings_begin_below_the_title_of_the_page_and_skip_no_level(name):
    html = clean(clip(name)).html
    assert re.findall(r"<h\d>.*?</h\d>", html) == [
        "<h2>Kế hoạch tuyên truyền</h2>",
        "<h3>I. Mục đích</h3>",
        "<h4>1. Việc phải làm</h4>",
    ]
    assert LIST in html


def test_headings_of_libreoffice_and_its_list():
    html = clean(clip("libreoffice-writer")).html
    assert html.startswith("<h2>Tuyên truyền Luật Đất đai</h2>\n<h3>I. Mục đích</h3>")
    assert "<h4>1. Nội dung</h4>" in html
    assert "<li>Thời hạn <ul><li>Mười ngày</li></ul></li>" in html


def test_ordered_lists_keep_their_levels_letters_and_beginnings():
    html = clean(clip("word")).html
    assert (
        '<ol><li>Ghi đơn<ol type="a"><li>Ghi tên</li><li>Ghi thửa đất</li></ol></li>'
        "<li>Nộp tại Ủy ban nhân dân xã</li></ol>"
    ) in html
    parted = word(item("a", "1.") + "<p class=MsoNormal>giữa</p>" + item("b", "2."))
    assert (
        '<ol><li>a</li></ol>\n<p>giữa</p>\n<ol start="2"><li>b</li></ol>' in parted.html
    )
    assert (
        "<li>a</li></ol>\n<ol><li>b</li>"
        in word(item("a", "1.") + item("b", "1.")).html
    )


@pytest.mark.parametrize("typed", ["1.1.", "đ)", "Điều 5.", "Chương I", "A.1"])
def test_numbers_that_html_would_count_otherwise_stay_typed(typed):
    assert f"<p>{typed} Nội dung</p>" in word(item("Nội dung", typed)).html


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("-", "<ul><li>"),
        ("+", "<ul><li>"),
        ("\uf0b7", "<ul><li>"),
        ("o", "<ul><li>"),
        ("(3)", '<ol start="3"><li>'),
        ("b)", '<ol type="a" start="2"><li>'),
        ("IV.", '<ol type="I" start="4"><li>'),
    ],
)
def test_bullets_and_numbers_are_told_apart(typed, opened):
    assert f"{opened}Nội dung</li>" in word(item("Nội dung", typed)).html


def test_a_list_that_lost_its_styles_is_still_one():
    """So TinyMCE leaves it where it pastes by itself."""
    gap = "&nbsp;&nbsp;&nbsp;&nbsp; "
    html = word(
        f'<p class="MsoListParagraph">·{gap}Một</p><p class="MsoListParagraph">·{gap}Hai</p>'
    ).html
    assert "<ul><li>Một</li><li>Hai</li></ul>" in html


def test_words_keep_what_their_styles_say():
    html = clean(clip("google-docs")).html
    assert (
        "<p>Bà con cần biết <strong>quyền</strong> và <em>nghĩa vụ</em>, <s>không</s>"
        " 10 m<sup>2</sup>.</p>"
    ) in html
    assert '<a href="https://vbpl.vn/">văn bản</a>' in html


@pytest.mark.parametrize("name", ["word", "libreoffice-writer"])
def test_notes_stand_at_the_end_and_lead_back(name):
    html = clean(clip(name)).html
    refs = re.findall(r'<sup><a href="#([\w-]+)" id="([\w-]+)">\[\d\]</a></sup>', html)
    assert refs
    for note, ref in refs:
        assert re.search(rf'<li id="{note}">\S[^<]+<a href="#{ref}">↑</a></li>', html)
    assert html.rindex("<hr>") < html.index(f'<li id="{refs[0][0]}">')
    assert html.count("Điều 26 Luật Đất đai năm 2024.") == 1


def test_a_note_that_was_not_copied_leaves_its_number():
    link = "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span>[1]</span></a>"
    assert word(f"<p class=MsoNormal>Luật{link} mới</p>").html.endswith(
        "<p>Luật<sup>[1]</sup> mới</p>"
    )


def test_notes_of_two_pastes_in_one_text_keep_apart():
    first = clean(clip("word")).html
    both = clean(first + clip("libreoffice-writer")).html
    ids = re.findall(r'id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 6


def test_what_word_lost_is_told_with_its_place():
    removed = [(one.kind, one.what, one.after) for one in clean(clip("word")).removed]
    before = "Xem văn bản và"
    assert [one[:2] for one in removed] == [
        ("change", "ins"),
        ("change", "del"),
        ("address", "file:///C:\\Users\\canbo\\Documents\\ke-hoach.docx"),
        ("pasted", ""),
    ]
    assert removed[2][2].endswith(before)
    assert "Vàng A Sếnh phụ trách" in clean(clip("word")).html
    assert "Sùng" not in clean(clip("word")).html


def test_remarks_are_left_out_and_told():
    remark = (
        "<p class=MsoNormal>Mời <a style='mso-comment-reference:L_1'>bà con</a><span"
        " class=MsoCommentReference><span><a class=msocomanchor id='_anchor_1'"
        " href='#_msocom_1' name='_msoanchor_1'>[L1]</a></span></span> đến</p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'>"
        "<p class=MsoCommentText>Sửa lại</p></div></div>"
    )
    cleaned = word(remark)
    assert cleaned.html.endswith("<p>Mời bà con đến</p>")
    assert [(one.kind, one.after) for one in cleaned.removed] == [
        ("remark", "Đầu Mời bà con")
    ]


def test_lines_of_a_chat_are_paragraphs():
    cleaned = clean(clip("zalo-web"))
    assert cleaned.html.startswith(
        "<p>Ngày mai họp bản, mời bà con.<br>8 giờ tại nhà văn hóa. /-strong</p>\n"
        '<p>Nội dung: <b>Luật Đất đai</b>, xem <a href="https://vbpl.vn/"'
    )
    assert [one.kind for one in cleaned.removed] == ["pasted"]


def test_a_table_without_lines_has_no_head():
    """Official letters begin with one: the office on the left, the motto on the right."""
    rows = "<tr><td><b>UBND TỈNH</b></td><td><b>CỘNG HÒA</b></td></tr><tr><td>Số</td><td>Ngày</td></tr>"
    table = f"<table class=MsoNormalTable border=0>{rows}</table>"
    assert "<th" not in word(table).html
    assert "<th" in word(table.replace("border=0", "border=1")).html


def test_what_the_editor_made_stays_beside_a_paste():
    own = '<img class="image-richtext picture-variant-large" src="resolveuid/0a/@@images/image/large" alt="x" data-val="0a">'
    assert f"<p>{own}</p>" in word(f"<p>{own}</p>").html.replace("\n", "")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Lãi suất 3pt, margin: 2cm</p>",
        '<p style="padding-left: 40px;">a</p>',
        "<ol><li>a</li></ol><h4>b</h4>",
    ],
)
def test_what_no_program_wrote_is_left_alone(html):
    assert from_office(html) == (html, [])


PIECES = st.sampled_from(
    [
        *(re.findall(r"<[^>]+>", clip("word"))[:400]),
        *(re.findall(r"<[^>]+>", clip("google-docs"))),
        "chữ",
        "1.&nbsp;&nbsp; ",
        "<![endif]>",
        "<!--[if gte vml 1]>",
        "<table><tr><td>",
        "</table>",
        "<script>alert(1)</script>",
        "<p class=MsoListParagraph>",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_left_of_a_clip_ends_clean_and_stays_so(markup):
    once = clean(markup)
    assert_authored(once.html)
    again = clean(once.html)
    assert (again.html, again.removed) == (once.html, ())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "<b>",
                "<i>",
                "<div>",
                "<br>",
                "<span>",
                "</p>",
                "</b>",
                "</div>",
                "một ",
                "hai",
                "<ul><li>",
                "</ul>",
            ]
        ),
        max_size=20,
    )
)
def test_no_word_is_lost(pieces):
    markup = "<p class=MsoNormal>" + "".join(pieces)
    said = re.sub(r"<[^>]+>|\s", "", markup)
    assert re.sub(r"<[^>]+>|\s", "", clean(markup).html) == said


def test_a_deep_or_long_paste_loses_no_word_and_takes_as_long_as_it_is():
    deep = "<div>" * 3000 + "sâu" + "</div>" * 3000
    assert "sâu" in word(deep).html
    long = item("Nội dung rất dài " * 8)
    assert word(long * 2000).html.count("<li>") == 2000
    assert not grows_at(word, lambda size: long * size, 2000)
