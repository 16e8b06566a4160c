"""What subjects and themes may rely on: the block, its options, the counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from DateTime import DateTime
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface

try:
    from plone.app.portlets.interfaces import IColumn
except ImportError:  # a portal without portlets
    IColumn = Interface

TAB = "tab"
APART = "apart"


@dataclass(frozen=True)
class BlockOptions:
    """What the editor of a portlet chose and a block needs to know."""

    count: int = 5
    """How many items to show, at most."""
    featured: str = ""
    """UID of the item chosen for a block that shows a single one; empty is the newest."""
    roots: Sequence[str] | None = None
    """Physical paths below which items count; None is the whole portal."""
    section: str = ""
    """Physical path of the section into which links lead; empty is the first of `roots`."""
    landing: bool = False
    """Whether the block stands on the landing page of a section, else in the portlet."""
    shown: frozenset[str] = frozenset()
    """UIDs that blocks before this one show already: no page links to an item twice."""


@dataclass(frozen=True)
class BlockContent:
    """What a block gives: its HTML, and how long that is right."""

    html: str = ""
    """Safe HTML; empty when the block has nothing to show and shall be left out."""
    valid_until: DateTime | None = None
    """The next date on which something shown ends; None is never."""
    more_url: str = ""
    """Address of the rest of the subject; empty where there is none."""
    title: Any = ""
    """What stands above in the place of the block's own title, such as one with a year."""
    framed: bool = True
    """Whether title and link to the rest stand above; what says itself what it is has neither."""
    half: bool = False
    """Whether half the width of a landing page is enough."""
    shown: frozenset[str] = frozenset()
    """UIDs of what no block behind this one should show again."""
    lacks_entries: bool = False
    """Whether nothing was published yet of what it shows."""


class IHomepageBlock(Interface):
    """Show the latest of one subject in the homepage centre and on the landing page.

    A named multi-adapter of (context, request). A subject registers one in its
    own package and it can be picked in each portlet; nothing else has to change.
    `render` may raise: the portlet logs it and shows the other blocks.

    Its words: ``docs/glossary.rst``, *The section and its places*.
    """

    title = Attribute("Title of the tab, a message id.")
    placement = Attribute(
        "`TAB`: one of the tabs, which stand where the first of them does; `APART`: a place of"
        " its own."
    )
    position = Attribute("Order among the blocks offered: a number.")
    is_default = Attribute("Whether a new portlet shows it, before an editor chose.")
    landing_position = Attribute(
        "Order on the landing page of a section whose editor chose no blocks: a number; 0 for"
        " blocks that only an editor puts there."
    )
    featured_types = Attribute(
        "Types of which an editor may choose the one item that the block shows, given as"
        " `featured` of the options; empty for blocks that show more."
    )
    portal_types = Attribute(
        "Types whose coming effective dates change the block: the portlet is made"
        " again when one of them passes."
    )

    def render(options: BlockOptions) -> BlockContent:
        """Render the block with at most as many items as the options say by `count`."""

    def more_url(options: BlockOptions) -> str:
        """Return the address of the rest of the subject, without looking for anything.

        It is all that is shown of a block for which the blocks before left no time.
        """


class IHomepageCentre(IColumn):
    """Mark the portlet manager in the centre column of the homepage.

    Extends `IColumn`, so that each portlet that fits a column is addable and
    core's renderer isolates a failing portlet from its neighbours.
    """
