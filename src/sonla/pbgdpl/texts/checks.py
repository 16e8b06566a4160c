"""Checks of texts: how they are classified, their links and pictures, who can't see or hear.

WCAG 2.0, 1.1.1 and 1.2. Only what stands in this portal is looked at: no other host is asked
whether a page of theirs is still there, for a check that any editor starts must not make the
portal a client of addresses that anybody may type.
"""

from collections.abc import Iterator
from lxml import html
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.editorial.checks import fields_check
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.legal_documents.interfaces import ILegalDocumentSource
from typing import Any

import re

RESOLVED = re.compile(r"resolveuid/([0-9a-f]{32}|[0-9a-f-]{36})")
HIDDEN = ("draft", "withdrawn")
"""States of texts that no step towards the public has been taken for."""


class LinksCheck(Check):
    """Find links to what is gone, or what citizens can't open."""

    title = _("heading_check_links", default="Links that lead nowhere")
    order = 70
    type_facts = ("is_text", "is_event")

    def missing(self, text: Any) -> list[Any]:
        """Name what links lead to: each address once."""
        found = []
        for uid, words in linked(text).items():
            brains = api.content.find(unrestricted=True, UID=uid)
            if not brains:
                found.append(
                    _(
                        "msg_check_link_gone",
                        default="The link “${words}” leads to something that was deleted.",
                        mapping={"words": words},
                    )
                )
            elif state_of(get_object(brains[0])) in HIDDEN:
                found.append(
                    _(
                        "msg_check_link_hidden",
                        default="The link “${words}” leads to a text that citizens can't open: it is a draft or was withdrawn.",
                        mapping={"words": words},
                    )
                )
        return found


def linked(text: Any) -> dict[str, str]:
    """Return the UIDs that links and pictures of a text lead to, with their words."""
    found: dict[str, str] = {}
    for element in elements(text, "a", "img"):
        address = element.get("href") or element.get("src") or ""
        if uid := RESOLVED.search(address):
            words = element.text_content().strip() or element.get("alt") or address
            found.setdefault(uid[1], words[:80])
    return found


def pictures_without_words(text: Any) -> int:
    """Count the pictures in a text that nobody described."""
    return sum(
        not (element.get("alt") or "").strip() for element in elements(text, "img")
    )


def elements(text: Any, *names: str) -> Iterator[Any]:
    """Yield the elements of some names in the body, as it was typed."""
    value = field(text, "text")
    raw = getattr(value, "raw", "") or ""
    if not any(f"<{name}" in raw for name in names):
        return iter(())
    return html.fragment_fromstring(raw, create_parent="div").iter(*names)


class AlternativeTextCheck(Check):
    """Find pictures that say nothing to people who can't see them."""

    title = _("heading_check_alternative", default="Pictures without a description")
    order = 60
    type_facts = ("is_text", "is_event")

    def missing(self, text: Any) -> list[Any]:
        """Ask for the words that belong to a poster, a lead image, pictures in the text."""
        found = []
        if field(text, "poster") and not field(text, "poster_alt"):
            found.append(
                _(
                    "msg_check_poster",
                    default="What the cover or still image shows is not described.",
                )
            )
        if field(text, "image") and not field(text, "image_caption"):
            found.append(_("msg_check_image", default="The lead image has no caption."))
        if number := pictures_without_words(text):
            found.append(
                _(
                    "msg_check_pictures",
                    default="Pictures in the text without a description: ${number}.",
                    mapping={"number": number},
                )
            )
        return found


IN_FORCE = "CHL"
"""Token of “còn hiệu lực” in `sonla.pbgdpl.ValidityStatuses`."""


FieldOfLawCheck = fields_check(
    title=_("heading_check_field", default="Without a field of law"),
    order=10,
    fields={"legal_fields": _("msg_check_field", default="No field of law is chosen.")},
    type_facts=("is_text",),
)


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


CitizensCheck = fields_check(
    title=_("heading_check_citizens", default="Introductions: what a citizen needs"),
    order=25,
    portal_types=("LegalIntroduction",),
    fields={
        "in_brief": _(
            "msg_check_in_brief", default="What to know first is not said in short."
        ),
        "affected": _("msg_check_affected", default="Whom it concerns is not said."),
        "to_do": _("msg_check_to_do", default="What people have to do is not said."),
    },
)


class ExpiredDocumentCheck(Check):
    """Find texts that present a legal document as valid after its expiry."""

    title = _("heading_check_expired", default="Expired legal documents shown as valid")
    order = 30
    type_facts = ("cites_documents",)

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
            for row in ILegalDocumentSource(text).rows()
            if row.get("validity") == IN_FORCE
            and row.get("expires_on")
            and row["expires_on"] < day
        ]


GuidanceCheck = fields_check(
    title=_("heading_check_guidance", default="Guidance: number, issuer or date lacks"),
    order=40,
    portal_types=("Guidance",),
    fields={
        "number": _("msg_check_number", default="The number lacks."),
        "issuer": _("msg_check_issuer", default="Who issued it lacks."),
        "issued_on": _("msg_check_issued", default="The date of issue lacks."),
    },
)
