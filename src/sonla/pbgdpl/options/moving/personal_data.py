"""Who brought existing content in."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.options.moving.batches import KEY

BATCHES = JournalStore(
    KEY, _("store_content_import", default="Existing content that was brought in")
)
