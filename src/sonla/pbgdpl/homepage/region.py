"""The region in the centre of the homepage: search, blocks, tabs, by what an editor chose."""

from dataclasses import dataclass
from dataclasses import field
from DateTime import DateTime
from datetime import date
from datetime import timedelta
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.homepage.cache import cached
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.deferred_fragments import placeholder_for
from sonla.pbgdpl.homepage.hero import HERO
from sonla.pbgdpl.homepage.hero import Hero
from sonla.pbgdpl.homepage.hero import make_hero
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.recent import sections_for
from sonla.pbgdpl.homepage.rendering import default_names
from sonla.pbgdpl.homepage.rendering import render_blocks
from sonla.pbgdpl.homepage.rendering import RenderedBlock
from sonla.pbgdpl.homepage.rendering import RenderedBlocks
from sonla.pbgdpl.homepage.rendering import RenderedPart
from sonla.pbgdpl.homepage.rendering import tab_names
from typing import Any

DEFAULT_COUNT = 4
FULL, COMPACT, LIST = "full", "compact", "list"


def default_blocks() -> list[str]:
    """Return the blocks that a new portlet shows."""
    return default_names(api.portal.get())


def default_heading() -> Any:
    """Return the heading of a portlet whose editor wrote none."""
    return _("heading_legal_education", default="Legal education")


@dataclass(frozen=True)
class RegionChoices:
    """What a region shows where nobody can choose: what a new portlet would."""

    heading: str | None = None
    display: str = FULL
    homepage_blocks: list[str] = field(default_factory=default_blocks)
    count: int = DEFAULT_COUNT
    featured: str | None = None
    featured_until: date | None = None


class Region:
    """Render the region, from the cache while nothing shown has changed.

    `data` is what an editor chose: a portlet's assignment, or `RegionChoices`.
    """

    context: Any
    request: Any
    data: Any
    template = ViewPageTemplateFile("templates/legal_education.pt")
    hero_template = HERO
    rendered: RenderedBlocks
    section: Any

    _content: BlockContent | None = None

    def render(self) -> str:
        """Return the HTML of the region, which holds links and nothing that changes anything."""
        return placeholder_for(self.request, self.content().html)

    def content(self) -> BlockContent:
        """Return the region, kept or made, once a request."""
        if self._content is None:
            data = self.data
            what = (
                data.heading,
                data.display,
                tuple(data.homepage_blocks),
                data.count,
                data.featured,
                data.featured_until,
                self.uid,
            )
            self._content = cached(self.context, self.request, what, self.make)
        return self._content

    def make(self) -> BlockContent:
        """Render the blocks into the region; empty when none has anything to show."""
        root = api.portal.get_navigation_root(self.context)
        sections, others = sections_for(root)
        self.section = self.first_visible(sections)
        until = self.featured_end()
        options = BlockOptions(
            count=1 if self.data.display == COMPACT else self.data.count,
            featured="" if is_past(until) else self.data.featured or "",
            roots=[brain.getPath() for brain in sections] if others else None,
            section=path_of(self.section) if self.section is not None else "",
        )
        names = self.block_names(root)
        self.rendered = render_blocks(root, self.request, names, options)
        html = self.template() if self.rendered.blocks else ""
        ahead = None if is_past(until) else until
        return BlockContent(html, earliest(self.rendered.valid_until, ahead))

    def block_names(self, root: Any) -> list[str]:
        """Return the names of the chosen blocks for which the display has a place."""
        names = list(self.data.homepage_blocks)
        if self.data.display == FULL:
            return names
        tabs = tab_names(root, names)
        apart = [name for name in names if name not in tabs]
        return tabs if self.data.display == LIST else [*apart[:1], *tabs]

    def featured_end(self) -> DateTime | None:
        """Return the moment from which on the item is not featured any more; None for never."""
        day = self.data.featured_until
        return midnight(day + timedelta(days=1)) if day else None

    def first_visible(self, sections: list[Any]) -> Any:
        """Return the first section that the visitor may open; None without any."""
        for brain in sections:
            section = get_object(brain)
            if api.user.has_permission("View", obj=section):
                return section
        return None

    @property
    def section_url(self) -> str:
        return "" if self.section is None else self.section.absolute_url()

    @property
    def hero(self) -> Hero | None:
        """The search and the way to ask; None where only lists are wanted."""
        if self.data.display == LIST:
            return None
        place = api.portal.get() if self.section is None else self.section
        return make_hero(self.uid, place, self.data.display == FULL)

    @property
    def parts(self) -> list[RenderedPart]:
        """The places below the search, in the editor's order."""
        found = list(self.rendered.with_tabs())
        if self.data.display == COMPACT:
            return [part for part in found if not part.tabs]
        return found

    @property
    def newest(self) -> tuple[RenderedBlock, ...]:
        """The newest of three kinds, where there is no room for tabs."""
        return self.rendered.tabs[:3] if self.data.display == COMPACT else ()

    @property
    def uid(self) -> str:
        """An id for this region among those of the page: tabs need names."""
        return "pbgdpl-centre"

    @property
    def heading(self) -> Any:
        return self.data.heading or default_heading()


class PlainRegion(Region):
    """The region of a portal without portlets, with all that is offered."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request
        self.data = RegionChoices()

    def update(self) -> None:
        """Do nothing beforehand, as portlets may."""


def is_past(moment: DateTime | None) -> bool:
    """Return whether there is a moment and it has passed."""
    return moment is not None and moment <= DateTime()
