"""Where readers find the text of a legal document whose address nobody entered."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.urls import is_web_url
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from urllib.parse import quote
from zope import schema

PREFIX = "sonla.pbgdpl.legal_documents"
NUMBER = "{number}"
SEARCH = "https://vbpl.vn/TW/Pages/vbpq-timkiem.aspx?type=0&s=1&SearchIn=Title,Title1&IsRec=1&Keyword={number}"
"""The search of the national database as long known; not tried from here."""


class ILegalDocumentSettings(model.Schema):
    """The settings of legal documents, read through `get_legal_document_settings`."""

    model.fieldset(
        "legal_documents",
        label=_("label_legal_documents", default="Legal documents"),
        fields=["full_text_search"],
    )
    full_text_search = schema.TextLine(
        title=_(
            "label_full_text_search", default="Search for the full text of a document"
        ),
        description=_(
            "help_full_text_search",
            default="Opened where a legal document has no address of its own; {number} stands for its number. Try it once. Empty: no link.",
        ),
        constraint=is_web_url,
        default=SEARCH,
        required=False,
    )


SETTINGS = SettingsFields(56, ILegalDocumentSettings, PREFIX)


def get_legal_document_settings() -> ILegalDocumentSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ILegalDocumentSettings, PREFIX)


def full_text_url(number: str) -> str:
    """Return where the text of a document is looked for; empty without number or search."""
    search = get_legal_document_settings().full_text_search or ""
    return search.replace(NUMBER, quote(number, safe="")) if number else ""
