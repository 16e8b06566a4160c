"""A .docx is read whole, or refused with what to do; nothing of it runs."""

from io import BytesIO
from pathlib import Path
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.texts import word_files
from sonla.pbgdpl.texts import word_limits
from sonla.pbgdpl.texts.word_files import BODY
from sonla.pbgdpl.texts.word_files import read_word
from word_papers import docx
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import pytest
import re

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FILE = Path(__file__).parent / "word_files" / "ke-hoach.docx"
with ZipFile(FILE) as source:
    PARTS = {part.filename: source.read(part) for part in source.infolist()}
DRAWING = re.search(r"<w:drawing>.*?</w:drawing>", PARTS[BODY].decode(), re.DOTALL)[0]


def package(**changes):
    """Return the file with parts put in the place of its own; None leaves one out."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name, content in {**PARTS, **changes}.items():
            if content is not None:
                target.writestr(name, content)
    return made.getvalue()


def with_body(change):
    return package(**{BODY: change(PARTS[BODY].decode()).encode()})


def after_words(addition):
    """Return the file with more at the end of its first paragraph of plain text."""
    end = "của mình.</w:t></w:r>"
    return with_body(lambda body: body.replace(end, end + addition))


def after_paragraphs(addition):
    """Return the file with more behind its paragraphs."""
    return with_body(lambda body: body.replace("<w:sectPr", f"{addition}<w:sectPr", 1))


def nested(*names, times):
    """Return elements in each other."""
    return (
        "".join(f"<{name}>" for name in names) * times
        + "<w:p><w:r><w:t>Trong</w:t></w:r></w:p>"
        + "".join(f"</{name}>" for name in reversed(names)) * times
    )


def test_a_style_map_within_a_file_is_not_read():
    content = package(**{"mammoth/style-map": "p => " + "h1 > " * 9_999 + "h1"})
    assert read_word(content, "a.docx") == read_word(FILE.read_bytes(), "a.docx")


def test_a_file_becomes_title_and_body():
    text = read_word(FILE.read_bytes(), "ke-hoach.docx")
    assert text.title == "Tuyên truyền Luật Đất đai"
    assert text.html.startswith(
        "<h2>I. Mục đích</h2>\n<p>Bà con cần biết <strong>quyền</strong>"
    )
    assert "<h3>1. Nội dung</h3>" in text.html
    assert (
        "<ul><li>Hồ sơ</li><li>Thời hạn<ul><li>Mười ngày</li></ul></li></ul>"
        in text.html
    )
    assert '<th scope="col">Số buổi</th>' in text.html
    assert re.search(
        '<img alt="Bà con nghe" src="data:image/png;base64,[^"]+">', text.html
    )
    assert (
        '<li id="footnote-2">Điều 26 Luật Đất đai năm 2024. <a href="#footnote-ref-2">'
        in text.html
    )
    assert text.removed == ()


def test_a_picture_in_the_title_is_not_lost():
    shown = f"<w:r>{DRAWING}</w:r></w:p>"
    text = read_word(with_body(lambda body: body.replace("</w:p>", shown, 1)), "a.docx")
    assert text.title == "Tuyên truyền Luật Đất đai"
    assert text.html.count("<img") == 2


def test_a_file_without_a_title_has_its_name():
    untitled = with_body(lambda body: re.sub(r"<w:p>.*?</w:p>", "", body, count=1))
    text = read_word(untitled, "C:\\Users\\canbo\\Kế hoạch 12.docx")
    assert text.title == "I. Mục đích"
    two = with_body(
        lambda body: re.sub(r"<w:p>.*?</w:p>", "", body, count=1).replace(
            "Heading2", "Heading1"
        )
    )
    text = read_word(two, "C:\\Users\\canbo\\Kế hoạch 12.docx")
    assert text.title == "Kế hoạch 12"
    assert "<h2>I. Mục đích</h2>" in text.html


def field(kind):
    """Return the begin or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_a_long_file_with_looks_and_fields_of_its_own_everywhere_is_read():
    """How long a text may be doesn't depend on how it looks."""
    look = '<w:rPr><w:rFonts w:ascii="Times"/><w:b/><w:sz w:val="28"/></w:rPr>'
    run = f"<w:r>{look}<w:t>chữ</w:t></w:r>"
    paragraph = f'<w:p><w:pPr><w:jc w:val="both"/></w:pPr>{run * 3}</w:p>'
    number = 300 * 12
    counted = word_limits.XmlMeasure()
    counted.add(
        f'<w:body xmlns:w="{WORD}">{paragraph * number}'
        f"<w:p>{(field('begin') + field('end')) * 100}</w:p></w:body>".encode()
    )
    assert counted.pieces == 2 + number * 7 + 400


