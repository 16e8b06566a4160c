"""The legal documents that a text introduces or cites, as rows."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.urls import is_web_url
from sonla.pbgdpl.legal_documents.rules import document_identity
from sonla.pbgdpl.legal_documents.rules import expires_too_early
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from typing import Any
from zope import schema
from zope.interface import Interface
from zope.interface import invariant
from zope.interface import provider


class ILegalDocument(Interface):
    """Describe one legal document: what identifies it, and how long it holds.

    Its identity is number + issuer + date of issue: numbers alone repeat
    between provinces.

    Its words: ``docs/glossary.rst``, *Documents of law*.
    """

    document_type = TermChoice(
        title=_("label_document_type", default="Type of document"),
        vocabulary="sonla.pbgdpl.DocumentTypes",
        required=True,
    )
    number = schema.TextLine(
        title=_("label_number", default="Number"),
        description=_("help_number", default="As printed, such as 218/QĐ-UBND."),
        required=True,
    )
    issuer = schema.TextLine(
        title=_("label_issuer", default="Issued by"),
        required=True,
    )
    issued_on = schema.Date(
        title=_("label_issued_on", default="Date of issue"),
        required=False,
    )
    effective_on = schema.Date(
        title=_("label_effective_on", default="Effective from"),
        required=False,
    )
    expires_on = schema.Date(
        title=_("label_expires_on", default="Expires on"),
        required=False,
    )
    validity = TermChoice(
        title=_("label_validity", default="Validity"),
        vocabulary="sonla.pbgdpl.ValidityStatuses",
        required=False,
    )
    summary = schema.Text(
        title=_("label_document_summary", default="Summary (trích yếu)"),
        required=False,
    )
    url = schema.TextLine(
        title=_("label_document_url", default="Address of the full text"),
        description=_(
            "help_document_url",
            default="Starts with https://, for instance on vbpl.vn or in the gazette.",
        ),
        constraint=is_web_url,
        required=False,
    )


@provider(IFormFieldProvider)
class ILegalDocuments(model.Schema):
    """Add rows of legal documents to a text."""

    directives.widget(legal_documents=BlockRowsFieldWidget)
    legal_documents = Rows(
        ILegalDocument,
        title=_("label_legal_documents", default="Legal documents"),
        description=_(
            "help_legal_documents",
            default="One row for each document that the text introduces or cites.",
        ),
    )

    @invariant
    def rows_are_consistent(data: Any) -> None:
        """Refuse rows whose dates contradict each other and documents named twice."""
        refuse_contradicting_dates(data.legal_documents or ())
        refuse_repeated_documents(data.legal_documents or ())


def refuse_contradicting_dates(rows: Any) -> None:
    """Raise `InvalidInput` when a document expires before its issue or before its effect."""
    for row in rows:
        if expires_too_early(row):
            raise InvalidInput(
                _(
                    "msg_document_expires_too_early",
                    default="${number}: the date of expiry is before the date of issue or of effect.",
                    mapping={"number": row.get("number") or ""},
                )
            )


def refuse_repeated_documents(rows: Any) -> None:
    """Raise `InvalidInput` when two rows name the same legal document."""
    seen: set[str] = set()
    for row in rows:
        identity = document_identity(row)
        if identity in seen:
            raise InvalidInput(
                _(
                    "msg_document_repeated",
                    default="${number} stands in this list twice. Keep one row for each document.",
                    mapping={"number": row.get("number") or ""},
                )
            )
        seen.add(identity)
