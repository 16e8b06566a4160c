"""Who decided on legal documents."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.legal_documents.journal import KEY

DECISIONS = JournalStore(
    KEY, _("store_document_decisions", default="Decisions on legal documents")
)
