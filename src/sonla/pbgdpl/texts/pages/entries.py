"""How lists show introductions and documents of guidance, and those on a page of one text."""

from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.ui.summaries import TermTitles
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate

DATED = ("validity", "effective_on", "expires_on")


TONES = {"CHL": "is-good", "HHL": "is-bad"}
"""Validity → class of its tag; of all others the class of what deserves attention."""


class NewsStyle(EntryStyle):
    """Show a piece of news with its picture and day."""

    style = "news"
    icon = "news"


class IntroductionStyle(EntryStyle):
    """Show an introduction with the document that it introduces."""

    style = "introduction"
    kind_vocabulary = "IntroductionKinds"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return the document, and the day of publication, by which lists are ordered."""
        return {**super().facts(entry), "excerpt": lambda: published_words(entry)}

    def meta(self, entry: Summary) -> str:
        """Return the first document and since when it is in force; without one kind and day."""
        documents = stored_value(entry.obj, "legal_documents") or ()
        for document in documents:
            number = document.get("number") or ""
            kind = entry.titles("DocumentTypes", document.get("document_type"))
            return joined(f"{kind} {number}".strip(), in_force_words(document))
        return super().meta(entry)


def published_words(entry: Summary) -> str:
    """Return when an item was published, in the reader's language; empty before."""
    words = _("label_published_on", default="Published")
    day = entry.published_text
    return f"{translate(words, context=getRequest())} {day}" if day else ""


def in_force_words(document: Mapping[str, Any]) -> str:
    """Return since when a document is in force, in the reader's language; empty if unknown."""
    day = document.get("effective_on")
    if day is None:
        return ""
    words = _(
        "label_in_force_from", default="from ${date}", mapping={"date": format_day(day)}
    )
    return translate(words, context=getRequest())


class GuidanceStyle(EntryStyle):
    """Show a document with number, day, issuer and validity."""

    reads_dates = True
    style = "guidance"
    kind_vocabulary = "DocumentTypes"
    divided_by = "kind"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return what identifies the document and whether it is in force today."""
        number = stored_value(entry.obj, "number") or ""
        type_token = "" if number else stored_value(entry.obj, "document_type")
        validity = validity_on(dated(entry.obj), today())
        meta = joined(
            number or entry.titles("DocumentTypes", type_token),
            format_day(stored_value(entry.obj, "issued_on")),
            stored_value(entry.obj, "issuer"),
        )
        return {"meta": meta, "tag": validity_tag(entry.titles, validity)}


def validity_tag(titles: TermTitles, validity: str | None) -> tuple[str, str] | None:
    """Return class and word of the tag of a validity; None where it is not known."""
    if not validity:
        return None
    return TONES.get(validity, "is-soon"), titles("ValidityStatuses", validity)


def dated(document: Any) -> dict[str, Any]:
    """Return what decides about the validity of a document of guidance."""
    return {name: stored_value(document, name) for name in DATED}
