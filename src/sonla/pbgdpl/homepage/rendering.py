"""Render the blocks that an editor picked, each on its own: none breaks the homepage."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from DateTime import DateTime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.homepage.cache import earliest
from sonla.pbgdpl.homepage.interfaces import APART
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from sonla.pbgdpl.homepage.interfaces import IHomepageBlock
from sonla.pbgdpl.homepage.interfaces import TAB
from sonla.pbgdpl.homepage.recent import next_effective
from time import monotonic
from transaction.interfaces import TransientError
from typing import Any
from zope.component import getSiteManager
from zope.component import queryMultiAdapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import providedBy

import logging

logger = logging.getLogger(__name__)


SHOW_ALL = _("label_show_all", default="Show all")

RETRY_DAYS = 60 / 86400
"""A region with a broken block is kept one minute, and one that had no time for all: it
mends itself, and nobody waits for a slow block again and again."""

MAX_TABS = 6
"""So many labels a bar has room for, and the style sheet rules."""

BUDGET = 2.0
"""Seconds for all blocks of a region: nobody waits longer for the homepage around it."""


@dataclass(frozen=True)
class RenderedBlock:
    """One block that has something to show, be it only the way to it."""

    name: str
    title: Any
    apart: bool
    content: BlockContent

    @property
    def html(self) -> str:
        return self.content.html

    @property
    def more_url(self) -> str:
        return self.content.more_url

    @property
    def more_label(self) -> str:
        """The link to the rest with its subject: links are read out alone, too."""
        words = (
            translate(text, context=getRequest()) for text in (SHOW_ALL, self.title)
        )
        return ": ".join(words)


@dataclass(frozen=True)
class RenderedPart:
    """What stands in one place: a block, or several that share it."""

    blocks: tuple[RenderedBlock, ...]
    tabs: bool = False
    """Whether the blocks are tabs; else they stand side by side."""


@dataclass(frozen=True)
class RenderedBlocks:
    """The blocks of a region and how long they are right."""

    blocks: tuple[RenderedBlock, ...]
    valid_until: DateTime | None

    @property
    def tabs(self) -> tuple[RenderedBlock, ...]:
        """The blocks of the tabs, in the editor's order."""
        return tuple(block for block in self.blocks if not block.apart)[:MAX_TABS]

    def with_tabs(self) -> Iterator[RenderedPart]:
        """Yield the places of a portlet: all tabs stand where the first of them does.

        Blocks for which the bar has no room stand apart, too.
        """
        tabs = self.tabs
        for block in self.blocks:
            if block not in tabs:
                yield RenderedPart((block,))
            elif block == tabs[0]:
                yield RenderedPart(tabs, tabs=True)

    def in_halves(self) -> Iterator[RenderedPart]:
        """Yield the places of a landing page: two blocks that are narrow stand side by side."""
        waiting: tuple[RenderedBlock, ...] = ()
        for block in self.blocks:
            if waiting and block.content.half:
                yield RenderedPart((*waiting, block))
                waiting = ()
                continue
            if waiting:
                yield RenderedPart(waiting)
            waiting = (block,) if block.content.half else ()
            if not waiting:
                yield RenderedPart((block,))
        if waiting:
            yield RenderedPart(waiting)


def offered_blocks(context: Any, request: Any) -> list[tuple[str, Any]]:
    """List name and title of each registered block, in the order they suggest."""
    blocks = registered_blocks(context, providedBy(request))
    return [(name, block.title) for name, block in blocks]


def default_names(context: Any) -> list[str]:
    """List the names of the blocks that a new portlet shows, in that order.

    No request is asked: the one that installs the add-on has not got its layer yet.
    """
    blocks = registered_blocks(context, IBrowserLayer)
    return [name for name, block in blocks if block.is_default]


def landing_names(context: Any) -> list[str]:
    """List the names of the blocks of a landing page for which no editor chose."""
    blocks = registered_blocks(context, IBrowserLayer)
    chosen = [(block.landing_position, name) for name, block in blocks]
    return [name for position, name in sorted(chosen) if position]


