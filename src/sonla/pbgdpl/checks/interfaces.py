"""What the checks of content have in common."""

from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class ICheck(Interface):
    """Check one subject of texts, quickly and without writing.

    A named adapter of whatever it is asked for: a portal, section, unit or text.
    """

    title = Attribute("A message: what the texts found have in common.")
    order = Attribute("Where the check stands; the smallest number comes first.")
    portal_types = Attribute("Tuple of the types of content that it concerns.")

    def missing(text: Any) -> list[Any]:
        """List what an item of `portal_types` lacks, as messages; empty: nothing."""
