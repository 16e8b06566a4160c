"""What other packages say of emergencies."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.emergencies.rules import Helpline


class IUrgentHelp(Interface):
    """Name whom to call where an item is about danger: an adapter of content, without a name.

    The form of questions asks it of each item that may answer what somebody writes, and shows
    the numbers above all else. What is raised fails the page.
    """

    def helplines() -> Iterator["Helpline"]:
        """Yield the telephones; none for an item that is not about danger."""
