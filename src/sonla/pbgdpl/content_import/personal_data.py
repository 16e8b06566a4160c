"""Who brought existing content in."""

from sonla.pbgdpl import _
from sonla.pbgdpl.content_import.batches import KEY
from sonla.pbgdpl.core.personal_data import JournalStore

BATCHES = JournalStore(
    KEY, _("store_content_import", default="Existing content that was brought in")
)
