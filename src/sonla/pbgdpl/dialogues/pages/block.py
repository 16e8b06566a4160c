"""The block of dialogues: those that are open now, else the next one to come."""

from DateTime import DateTime
from datetime import datetime
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.pages.labels import dialogue_words
from sonla.pbgdpl.dialogues.pages.labels import DialogueWords
from sonla.pbgdpl.dialogues.phases import COMING
from sonla.pbgdpl.dialogues.phases import next_change
from sonla.pbgdpl.dialogues.phases import OPEN
from sonla.pbgdpl.dialogues.query import by_phase
from sonla.pbgdpl.dialogues.query import find_dialogues
from sonla.pbgdpl.homepage.block import CatalogBlock
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import ASIDE
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from typing import Any


class DialoguesBlock(CatalogBlock):
    """Show the dialogues in which people can ask now, beside the tabs so that they see it."""

    title = _("label_block_dialogues", default="Policy dialogue")
    placement = ASIDE
    position = 46
    is_default = True
    portal_types = (DIALOGUE_TYPE,)
    html = ViewPageTemplateFile("templates/block_dialogues.pt")
    dialogues: list[DialogueWords]

    def render(self, options: BlockOptions) -> BlockContent:
        """Render them until the first of all opens, closes or expires."""
        found = find_dialogues(options.roots, not_over=True)
        until = earliest(
            *(moment(next_change(one)) for one in found),
            *(real_date(one.expiration_date) for one in found),
        )
        shown = self.shown(found, options)
        if not shown:
            return BlockContent(valid_until=until)
        self.dialogues = [dialogue_words(one) for one in shown]
        return BlockContent(self.html(), until, self.more_url(options))

    def shown(self, dialogues: list[Any], options: BlockOptions) -> list[Any]:
        """Choose those that are open; without any, the next one to come."""
        phases = by_phase(dialogues)
        return phases[OPEN][: options.count] or phases[COMING][:1]

    def more_url(self, options: BlockOptions) -> str:
        """Lead on to the list of dialogues."""
        return f"{self.place_url(options)}/@@dialogues"


def moment(value: datetime | None) -> DateTime | None:
    """Return a moment as the cache compares it; none for none."""
    return None if value is None else DateTime(value)
