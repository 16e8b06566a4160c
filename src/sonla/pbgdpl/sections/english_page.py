"""The page in English about the section: structure, contacts.

A draft: names and addresses of officers are put in from the imprint where it has them,
and somebody reads the page before it becomes public.
"""

from html import escape
from plone import api
from plone.app.textfield.value import RichTextValue
from sonla.pbgdpl.core.section import free_id
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any

KEY = "english"
PAGE_ID = "english"
TITLE = "Legal education in {province}: structure and contacts"
DESCRIPTION = "About this section, in English."
NOBODY = "<p>Contact officers: see “Thông tin về chuyên trang” on this site.</p>"


def create_english_page(section: Any) -> Any:
    """Make the page at the end of a section, in the state of a draft."""
    return api.content.create(
        section,
        "Document",
        id=free_id(section, PAGE_ID),
        title=TITLE.format(province=current_province().names.english_name),
        description=DESCRIPTION,
        language="en",
        exclude_from_nav=True,
        text=rich_body(),
    )


def rich_body() -> RichTextValue:
    """Return the text as the field of the page takes it."""
    return RichTextValue(body(), "text/html", "text/x-html-safe")


def body() -> str:
    """Write the text, with what the imprint says today."""
    settings, province = get_settings(), current_province()
    return province.english_page.format(
        agency=escape(settings.managing_agency or province.names.department),
        officers=officers(settings.contact_officers or ()),
    )


def officers(rows: Any) -> str:
    """List the officers with their official telephones and addresses."""
    names = ("full_name", "position", "unit", "official_phone", "official_email")
    lines = [
        ", ".join(escape(row[name]) for name in names if row.get(name)) for row in rows
    ]
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else NOBODY
