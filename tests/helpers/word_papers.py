"""Word files as offices write them, made of a few lines."""

from io import BytesIO
from zipfile import ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERING = """<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Câu %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
<w:lvlOverride><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


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
    body = f"<w:body>{''.join(parts)}</w:body>"
    made = BytesIO()
    with ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types>{kind}</Types>")
        for name, content in (("numbering", NUMBERING), ("document", body)):
            xml = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
            package.writestr(f"word/{name}.xml", xml)
    return made.getvalue()


MOTTO = title("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + title(
    "Độc lập - Tự do - Hạnh phúc"
)


def head(number, about=""):
    issued = line("Xã Mẫu, ngày 05 tháng 3 năm 2026", centred=True)
    above = cells(line("UBND XÃ MẪU") + title("PHÒNG TƯ PHÁP"), MOTTO)
    return f"<w:tbl>{above}{cells(line(f'Số: {number}') + line(about), issued)}</w:tbl>"
