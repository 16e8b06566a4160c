"""Known documents for those who add rows: a JSON answer, and the script that asks for it."""

from AccessControl import Unauthorized
from collections.abc import Iterable
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import CHAIN_ROLES
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.legal_documents.indexers import DOCUMENT_TYPES
from sonla.pbgdpl.legal_documents.query import line_of
from sonla.pbgdpl.legal_documents.query import matching
from sonla.pbgdpl.legal_documents.query import ordered
from sonla.pbgdpl.legal_documents.query import ROW_NAMES
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.ui.drafts.assets import FormAssetsViewlet
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.static_files import static_path
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

import json

SCRIPT = "suggestions.js"
LEGAL_DOCUMENTS = "legal_documents"
"""Subject with that script among its static files."""
LIMIT = 10
MAX_READ = 60
"""Items read for an answer while somebody types."""
MIN_LENGTH = 2
ITEMS_NAMED = 3
ROLES = (*CHAIN_ROLES, *ADMINISTRATORS, "Owner")


class KnownDocumentsView(BrowserView):
    """Answer `q`, a number or words, with rows as the form's inputs want them."""

    def __call__(self) -> str:
        """Answer with JSON; raises Unauthorized for those who do not write here."""
        if not self.may_ask():
            raise Unauthorized("pbgdpl-known-documents")
        self.request.response.setHeader("Content-Type", "application/json")
        self.request.response.setHeader("Cache-Control", "no-store")
        text = str(self.request.form.get("q", "")).strip()
        found = self.find(text) if len(text) >= MIN_LENGTH else []
        return json.dumps({"documents": found}, ensure_ascii=False)

    def may_ask(self) -> bool:
        """Allow those who may write here; the rows are facts of law, no secret."""
        return has_role(self.context, ROLES)

    def find(self, text: str) -> list[dict[str, Any]]:
        """Find documents among those cited by items that the asker may see."""
        section = section_of(self.context)
        if section is None:
            return []
        known = visible_identities(section)
        hits = ordered(matching(section, known, text, MAX_READ), "-issued")[:LIMIT]
        return [self.answer(identity, known[identity]) for identity in hits]

    def answer(self, identity: str, brains: list[Any]) -> dict[str, Any]:
        """Return a row and the items that hold it, without the item being edited."""
        row = line_of(identity, brains).row
        names = (*ROW_NAMES, "summary", "url")
        return {
            "identity": identity,
            "name": name_in_text(row),
            "row": {name: plain(row.get(name)) for name in names},
            "items": self.other_items(brains),
        }

    def other_items(self, brains: Iterable[Any]) -> list[dict[str, str]]:
        """Name the items citing a document, but not the one whose form asks."""
        own = str(self.request.form.get("uid", ""))
        others = [brain for brain in brains if brain.UID != own]
        return [
            {"title": brain.Title, "url": brain.getURL()}
            for brain in others[:ITEMS_NAMED]
        ]


class KnownDocumentsViewlet(FormAssetsViewlet):
    """Name the script that offers known documents, and tell it whom to ask."""

    @property
    def script_url(self) -> str:
        """The address of the script, which changes with an update."""
        return f"{static_path(LEGAL_DOCUMENTS)}/{SCRIPT}?v={self.version}"

    @property
    def own_uid(self) -> str:
        """The UID of the item being edited; empty on an add form."""
        return "" if hasattr(self.__parent__, "ti") else self.uid

    @property
    def known_url(self) -> str:
        """The address that answers with known legal documents."""
        return f"{self.context.absolute_url()}/@@pbgdpl-known-documents"


def name_in_text(row: dict[str, Any]) -> str:
    """Return how a text names a document: kind, number, date, what it is about."""
    kind = term_title(DOCUMENT_TYPES, row.get("document_type"))
    issued = format_day(row.get("issued_on"))
    day = _("text_document_of_day", default="of ${day}", mapping={"day": issued})
    parts = (
        kind,
        row.get("number"),
        api.portal.translate(day) if issued else "",
        row.get("summary"),
    )
    return " ".join(str(part) for part in parts if part)


def plain(value: Any) -> str:
    """Write a cell as the value of an HTML input."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""
