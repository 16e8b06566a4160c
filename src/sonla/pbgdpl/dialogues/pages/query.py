"""What a visitor asks of the list of dialogues: state of today, field of law, year, words."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from Products.PluginIndexes.FieldIndex.FieldIndex import FieldIndex
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import brains_with_objects
from sonla.pbgdpl.core.fields import wrong_dates
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.dialogues.query import rank
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filters import Filters
from types import SimpleNamespace
from typing import Any
from typing import ClassVar
from zope.globalrequest import getRequest
from zope.i18n import translate

PHASES = {
    OPEN: _("label_dialogue_open", default="Open now"),
    COMING: _("label_dialogue_coming", default="Coming"),
    CLOSED: _("label_dialogue_over", default="Over"),
}


def phase_titles() -> Mapping[str, str]:
    """Return the phases in the language of the page, in the order of the list."""
    request = getRequest()
    return {token: translate(title, context=request) for token, title in PHASES.items()}


PHASE = Facet(
    "phase",
    "",
    _("label_dialogue_phase", default="State of the dialogue"),
    phase_titles,
    ordered=True,
)
"""Goes by the clock, so no index of the catalog has it."""
FACETS = (PHASE, FIELD, replace(YEAR, newest_first=True))


@dataclass(frozen=True)
class DialogueFilters(Filters):
    """One state of the list of dialogues."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS


class DialogueFinding(PublishedListQuery):
    """Find the published dialogues that filters ask for in one context."""

    facets = FACETS

    def __init__(self, context: Any, filters: DialogueFilters) -> None:
        super().__init__(context, DIALOGUE_TYPE, filters)

    @cached_property
    def dialogues(self) -> Mapping[int, Any]:
        """All of the place by record; a province holds a few a year, so they are loaded."""
        brains = self.brains_of(self.visible)
        return {
            brain.getRID(): item
            for brain, item in brains_with_objects(brains)
            if not wrong_dates(item)
        }

    @cached_property
    def computed(self) -> Mapping[str, Any]:
        """An index of their phases now."""
        index = FieldIndex(PHASE.name)
        for record, dialogue in self.dialogues.items():
            index.index_object(record, SimpleNamespace(phase=phase(dialogue)))
        return {PHASE.name: index}

    def page(self, start: int, size: int) -> Iterator[Any]:
        """Return the brains of one page, in the order of lists."""
        found = (record for record in self.results if record in self.dialogues)
        ordered = sorted(found, key=lambda record: rank(self.dialogues[record]))
        return self.brains_of(ordered[start : start + size])