def tab_names(context: Any, names: Iterable[str]) -> list[str]:
    """Return those names of which the blocks are tabs."""
    blocks = dict(registered_blocks(context, IBrowserLayer))
    return [name for name in names if name in blocks and blocks[name].placement == TAB]


def featured_types(context: Any, request: Any) -> list[str]:
    """List the types of which an editor may choose the item that a block shows."""
    blocks = registered_blocks(context, providedBy(request))
    return sorted({name for _, block in blocks for name in block.featured_types})


def registered_blocks(context: Any, layers: Any) -> list[tuple[str, Any]]:
    """List name and factory of each registered block, in the order they suggest."""
    found = getSiteManager().adapters.lookupAll(
        (providedBy(context), layers), IHomepageBlock
    )
    return sorted(offered(found), key=lambda item: (item[1].position, item[0]))


def render_blocks(
    context: Any, request: Any, names: Sequence[str], options: BlockOptions
) -> RenderedBlocks:
    """Render blocks by name, leaving out those that fail or have nothing to show.

    Names of blocks that no subject registers any more are passed over: an
    editor's choice survives an add-on that is missing for a while. When the time is up
    the others are left out but for a link.
    """
    budget = RenderBudget()
    rendered: list[RenderedBlock] = []
    dates: list[DateTime | None] = []
    types: set[str] = set()
    for name in dict.fromkeys(names):
        block = queryMultiAdapter((context, request), IHomepageBlock, name=name)
        if block is None or rests(block):
            continue
        types.update(block.portal_types)
        if not budget.has_time():
            rendered.extend(only_link(name, block, options))
            budget.left_out.append(name)
            continue
        with budget.measuring(name):
            content = render_safely(name, block, options)
        options = replace(options, shown=options.shown | content.shown)
        dates.append(content.valid_until)
        if content.html:
            rendered.append(shown(name, block, content))
    if budget.left_out:
        budget.log_left_out()
        dates.append(DateTime() + RETRY_DAYS)
    return RenderedBlocks(tuple(rendered), earliest(*dates, next_effective(types)))


def shown(name: str, block: Any, content: BlockContent) -> RenderedBlock:
    """Put what a block gave into its place in the region."""
    title = content.title or block.title
    return RenderedBlock(name, title, block.placement == APART, content)


def only_link(name: str, block: Any, options: BlockOptions) -> Iterator[RenderedBlock]:
    """Yield a block that there was no time for as a link to its list, if it has one."""
    try:
        url = block.more_url(options)
    except TransientError:
        raise
    except Exception:
        logger.exception("Block %r of the homepage centre has no address", name)
        return
    if url:
        yield shown(name, block, BlockContent(more_url=url))


class RenderBudget:
    """Watch the time that the blocks of one region take together.

    Between blocks only: Zope can't stop a thread in the middle of one.
    """

    def __init__(self) -> None:
        self.begun = monotonic()
        self.durations: dict[str, float] = {}
        self.left_out: list[str] = []

    def has_time(self) -> bool:
        """Return whether another block may begin."""
        return monotonic() - self.begun < BUDGET

    @contextmanager
    def measuring(self, name: str) -> Iterator[None]:
        """Note how long a block takes."""
        begun = monotonic()
        yield
        self.durations[name] = monotonic() - begun

    def log_left_out(self) -> None:
        """Log what was left out and which blocks took the time."""
        durations = ", ".join(
            f"{name} {durations:.1f} s" for name, durations in self.durations.items()
        )
        logger.warning(
            "The homepage centre had no time for %s: %s",
            ", ".join(self.left_out),
            durations,
        )


def render_safely(name: str, block: Any, options: BlockOptions) -> BlockContent:
    """Render one block; log one that raises and go on without it.

    Conflicts pass on: the publisher runs the request again.
    """
    try:
        return block.render(options)
    except TransientError:
        raise
    except Exception:
        logger.exception("Block %r of the homepage centre failed", name)
        return BlockContent(valid_until=DateTime() + RETRY_DAYS)
