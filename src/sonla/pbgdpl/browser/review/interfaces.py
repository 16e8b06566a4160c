"""The seams of the desk: a tab is a named adapter, the form of a step is marked."""

from collections.abc import Sequence
from sonla.pbgdpl.browser.drafts.assets import IWritingPage
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IDeskTab(Interface):
    """List one kind of texts at the desk.

    Adapts context and request by a name that stands in the address. A tab that is not
    available is not shown, so that another room can add its own without an empty one.
    """

    title = Attribute("Title, a message.")
    order = Attribute("Place among the tabs, a number.")
    help = Attribute("One sentence on what is listed.")
    empty = Attribute("What to do next when nothing is listed.")
    parameters = Attribute("What addresses and forms of the tab carry along: a filter.")

    def available() -> bool:
        """Return whether the user gets this tab."""

    def head() -> str:
        """Render what stands above the list, such as a filter; empty for nothing."""

    def number() -> int | None:
        """Count the texts while the tab isn't open; None where that loads them."""

    def texts() -> Sequence[Any]:
        """List the texts in the order in which they are shown.

        Where many wait, a sequence that loads only what is asked for.
        """


class ITransitionForm(IWritingPage):
    """Mark the form of one step: other rooms register for it what has to be said there."""

    transition = Attribute("Name of the step asked for.")
