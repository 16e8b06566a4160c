"""Show those who edit an item which other items cite its legal documents."""

from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.legal_documents import DOCUMENT_INDEX
from sonla.pbgdpl.legal_documents.query import cited_rows
from sonla.pbgdpl.legal_documents.rules import document_identity
from typing import Any

LIMIT = 5


class AlsoCitedViewlet(ViewletBase):
    """Offer links to other items with the same documents, to people who may edit.

    It stands on the item's page, where a form leads after saving, so that
    it is seen at once and found again later.
    """

    def available(self) -> bool:
        """Show it to editors only, and only when there is something to say."""
        return bool(self.may_edit() and self.documents)

    def may_edit(self) -> bool:
        """Return whether the visitor is one of those who write here."""
        return not api.user.is_anonymous() and api.user.has_permission(
            "Modify portal content", obj=self.context
        )

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """The documents that other visible items cite too, with these items."""
        section = section_of(self.context)
        if section is None:
            return []
        found = ((row, self.others(section, row)) for row in cited_rows(self.context))
        return [
            {
                "number": row["number"],
                "cited_in": [(brain.Title, brain.getURL()) for brain in brains],
            }
            for row, brains in found
            if brains
        ]

    @cached_property
    def same_text(self) -> set[str]:
        """The item, the text that it revises and its open revision: one text."""
        own = self.context
        versions = (own, baseline_of(own), working_copy_of(own))
        return {api.content.get_uuid(one) for one in versions if one is not None}

    def others(self, section: Any, row: dict[str, Any]) -> list[Any]:
        """List other items citing the document of a row, the latest first."""
        catalog = api.portal.get_tool("portal_catalog")
        if DOCUMENT_INDEX not in catalog.indexes():
            return []
        own = self.same_text
        brains = catalog.searchResults(
            **{
                DOCUMENT_INDEX: document_identity(row),
                "path": path_of(section),
                "sort_on": "modified",
                "sort_order": "descending",
                "sort_limit": LIMIT + len(own),
            }
        )
        return [brain for brain in brains if brain.UID not in own][:LIMIT]
