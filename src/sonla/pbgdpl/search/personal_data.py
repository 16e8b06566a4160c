"""Words that strangers typed into the search, and who changed the thesaurus."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import PersonalRecord
from sonla.pbgdpl.search.fruitless import storage as fruitless
from sonla.pbgdpl.search.thesaurus import use
from sonla.pbgdpl.search.thesaurus.storage import CONCEPTS

THESAURUS = JournalStore(
    CONCEPTS.key, _("store_thesaurus", default="Changes of the thesaurus")
)


class FruitlessSearches(JournalStore):
    """Searches that found nothing; somebody may have typed their telephone."""

    def __init__(self) -> None:
        title = _("store_fruitless_searches", default="Searches that found nothing")
        super().__init__(fruitless.KEY, title)

    def records(self) -> Iterator[PersonalRecord]:
        """Yield a record for each search, over all days."""
        for one in fruitless.fruitless_searches():
            yield PersonalRecord(one.words, one.words, {"last": one.last})

    def erase(self, key: str) -> bool:
        """Drop the words, of all days."""
        found = any(one.words == key for one in fruitless.fruitless_searches())
        fruitless.drop(key)
        return found


USE = JournalStore(
    use.KEY, _("store_thesaurus_use", default="How often words were searched")
)
