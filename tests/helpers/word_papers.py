"""Word files as offices write them, made of a few lines."""

from io import BytesIO
from zipfile import ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LEVELS = [
    (7, 0, "decimal", "Câu %1."),
    (7, 1, "upperLetter", "%2."),
    (7, 2, "bullet", "•"),
    (8, 0, "lowerLetter", "%1)"),
]
BEGINS_ANEW = '<w:lvlOverride><w:startOverride w:val="1"/></w:lvlOverride>'
NUMS = [(1, 7, ""), (2, 8, ""), (3, 8, BEGINS_ANEW)]
"""Lists of Word's own: by kind, and one that begins anew."""


def run(words, looks=""):
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def numbered(num, level, words):
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num}"/>'
    return f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>{run(words)}"


def line(words, bold=False, centred=False, capitals=False):
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' * centred
    return f"<w:p>{place}{run(words, '<w:b/>' * bold + '<w:caps/>' * capitals)}</w:p>"


def title(words):
    return line(words, bold=True, centred=True)


def cells(*contents):
    return f"<w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in contents)}</w:tr>"


def docx(*parts, kind=""):
    kinds = (
        f'<w:abstractNum w:abstractNumId="{list_kind}"><w:lvl w:ilvl="{at}"><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for list_kind, at, form, text in LEVELS
    )
    nums = (
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{list_kind}"/>{anew}</w:num>'
        for num, list_kind, anew in NUMS
    )
    made = BytesIO()
    with ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types>{kind}</Types>")
        for name, content in (
            ("numbering", (*kinds, *nums)),
            ("document", ("<w:body>", *parts, "</w:body>")),
        ):
            xml = f'<w:{name} xmlns:w="{W}">{"".join(content)}</w:{name}>'
            package.writestr(f"word/{name}.xml", xml)
    return made.getvalue()


MOTTO = title("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + title(
    "Độc lập - Tự do - Hạnh phúc"
)


def head(number, about=""):
    issued = line("Xã Mẫu, ngày 05 tháng 3 năm 2026", centred=True)
    above = cells(line("UBND XÃ MẪU") + title("PHÒNG TƯ PHÁP"), MOTTO)
    return f"<w:tbl>{above}{cells(line(f'Số: {number}') + line(about), issued)}</w:tbl>"
