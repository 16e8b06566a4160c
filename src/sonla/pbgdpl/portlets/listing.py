"""Turn entries into the HTML of a list: the same on homepage, landing page, listings.

The template is plain Chameleon, whose expressions are compiled into Python. Zope's
page templates look each name up along acquisition and security, which no entry needs
and which made the lists take longer than all queries of a homepage together.
"""

from chameleon import PageTemplateFile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sonla.pbgdpl.portlets.entries import CARD
from sonla.pbgdpl.portlets.entries import Entry
from sonla.pbgdpl.portlets.entries import GUIDANCE
from sonla.pbgdpl.portlets.entries import STORY
from sonla.pbgdpl.portlets.lean import without_layout

_TEMPLATE = PageTemplateFile(str(Path(__file__).parent / "templates/entries.pt"))


@dataclass(frozen=True)
class Row:
    """Hold an entry with the way in which it is shown."""

    entry: Entry
    style: str
    described: bool
    lead: bool = False


def brief_list(entries: Sequence[Entry]) -> str:
    """Render a short list: no descriptions, but that of a first story at large."""
    rows = [
        Row(entry, style, lead, lead)
        for number, entry in enumerate(entries)
        for style in [entry.style.style]
        for lead in [number == 0 and style == STORY]
    ]
    return render(rows)


def full_list(entries: Sequence[Entry]) -> str:
    """Render a page of a listing, with descriptions."""
    styles = [entry.style.style for entry in entries]
    if set(styles) != {CARD}:
        # Covers stand in columns; a single one among lines would be out of place.
        styles = [STORY if style == CARD else style for style in styles]
    return render(
        [Row(entry, style, True) for entry, style in zip(entries, styles, strict=True)],
        "is-listing",
    )


def render(rows: Sequence[Row], extra_class: str = "") -> str:
    """Render rows as a list; every text in them is escaped."""
    if not rows:
        return ""
    cards = all(row.style == CARD for row in rows)
    guidance = all(row.style == GUIDANCE for row in rows)
    base = "pbgdpl-cards" if cards else "pbgdpl-list"
    names = (base, "is-guidance" if guidance else "", extra_class)
    return without_layout(
        _TEMPLATE(rows=rows, list_class=" ".join(filter(None, names)))
    )
