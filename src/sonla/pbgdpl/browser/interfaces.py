"""The seams at which subjects say how their items are shown and listed, and on which pages."""

from collections.abc import Mapping
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IArticlePage(Interface):
    """Mark a page that shows one text, which somebody reads from its beginning to its end.

    Such a page has the tools of an article: its text at once, in larger letters, related
    texts, a report of a mistake. Viewlets and the preview ask it of the view of each page;
    a landing page or a list is none.
    """


class ICollectedPages(Interface):
    """Name pages that are collected from a whole section: a named utility.

    When an item of a section is saved, a proxy in front of the portal forgets them on its
    unit, its section and the root of the site. All are asked each time; what is raised
    fails the saving. A page that may lag behind for the minute of its rule needs no entry.
    """

    views = Attribute("Names of the pages as they stand in addresses: `@@reporters`.")

    def concerns(item: Any) -> bool:
        """Return whether the pages may show something of an item that was saved."""


class IEntryStyle(Interface):
    """Say how lists show the items of a type: a named utility, the name is the portal type.

    Lists on homepage, landing page and listings ask it for each of their items. A type that
    registers none is shown as a story, without a kind. What is raised fails the list.
    """

    style = Attribute(
        "What of `portlets/templates/entries.pt` shows it: story, card, guidance,"
        " introduction or activity."
    )
    kind_vocabulary = Attribute(
        "Name of the list of its kinds, below `sonla.pbgdpl.`; empty for none."
    )

    def facts(entry: Any) -> Mapping[str, Any]:
        """Return what the style shows of an item beside what the catalog knows of all.

        Asked when such an item is drawn, once. `entry.brain` is what the catalog knows;
        `entry.obj` loads the object, which many items of a list should not need.

        - card: `alt` of the picture
        - guidance: `number`, `document_type` in words, `issued_text`, `issuer`,
          `validity` and `validity_title`
        - activity, introduction and story: nothing
        """
