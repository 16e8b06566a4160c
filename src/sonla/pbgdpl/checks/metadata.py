"""Checks of what a text is classified and identified by."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import QUESTION_TYPE
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from typing import Any

IN_FORCE = "CHL"
"""Token of “còn hiệu lực” in `sonla.pbgdpl.ValidityStatuses`."""


class FieldOfLawCheck(Check):
    """Find texts without a field of law: no filter and no report counts them."""

    title = _("heading_check_field", default="Without a field of law")
    order = 10

    @property
    def portal_types(self) -> tuple[str, ...]:
        """All texts."""
        return types_with("is_text")

    def missing(self, text: Any) -> list[Any]:
        """Ask for one field at least."""
        if field(text, "legal_fields"):
            return []
        return [_("msg_check_field", default="No field of law is chosen.")]


class IntroductionCheck(Check):
    """Find introductions that do not say exactly which law they introduce."""

    title = _(
        "heading_check_introduction", default="Introductions: legal documents lack"
    )
    order = 20
    portal_types = ("LegalIntroduction",)

    def missing(self, text: Any) -> list[Any]:
        """Ask for a document, and for the date of issue of each."""
        rows = field(text, "legal_documents")
        if not rows:
            return [
                _("msg_check_no_document", default="No legal document is introduced.")
            ]
        return [
            _(
                "msg_check_document_undated",
                default="${number}: the date of issue lacks.",
                mapping={"number": row.get("number") or "?"},
            )
            for row in rows
            if not row.get("issued_on")
        ]


class ExpiredDocumentCheck(Check):
    """Find texts that present a legal document as valid after its expiry."""

    title = _("heading_check_expired", default="Expired legal documents shown as valid")
    order = 30

    @property
    def portal_types(self) -> tuple[str, ...]:
        """What cites documents, or is one."""
        return types_with("cites_documents")

    def missing(self, text: Any) -> list[Any]:
        """Compare validity and date of expiry, of each row or of guidance itself."""
        day = today()
        return [
            _(
                "msg_check_expired",
                default="${number}: said to be valid, yet expired on ${date}.",
                mapping={
                    "number": row.get("number") or "?",
                    "date": format_day(row["expires_on"]),
                },
            )
            for row in self.rows(text)
            if row.get("validity") == IN_FORCE
            and row.get("expires_on")
            and row["expires_on"] < day
        ]

    def rows(self, text: Any) -> list[dict[str, Any]]:
        """List the documents cited; guidance is one by itself."""
        if text.portal_type == QUESTION_TYPE:
            return list(field(text, "legal_bases") or ())
        if text.portal_type != "Guidance":
            return list(field(text, "legal_documents") or ())
        names = ("number", "validity", "expires_on")
        return [{name: field(text, name) for name in names}]


class GuidanceCheck(Check):
    """Find guidance without number, issuer or date: nobody could cite it."""

    title = _(
        "heading_check_guidance", default="Guidance: number, issuer or date lacks"
    )
    order = 40
    portal_types = ("Guidance",)

    def missing(self, text: Any) -> list[Any]:
        """Ask for all three parts of a document's identity."""
        messages = {
            "number": _("msg_check_number", default="The number lacks."),
            "issuer": _("msg_check_issuer", default="Who issued it lacks."),
            "issued_on": _("msg_check_issued", default="The date of issue lacks."),
        }
        return [message for name, message in messages.items() if not field(text, name)]
