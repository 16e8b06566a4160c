"""How lists show introductions and documents of guidance, and those on a page of one text."""

from chameleon import PageTemplateFile
from collections.abc import Mapping
from pathlib import Path
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.legal_documents.rules import validity_on
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
DATED = ("validity", "effective_on", "expires_on")


class IntroductionStyle(EntryStyle):
    """Show an introduction with its kind before the title."""

    style = "introduction"
    kind_vocabulary = "IntroductionKinds"
    template = PageTemplateFile(str(TEMPLATES / "entry_introduction.pt"))


class GuidanceStyle(EntryStyle):
    """Show a document with number, day, issuer and validity."""

    style = "guidance"
    template = PageTemplateFile(str(TEMPLATES / "entry_guidance.pt"))

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return what identifies the document and whether it is in force today."""
        number = stored_value(entry.obj, "number") or ""
        type_token = "" if number else stored_value(entry.obj, "document_type")
        validity = validity_on(dated(entry.obj), today())
        return {
            "number": number,
            "document_type": entry.titles("DocumentTypes", type_token),
            "issued_text": format_day(stored_value(entry.obj, "issued_on")),
            "issuer": stored_value(entry.obj, "issuer") or "",
            "validity": validity,
            "validity_title": entry.titles("ValidityStatuses", validity),
        }


def dated(document: Any) -> dict[str, Any]:
    """Return what decides about the validity of a document of guidance."""
    return {name: stored_value(document, name) for name in DATED}
