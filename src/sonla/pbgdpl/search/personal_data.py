"""Who changed the thesaurus."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS

THESAURUS = JournalStore(
    CONCEPTS.key, _("store_thesaurus", default="Changes of the thesaurus")
)
