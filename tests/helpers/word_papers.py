"""Word files as offices write them, made of a few lines."""

from io import BytesIO
from sonla.pbgdpl.texts.word_paragraphs import BODY
from zipfile import ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WHERE = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)


def run(words, looks=""):
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def numbered(num, level, words):
    """Return what is in a paragraph of a list of Word's own."""
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num}"/>'
    return f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>{run(words)}"


def level(at, form, text):
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="7">
{level(0, "decimal", "Câu %1.")}{level(1, "upperLetter", "%2.")}{level(2, "bullet", "•")}
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">{level(0, "lowerLetter", "%1)")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def line(words, bold=False, centred=False, capitals=False):
    look = "<w:b/>" * bold + "<w:caps/>" * capitals
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' * centred
    return f'<w:p>{place}<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def title(words, **looks):
    return line(words, bold=True, centred=True, **looks)


def cells(*contents):
    return f"<w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in contents)}</w:tr>"


def docx(*parts, kind=""):
    made = BytesIO()
    with ZipFile(made, "w") as package:
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{WHERE}"><Relationship Id="a" Type="{KIND}" Target="{BODY}"/></Relationships>',
        )
        package.writestr("[Content_Types].xml", f"<Types>{kind}</Types>")
        package.writestr("word/numbering.xml", NUMBERING)
        body = "".join(parts)
        package.writestr(
            BODY, f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
    return made.getvalue()


MOTTO = title("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + title(
    "Độc lập - Tự do - Hạnh phúc"
)


def head(number, issuer="PHÒNG TƯ PHÁP", about=""):
    return (
        "<w:tbl>"
        + cells(line("UBND XÃ MẪU") + title(issuer), MOTTO)
        + cells(
            line(f"Số: {number}") + line(about),
            line("Xã Mẫu, ngày 05 tháng 3 năm 2026", centred=True),
        )
        + "</w:tbl>"
    )
