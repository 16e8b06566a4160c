"""Write the HTML of a body."""

from html import escape
from sonla.referenceserver.seeding.writer import Writer

USUAL_BYTES = 1000


def body(writer: Writer, at_least: int = 0, image: str = "") -> str:
    """Write headings, paragraphs and lists of at least so many bytes of UTF-8.

    `image` is the address of a picture that stands in the text.
    """
    parts = [_paragraph(writer)]
    if image:
        parts.append(_picture(writer, image))
    size = sum(len(part.encode()) for part in parts)
    while size < (at_least or USUAL_BYTES):
        part = _part(writer, len(parts))
        parts.append(part)
        size += len(part.encode())
    return "\n".join(parts)


def _part(writer: Writer, number: int) -> str:
    if number % 5 == 1:
        return f"<h2>{escape(writer.one(writer.phrases['headings']))}</h2>"
    if number % 5 == 3 and writer.chance(0.4):
        return _points(writer)
    return _paragraph(writer)


def _paragraph(writer: Writer) -> str:
    patterns = writer.some(writer.phrases["sentences"], 4)
    text = " ".join(writer.sentence(pattern) for pattern in patterns)
    return f"<p>{escape(text, quote=False)}</p>"


def _points(writer: Writer) -> str:
    points = writer.some(writer.phrases["points"], 5)
    return f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in points)}</ul>"


def _picture(writer: Writer, address: str) -> str:
    text = escape(writer.one(writer.phrases["image_texts"]))
    return f'<p><img src="{escape(address)}" alt="{text}" /></p>'
