"""Who changed crisis words, and who confirmed helplines."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import HELPLINES

CHANGED_DANGERS = JournalStore(
    DANGERS.key, _("store_dangers", default="Changes of crisis words")
)
CONFIRMED_HELPLINES = JournalStore(
    HELPLINES.key, _("store_helplines", default="Confirmations of helplines")
)
