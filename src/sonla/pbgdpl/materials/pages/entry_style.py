"""How lists show materials."""

from collections.abc import Mapping
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.ui.summaries import CARD
from sonla.pbgdpl.ui.summaries import Entry
from sonla.pbgdpl.ui.summaries import EntryStyle
from typing import Any


class MaterialStyle(EntryStyle):
    """Show a material by its cover."""

    style = CARD
    kind_vocabulary = "MaterialKinds"

    def facts(self, entry: Entry) -> Mapping[str, Any]:
        """Return what the cover shows, as its author described it."""
        return {"alt": stored(entry.obj, "poster_alt") or ""}
