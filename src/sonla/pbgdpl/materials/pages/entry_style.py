"""How lists show materials."""

from collections.abc import Mapping
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.ui.summaries import CARD
from sonla.pbgdpl.ui.summaries import EntryStyle
from sonla.pbgdpl.ui.summaries import Summary
from typing import Any


class MaterialStyle(EntryStyle):
    """Show a material by its cover."""

    style = CARD
    kind_vocabulary = "MaterialKinds"

    def facts(self, entry: Summary) -> Mapping[str, Any]:
        """Return what the cover shows, as its author described it."""
        return {"alt": stored_value(entry.obj, "poster_alt") or ""}