def test_a_template_in_a_file_has_notes_of_its_own():
    counted = word_limits.XmlMeasure()
    for _part in range(2):
        counted.add(f'<w:footnoteReference xmlns:w="{WORD}" w:id="1"/>'.encode())
    assert counted.pieces == 2


REFUSED = {
    "text in a part of another name": (
        lambda: package(
            **{
                "_rels/.rels": PARTS["_rels/.rels"].replace(
                    b"document.xml", b"document.bin"
                ),
                "word/document.bin": f'<w:document xmlns:w="{WORD}"><w:body/></w:document>',
            }
        ),
        word_files.MSG_BROKEN,
    ),
    "one note for many references": (
        lambda: after_words('<w:r><w:footnoteReference w:id="2"/></w:r>'),
        word_files.MSG_BROKEN,
    ),
    "one large picture in many places": (
        lambda: package(
            **{
                BODY: PARTS[BODY].replace(DRAWING.encode(), DRAWING.encode() * 50),
                "word/media/image1.png": b"\0" * word_files.MEGABYTE,
            }
        ),
        word_files.MSG_BOMB,
    ),
    "old": (lambda: OLE[0] + b"\0" * 600, word_files.MSG_OLD),
    "encrypted": (
        lambda: OLE[0] + b"\0" * 600 + word_files.ENCRYPTED,
        word_files.MSG_ENCRYPTED,
    ),
    "with macros": (lambda: docx(kind="macroEnabled"), word_files.MSG_OLD),
    "rtf": (lambda: b"{\\rtf1 a}", word_files.MSG_NO_WORD),
    "pdf": (lambda: b"%PDF-1.4", word_files.MSG_NO_WORD),
    "nothing": (lambda: b"", word_files.MSG_NO_WORD),
    "cut": (lambda: FILE.read_bytes()[:4000], word_files.MSG_BROKEN),
    "sheet": (lambda: package(**{BODY: None}), word_files.MSG_NO_WORD),
    "no XML": (lambda: package(**{BODY: b"<w:document"}), word_files.MSG_BROKEN),
    "no styles": (
        lambda: package(**{"word/styles.xml": b"<a/"}),
        word_files.MSG_BROKEN,
    ),
    "no relations": (
        lambda: package(**{"word/_rels/document.xml.rels": None}),
        word_files.MSG_BROKEN,
    ),
    "entities": (
        lambda: package(**{BODY: b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'}),
        word_limits.MSG_DOCUMENT_TYPE,
    ),
    "entities in another encoding": (
        lambda: package(
            **{BODY: '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'.encode("utf-16")}
        ),
        word_limits.MSG_DOCUMENT_TYPE,
    ),
    "deep": (
        lambda: after_paragraphs(nested("w:tbl", "w:tr", "w:tc", times=60)),
        word_limits.MSG_DEEP,
    ),
    "deep by other elements": (
        lambda: after_words(nested("w:smartTag", times=250)),
        word_limits.MSG_DEEP,
    ),
    "many paragraphs": (
        lambda: after_paragraphs("<w:p/>" * word_limits.MAX_PIECES),
        word_limits.MSG_LONG,
    ),
    "wide": (
        lambda: after_words("<w:r/>" * word_limits.MAX_IN_ONE),
        word_limits.MSG_LONG,
    ),
    "open fields": (
        lambda: after_words(field("begin") * (word_limits.MAX_OPEN_FIELDS + 1)),
        word_limits.MSG_FIELDS,
    ),
    "fields whose ends are not read": (
        lambda: after_words(
            f"{field('begin')}<w:del>{field('end')}</w:del>"
            * (word_limits.MAX_OPEN_FIELDS + 1)
        ),
        word_limits.MSG_FIELDS,
    ),
    "full of looks": (
        lambda: after_paragraphs(
            f"<w:p><w:pPr>{'<w:b/>' * 4000}</w:pPr></w:p>"
            * (word_limits.MAX_LOOKS // 4000)
        ),
        word_limits.MSG_LONG,
    ),
    "bomb": (
        lambda: package(
            **{"word/media/a.bin": b"\0" * (word_files.MAX_UNPACKED_SIZE + 1)}
        ),
        word_files.MSG_BOMB,
    ),
    "long part": (
        lambda: package(**{BODY: b" " * (word_files.MAX_XML_SIZE + 1)}),
        word_files.MSG_BOMB,
    ),
    "many parts": (
        lambda: package(**{f"a/{n}": b"" for n in range(word_files.MAX_PARTS)}),
        word_files.MSG_BOMB,
    ),
    "empty": (
        lambda: with_body(
            lambda body: re.sub(
                r"<w:body>.*</w:body>", "<w:body/>", body, flags=re.DOTALL
            )
        ),
        word_files.MSG_EMPTY,
    ),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_do(make, message):
    with pytest.raises(InvalidInput) as refused:
        read_word(make(), "a.docx")
    assert refused.value.message == message


def test_every_cut_of_a_file_is_refused_or_read():
    content = FILE.read_bytes()
    for end in range(0, len(content), 97):
        with pytest.raises(InvalidInput):
            read_word(content[:end], "a.docx")


def test_a_part_that_is_overwritten_is_refused_or_read():
    content = bytearray(FILE.read_bytes())
    for place in range(0, len(content), 61):
        changed = bytes(content[:place]) + b"\xff\xff\xff" + bytes(content[place + 3 :])
        try:
            read_word(changed, "a.docx")
        except InvalidInput:
            continue


def test_macros_stay_behind_and_are_told():
    text = read_word(package(**{"word/vbaProject.bin": OLE[0]}), "a.docx")
    assert [one.kind for one in text.removed] == ["macro"]
    assert "Bà con cần biết" in text.html


def test_tracked_changes_are_taken_as_accepted_and_told():
    who = 'w:id="9" w:author="Lan" w:date="2026-11-20T08:00:00Z"'
    tracked = after_words(
        f"<w:ins {who}><w:r><w:t>THÊM</w:t></w:r></w:ins>"
        f"<w:del {who}><w:r><w:delText>BỎ</w:delText></w:r></w:del>"
    )
    text = read_word(tracked, "a.docx")
    assert "của mình.THÊM</p>" in text.html and "BỎ" not in text.html
    assert [one.kind for one in text.removed] == ["change", "change"]


def test_formulas_and_embedded_sheets_are_told():
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
    text = read_word(after_words(math + "<w:r><w:object /></w:r>"), "a.docx")
    assert {(one.kind, one.what) for one in text.removed} == {
        ("object", "math"),
        ("object", "OLE"),
    }


@pytest.mark.parametrize(("number", "refused"), [(99, False), (300, True)])
def test_a_file_of_hundreds_of_pictures_is_refused_before_anything_is_stored(
    number, refused
):
    many = after_words(f"<w:r>{DRAWING}</w:r>" * (number - 1))
    if not refused:
        assert read_word(many, "a.docx").html.count("<img") == number
        return
    with pytest.raises(InvalidInput) as refusal:
        read_word(many, "a.docx")
    assert refusal.value.message.mapping == {"number": "300", "most": "100"}


def test_a_picture_on_another_host_or_disk_is_not_fetched():
    rels = PARTS["word/_rels/document.xml.rels"].decode()
    outside = rels.replace(
        'Target="media/image1.png"', 'TargetMode="External" Target="file:///etc/passwd"'
    )
    assert outside != rels
    body = PARTS[BODY].decode().replace('r:embed="', 'r:link="')
    content = package(
        **{"word/_rels/document.xml.rels": outside.encode(), BODY: body.encode()}
    )
    html = read_word(content, "a.docx").html
    assert "Bà con cần biết" in html and "data:" not in html


def test_tables_inside_of_tables_are_read():
    deep = (word_limits.MAX_DEPTH - 10) // 3
    text = read_word(
        after_paragraphs(nested("w:tbl", "w:tr", "w:tc", times=deep)), "a.docx"
    )
    assert "Trong" in text.html
