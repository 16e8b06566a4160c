"""Activities that may be one that somebody entered twice: the same day, place and form."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.editorial.working_copies import baseline_of
from typing import Any

OCCASION = ("start", "dissemination_form", "location", "territory")
"""Fields that two entries of one event have in common."""
MAX_NAMED = 3
"""Activities that a question names."""


@dataclass(frozen=True)
class Occasion:
    """When, where and how something is held: what two entries of one event have in common."""

    day: date
    form: str
    location: str
    territory: tuple[str, ...]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Occasion | None":
        """Return the occasion of some facts; None without a day or form."""
        start, form, location, territory = (facts[name] for name in OCCASION)
        if not isinstance(start, datetime) or not form:
            return None
        day = in_portal_zone(start).date()
        return cls(day, form, location or "", tuple(territory or ()))

    def on_the_day(self, places: dict[str, Any]) -> Any:
        """Find the activities of that day and form in some places, those that the user may see.

        One that was withdrawn counts no more, and a working copy is its text.
        """
        zone = portal_zone()
        moments = (
            datetime.combine(self.day, time.min, zone),
            datetime.combine(self.day, time.max, zone),
        )
        return api.portal.get_tool("portal_catalog").searchResults(
            portal_type=ACTIVITY_TYPE,
            start={"query": moments, "range": "min:max"},
            object_provides={"not": IWorkingCopy.__identifier__},
            review_state={"not": "withdrawn"},
            show_inactive=True,
            **{KIND_INDEX: self.form},
            **places,
        )

    def alike(self, container: Any) -> Iterator[Any]:
        """Yield the brains of activities that may be this one, entered in a folder or its unit.

        Places are compared as people mean them, without accents and signs. Nothing is loaded.
        """
        section, unit = section_of(container), unit_of(container)
        if section is None:
            return
        place = fold_words(self.location)
        here, near = path_of(unit or section), path_of(section)
        found = {one.UID: one for one in self.on_the_day({"path": here})}
        if unit is None:
            depth = here.count("/") + 1
            found = {
                uid: one
                for uid, one in found.items()
                if one.getPath().count("/") == depth
            }
        if place and self.territory:
            others = self.on_the_day(
                {"path": near, "pbgdpl_territory": list(self.territory)}
            )
            found |= {one.UID: one for one in others}
        for one in found.values():
            if fold_words(one.location or "") == place:
                yield one


def duplicates(facts: Mapping[str, Any], place: Any) -> list[Any]:
    """List the brains of activities that may be the same as some facts tell.

    `place` is the activity that has them, which is no other one, or where one is to be made.
    """
    occasion = Occasion.of(facts)
    if occasion is None:
        return []
    own = {IUUID(one, None) for one in (place, baseline_of(place)) if one is not None}
    return [one for one in occasion.alike(place) if one.UID not in own]


def links_to(brains: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    """Return title and address of the first of some activities."""
    return tuple((one.Title, one.getURL()) for one in brains[:MAX_NAMED])
