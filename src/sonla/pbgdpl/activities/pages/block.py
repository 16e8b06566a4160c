"""The blocks of activities: what the council held, and what reporters held."""

from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.vocabularies import COUNCIL
from sonla.pbgdpl.activities.vocabularies import REPORTERS
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import latest
from typing import Any


class ActivitiesBlock(CatalogBlock):
    """Show the newest activities of one kind of organiser, with day and place."""

    portal_types = (ACTIVITY_TYPE,)
    organiser = ""

    def brains(self, options: BlockOptions) -> list[Any]:
        return latest(
            self.portal_types, options.count, options.roots, organiser=self.organiser
        )

    def more_url(self, options: BlockOptions) -> str:
        """Lead on to the list of these activities."""
        return f"{self.place_url(options)}/@@activities?organiser={self.organiser}"


def activities_of(**facts: Any) -> type[ActivitiesBlock]:
    """Return a block of the newest activities of an organiser; `facts` are its attributes."""
    return type("ActivitiesOf", (ActivitiesBlock,), facts)


CouncilActivitiesBlock = activities_of(
    title=_("label_block_council_activities", default="Activities of the council"),
    position=52,
    organiser=COUNCIL,
)
ReportersActivitiesBlock = activities_of(
    title=_("label_block_reporters_activities", default="Activities of reporters"),
    position=54,
    organiser=REPORTERS,
)
