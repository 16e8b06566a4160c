"""Rich texts for the workflow tests."""

from plone.app.textfield.value import RichTextValue
from typing import Any


def rich(html: str) -> RichTextValue:
    """Make a rich text."""
    return RichTextValue(html, "text/html", "text/x-html-safe")


def linking(*files: Any) -> RichTextValue:
    """Make a rich text that shows images and links files."""
    tags = [
        f'<img src="resolveuid/{f.UID()}/@@images/image/preview" />'
        if f.portal_type == "Image"
        else f'<a href="resolveuid/{f.UID()}">tệp</a>'
        for f in files
    ]
    return rich(f"<p>Nội dung {' '.join(tags)}</p>")
