"""The block of dialogues: those that are open now, else the next one to come."""

from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.pages.labels import dialogue_words
from sonla.pbgdpl.dialogues.pages.labels import DialogueWords
from sonla.pbgdpl.dialogues.pages.section_pages import DIALOGUE_LISTING
from sonla.pbgdpl.dialogues.phases import closes_at
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import next_change
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from typing import Any

FAR = datetime.max.replace(tzinfo=UTC)


class DialoguesBlock(CatalogBlock):
    """Show the dialogue in which people can ask now and that closes first."""

    title = _("label_block_dialogues", default="Policy dialogue")
    placement = APART
    position = 60
    is_default = True
    landing_position = 30
    portal_types = (DIALOGUE_TYPE,)
    component = DIALOGUE_LISTING.key
    list_view = "dialogues"
    html = ViewPageTemplateFile("templates/block_dialogues.pt")
    dialogue: DialogueWords

    def render(self, options: BlockOptions) -> BlockContent:
        """Render them until the first of all opens, closes or expires."""
        found = find_dialogues(options.roots, not_over=True)
        until = earliest(
            *(moment(next_change(one)) for one in found),
            *(real_date(one.expiration_date) for one in found),
        )
        shown = self.shown(found)
        if shown is None:
            return BlockContent(valid_until=until)
        self.dialogue = dialogue_words(shown)
        return BlockContent(self.html(), until, framed=False)

    def shown(self, dialogues: list[Any]) -> Any:
        """Choose among those that are open; without any, the next one to come."""
        phases = by_phase(dialogues)
        closing = sorted(phases[OPEN], key=lambda one: closes_at(one) or FAR)
        return next(iter((*closing, *phases[COMING])), None)


def moment(value: datetime | None) -> DateTime | None:
    """Return a moment as the cache compares it; none for none."""
    return None if value is None else DateTime(value)
